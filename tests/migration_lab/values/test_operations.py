"""The steps of a revision file in words, read from its text."""

from pathlib import Path
from textwrap import dedent, indent

import pytest

from migration_lab.errors import LabError
from migration_lab.values.operations import Operations
from tests.repository import ROOT

HEAD = "import sqlalchemy as sa\nfrom alembic import op\n1 / 0\n"


def upgrade(tmp_path: Path, body: str, more: str = "") -> list[str]:
    path = tmp_path / "001.py"
    path.write_text(f"{HEAD}\n{dedent(more)}\ndef upgrade():\n{indent(dedent(body), '    ')}\n", encoding="utf-8")
    return [str(step) for step in Operations.read(path).of("upgrade")]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            'op.create_table("t", sa.Column("id", sa.Integer()), sa.Column("n", sa.Text()), sa.CheckConstraint("n"))',
            "create table t (id, n) and 1 constraint",
        ),
        ('op.create_table("t", sa.Column("id", sa.Integer()))', "create table t (id)"),
        ('op.drop_table("t")', "drop table t"),
        ('op.rename_table("a", "b")', "rename table a to b"),
        (
            'op.add_column("users", sa.Column("nickname", sa.String(50), nullable=True))',
            "add column users.nickname VARCHAR(50) NULL",
        ),
        (
            'op.add_column("t", sa.Column("on", sa.Boolean(), server_default=sa.true(), nullable=False))',
            "add column t.on BOOLEAN NOT NULL DEFAULT true",
        ),
        (
            'op.add_column("t", sa.Column("u", sa.Integer, sa.ForeignKey("users.id"), unique=True))',
            "add column t.u INTEGER NULL UNIQUE REFERENCES users.id",
        ),
        ('op.add_column("t", sa.Column("id", sa.Integer, primary_key=True))', "add column t.id INTEGER PRIMARY KEY"),
        ('op.add_column("t", column=made())', "add column t.made()"),
        ('op.drop_column("t", "c")', "drop column t.c"),
        (
            'op.alter_column("t", "c", new_column_name="d", type_=sa.Numeric(10, 2), nullable=False)',
            "alter column t.c: renamed to d, type NUMERIC(10, 2), NOT NULL",
        ),
        ('op.alter_column("t", "c", server_default=None)', "alter column t.c: no default"),
        ('op.alter_column("t", "c", server_default="x", comment="y")', "alter column t.c: default x, comment y"),
        ('op.alter_column("t", "c", existing_type=sa.Text())', "alter column t.c: nothing changes"),
        ('op.create_index("ix", "t", ["a", "b"], unique=True)', "create unique index ix on t (a, b)"),
        ('op.create_index(op.f("ix_t_a"), "t", ["a"])', "create index ix_t_a on t (a)"),
        ('op.drop_index("ix", table_name="t")', "drop index ix on t"),
        ('op.drop_index("ix")', "drop index ix"),
        (
            'op.create_foreign_key("fk", "t", "users", ["user_id"], ["id"])',
            "create foreign key fk: t (user_id) → users (id)",
        ),
        ('op.create_unique_constraint("uq", "t", ["a"])', "create unique constraint uq on t (a)"),
        ('op.create_check_constraint("ck", "t", "a > 0")', "create check constraint ck on t (a > 0)"),
        ('op.create_primary_key("pk", "t", ["a"])', "create primary key pk on t (a)"),
        ('op.drop_constraint("uq", "t", type_="unique")', "drop constraint uq on t"),
        ('op.bulk_insert(t, [{"a": 1}, {"a": 2}])', "insert 2 rows into t"),
        ("op.bulk_insert(t, rows)", "insert the rows rows into t"),
        ('op.execute("UPDATE t\\n   SET a = 1")', "execute UPDATE t SET a = 1"),
        ('op.execute(sa.text("DELETE FROM t"))', "execute DELETE FROM t"),
        ("op.execute(t.delete().where(t.c.a == 1))", "execute t.delete().where(t.c.a == 1)"),
        ('op.create_table_comment("t", "words", schema="s")', "create table comment t, words, schema=s"),
        ("op.drop_column()", "drop column"),
        ("op.get_bind().execute(query)", "run op.get_bind().execute(query)"),
        ("session.commit()", "run session.commit()"),
    ],
)
def test_a_call_in_words(call: str, words: str, tmp_path: Path) -> None:
    assert upgrade(tmp_path, call) == [words]


def test_what_only_asks_is_no_step(tmp_path: Path) -> None:
    assert upgrade(tmp_path, 'bind = op.get_bind()\nprint("x", op.get_context().as_sql)\npass') == []


def test_a_batch_names_its_table_in_each_step(tmp_path: Path) -> None:
    body = """
    with op.batch_alter_table("users", recreate="always") as batch, other():
        batch.add_column(sa.Column("a", sa.Text(), nullable=False))
        batch.alter_column("b", nullable=True)
        batch.drop_column("c")
        batch.create_index("ix", ["a"])
        batch.create_foreign_key("fk", "teams", ["team_id"], ["id"])
        batch.create_unique_constraint("uq", ["a", "b"])
        batch.drop_constraint("old")
    """

    assert upgrade(tmp_path, body) == [
        "batch on users: add column users.a TEXT NOT NULL",
        "batch on users: alter column users.b: NULL",
        "batch on users: drop column users.c",
        "batch on users: create index ix on users (a)",
        "batch on users: create foreign key fk: users (team_id) → teams (id)",
        "batch on users: create unique constraint uq on users (a, b)",
        "batch on users: drop constraint old on users",
    ]


def test_conditions_and_loops_are_said(tmp_path: Path) -> None:
    body = """
    if op.get_context().as_sql:
        op.drop_table("a")
    elif has(b):
        op.drop_table("b")
    else:
        op.drop_table("c")
    for name in ("d", "e"):
        op.drop_table(name)
    while rows:
        op.execute("x")
    try:
        op.drop_table("f")
    except Exception:
        op.drop_table("g")
    finally:
        op.drop_table("h")
    match kind:
        case "i":
            op.drop_table("i")
    with op.get_context().autocommit_block():
        op.execute("VACUUM")
    """

    assert upgrade(tmp_path, body) == [
        "in --sql mode: drop table a",
        "else: if has(b): drop table b",
        "else: else: drop table c",
        "for each name in ('d', 'e'): drop table name",
        "while rows: execute x",
        "try: drop table f",
        "except Exception: drop table g",
        "finally: drop table h",
        "case 'i': drop table i",
        "with op.get_context().autocommit_block(): execute VACUUM",
    ]


def test_functions_of_the_file_are_followed_but_not_in_a_circle(tmp_path: Path) -> None:
    more = """
    def fill(bind):
        bind.execute(rows)
        fill(bind)

    def unused():
        op.drop_table("t")
    """

    assert upgrade(tmp_path, "fill(op.get_bind())", more) == ["in fill(): run bind.execute(rows)"]


def test_a_step_within_a_step_is_told_once(tmp_path: Path) -> None:
    assert upgrade(tmp_path, "op.execute(bind.scalar(query))") == ["execute bind.scalar(query)"]


def test_long_code_is_cut(tmp_path: Path) -> None:
    (words,) = upgrade(tmp_path, f'op.execute("{"x" * 10_000}")')

    assert words == "execute " + "x" * 152 + "…"


def test_both_directions_with_their_lines() -> None:
    found = Operations.read(ROOT / "alembic" / "versions" / "005_add_endpoint_active.py")

    assert str(found) == (
        "direction  line  operation\n"
        "---------  ----  -------------------------------------------------------------------\n"
        "upgrade    24    add column endpoint_configs.is_active BOOLEAN NOT NULL DEFAULT true\n"
        "downgrade  28    drop column endpoint_configs.is_active"
    )


def test_every_revision_of_the_lab_does_something_in_both_directions() -> None:
    files = [*ROOT.glob("alembic/versions/*.py"), *ROOT.glob("alembic/analytics/*.py")]

    silent = [file.name for file in files if not all(map(Operations.read(file).of, ("upgrade", "downgrade")))]

    assert (len(files) > 8, silent) == (True, [])


def test_a_direction_that_does_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "001.py").write_text("def upgrade():\n    pass\n", encoding="utf-8")

    assert Operations.read(tmp_path / "001.py").grid.rows == (
        ("upgrade", "", "does nothing"),
        ("downgrade", "", "does nothing"),
    )


def test_names_from_the_file_are_escaped(tmp_path: Path) -> None:
    (tmp_path / "001.py").write_text("def upgrade():\n    op.drop_table('<img src=x>\u202e')\n", encoding="utf-8")

    found = Operations.read(tmp_path / "001.py")

    assert "<img" not in found._repr_html_() + found._repr_markdown_()
    assert "\u202e" not in str(found)


def test_a_file_that_is_no_python_is_told(tmp_path: Path) -> None:
    (tmp_path / "001.py").write_text("x = 1\ndef upgrade(:\n", encoding="utf-8")

    with pytest.raises(LabError) as error:
        Operations.read(tmp_path / "001.py")

    assert str(error.value) == "Python cannot read `001.py`: invalid syntax.\nHint: Correct the file at line 2."


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError) as error:
        Operations.read(tmp_path / "001.py")

    assert str(error.value) == (
        "The file `001.py` cannot be opened: No such file or directory.\n"
        "Hint: Look whether it was renamed or deleted: `alembic history` names the revisions that have a file."
    )


@pytest.mark.parametrize("made", ["set()", "{'a'}", "[]", "{n for n in 'ab'}", "dict()"])
def test_what_is_done_to_a_collection_changes_no_database(tmp_path: Path, made: str) -> None:
    body = f"""
        names = {made}
        for name in "ab":
            names.add(name)
        session.add(User())
    """

    assert upgrade(tmp_path, body) == ["run session.add(User())"]
