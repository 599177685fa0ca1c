"""A schema read from ugly and from large databases."""

import sqlite3
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import create_engine

from migration_lab.reading import sqlite_schema
from migration_lab.values.parts import (
    Check,
    Column,
    ForeignKey,
    Index,
    IndexTerm,
    PrimaryKey,
    Table,
    Trigger,
    Unique,
    View,
)
from migration_lab.values.schema import Schema
from tests.migration_lab.databases import run

UGLY = (
    "order",
    "two words",
    'quo"te',
    "apo'strophe",
    "[brackets]",
    "back`tick",
    "per%cent",
    "a.b",
    "semi;colon--",
    "Zoë",
    "😀",
    "שלום",
    "a\u202eb",
    "new\nline",
    "<img src=x onerror=alert(1)>",
    "pipe | and *stars*",
    "?",
    ":name",
    "",
    "x" * 300,
)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@pytest.mark.parametrize("name", UGLY)
def test_any_name_is_read_as_it_is(tmp_path: Path, name: str) -> None:
    ugly = quoted(name)
    path = run(
        tmp_path / "app.db",
        f"""CREATE TABLE {ugly} ({ugly} INTEGER PRIMARY KEY, other REFERENCES {ugly} ({ugly}) ON DELETE CASCADE,
            CONSTRAINT {ugly} CHECK ({ugly} > 0), CONSTRAINT {ugly} UNIQUE (other, {ugly}));
            CREATE VIEW {quoted(name + "v")} AS SELECT {ugly} FROM {ugly};
            CREATE INDEX {quoted(name + "i")} ON {ugly} ({ugly} DESC);
            CREATE TRIGGER {ugly} AFTER DELETE ON {ugly} BEGIN SELECT 1; END;""",
    )

    schema = Schema.read(path)

    table = schema[name]
    assert table.column_names == (name, "other")
    assert table.primary_key.columns == (name,)
    assert table.foreign_keys == (ForeignKey(("other",), name, (name,), on_delete="CASCADE"),)
    assert table.uniques == (Unique(("other", name), name),)
    assert [check.name for check in table.checks] == [name]
    assert table.indexes == (Index(name + "i", (IndexTerm(name, descending=True),)),)
    assert [trigger.name for trigger in table.triggers] == [name]
    assert [view.name for view in schema.views] == [name + "v"]
    assert "<img" not in schema._repr_html_() + schema._repr_markdown_() + table._repr_html_() + table._repr_markdown_()
    assert "\u202e" not in str(schema) + str(table)


def test_everything_a_table_can_have_is_read(tmp_path: Path) -> None:
    path = run(
        tmp_path / "app.db",
        """CREATE TABLE users (
             id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(50) NOT NULL DEFAULT 'x' COLLATE NOCASE,
             boss INT CONSTRAINT fk_boss REFERENCES users ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
             upper_name TEXT GENERATED ALWAYS AS (upper(name)) STORED,
             CONSTRAINT uq_name UNIQUE (name), CONSTRAINT ck_name CHECK (length(name) > 1));
           CREATE UNIQUE INDEX ix ON users (lower(name) DESC, boss) WHERE boss IS NOT NULL;
           CREATE TRIGGER tr AFTER INSERT ON users BEGIN SELECT 1; END;
           CREATE VIEW names AS SELECT name FROM users;""",
    )

    schema = Schema.read(path)

    assert schema == Schema(
        "sqlite",
        (
            Table(
                "users",
                (
                    Column("id", "INTEGER"),
                    Column("name", "VARCHAR(50)", False, "'x'", "NOCASE"),
                    Column("boss", "INT"),
                    Column("upper_name", "TEXT", generated="GENERATED ALWAYS AS (upper(name)) STORED"),
                ),
                PrimaryKey(("id",)),
                (
                    ForeignKey(
                        ("boss",),
                        "users",
                        ("id",),
                        "fk_boss",
                        on_delete="SET NULL",
                        extra="DEFERRABLE INITIALLY DEFERRED",
                    ),
                ),
                (Unique(("name",), "uq_name"),),
                (Check("CHECK (length(name) > 1)", "ck_name"),),
                (Index("ix", (IndexTerm("lower(name)", True), IndexTerm("boss")), True, "boss IS NOT NULL"),),
                (Trigger("tr", "AFTER INSERT ON users BEGIN SELECT 1; END"),),
                ("AUTOINCREMENT",),
            ),
        ),
        (View("names", "AS SELECT name FROM users"),),
    )
    assert schema["users"].ddl.startswith("CREATE TABLE users (")


def test_a_schema_lists_tables_and_views(tmp_path: Path) -> None:
    path = run(tmp_path / "app.db", "CREATE TABLE b (x UNIQUE); CREATE TABLE a (x, y); CREATE VIEW v AS SELECT 1;")

    schema = Schema.read(path)

    assert schema.table_names == ("a", "b")
    assert "a" in schema
    assert "v" not in schema
    assert str(schema) == (
        "sqlite schema\n"
        "kind   name  parts\n"
        "-----  ----  ------------------\n"
        "table  a     2 columns\n"
        "table  b     1 column, 1 unique\n"
        "view   v     AS SELECT 1"
    )


def test_a_database_without_tables_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()

    schema = Schema.read(tmp_path / "empty.db")

    assert schema == Schema("sqlite")
    assert str(schema).splitlines()[0] == "sqlite schema: no tables"


def test_alembics_own_table_is_left_out_and_a_leftover_is_kept(tmp_path: Path) -> None:
    path = run(
        tmp_path / "app.db",
        """CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num));
           CREATE TABLE _alembic_tmp_users (id INT);""",
    )

    assert Schema.read(path).table_names == ("_alembic_tmp_users",)


def test_temporary_tables_are_no_part_of_the_schema() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
        connection.exec_driver_sql("CREATE TEMP TABLE t (b)")
        connection.exec_driver_sql("CREATE TEMP TABLE u (b)")

        schema = Schema.read(connection)

    engine.dispose()
    assert [(table.name, table.column_names) for table in schema.tables] == [("t", ("a",))]


def test_a_virtual_table_is_one_table_without_its_shadows(tmp_path: Path) -> None:
    schema = Schema.read(run(tmp_path / "app.db", "CREATE VIRTUAL TABLE notes USING fts5(title, body)"))

    assert schema.table_names == ("notes",)
    assert schema["notes"].column_names == ("title", "body")
    assert schema["notes"].options == ("VIRTUAL fts5(title, body)",)


def test_an_old_sqlite_shows_the_shadows_of_a_virtual_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = run(tmp_path / "app.db", "CREATE VIRTUAL TABLE notes USING fts5(body)")
    monkeypatch.setattr(sqlite_schema, "sqlite_version_info", (3, 36, 0))

    names = Schema.read(path).table_names

    assert names == ("notes", "notes_config", "notes_content", "notes_data", "notes_docsize", "notes_idx")


def test_a_virtual_table_of_an_unknown_module_is_still_read(tmp_path: Path) -> None:
    path = run(tmp_path / "app.db", "CREATE TABLE plain (a)")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "INSERT INTO sqlite_master VALUES ('table', 'odd', 'odd', 0, 'CREATE VIRTUAL TABLE odd USING nowhere(x)')"
    )
    connection.commit()
    connection.close()

    schema = Schema.read(path)

    assert schema.table_names == ("odd", "plain")
    assert schema["odd"] == Table("odd", (), options=("VIRTUAL nowhere(x)",))


def test_a_broken_view_and_trigger_are_read_as_text(tmp_path: Path) -> None:
    path = run(
        tmp_path / "app.db",
        """CREATE TABLE gone (a); CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM gone;
           CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO gone VALUES (1); END; DROP TABLE gone;""",
    )

    schema = Schema.read(path)

    assert schema.views == (View("v", "AS SELECT a FROM gone"),)
    assert schema["t"].triggers[0].text == "AFTER INSERT ON t BEGIN INSERT INTO gone VALUES (1); END"


def test_a_table_rebuilt_and_renamed_is_equal_to_the_first(tmp_path: Path) -> None:
    """SQLite rewrites stored texts on a rename, with quotes: that is no difference."""
    script = """CREATE TABLE users (id INTEGER NOT NULL, bio TEXT, CONSTRAINT ck CHECK (bio <> ''), PRIMARY KEY (id));
                CREATE TABLE posts (id INTEGER, user_id INT REFERENCES users (id));"""
    before = Schema.read(run(tmp_path / "a.db", script + "CREATE INDEX ix ON users (bio) WHERE bio IS NOT NULL;"))

    after = Schema.read(
        run(
            tmp_path / "b.db",
            script.replace("users (id INTEGER", "old_users (id INTEGER")
            + """ALTER TABLE old_users RENAME COLUMN bio TO other; ALTER TABLE old_users RENAME COLUMN other TO bio;
                 ALTER TABLE old_users RENAME TO users; CREATE INDEX ix ON users ("bio") WHERE "bio" IS NOT NULL;""",
        )
    )

    assert before == after
    assert before["users"].ddl != after["users"].ddl


def test_a_column_added_later_is_read_in_its_place(tmp_path: Path) -> None:
    path = run(
        tmp_path / "app.db",
        """CREATE TABLE t (a INT, CONSTRAINT ck CHECK (a > 0)) STRICT;
           ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT '' COLLATE NOCASE;
           ALTER TABLE t DROP COLUMN a;""".replace("CONSTRAINT ck CHECK (a > 0)", "CONSTRAINT ck CHECK (1)"),
    )

    table = Schema.read(path)["t"]

    assert table.columns == (Column("b", "TEXT", False, "''", "NOCASE"),)
    assert table.checks == (Check("CHECK (1)", "ck"),)


def test_a_thousand_tables_are_read_in_a_few_seconds(tmp_path: Path) -> None:
    script = "".join(
        f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INT REFERENCES t0 (id), CHECK (b > {n}));"
        f"CREATE INDEX i{n} ON t{n} (b DESC);"
        for n in range(1000)
    )
    path = run(tmp_path / "large.db", f"BEGIN; {script} COMMIT;")

    start = perf_counter()
    schema = Schema.read(path)
    seconds = perf_counter() - start

    assert len(schema.tables) == 1000
    assert seconds < 5  # 0.3 s measured on a quiet machine
