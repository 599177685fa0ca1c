"""A history read from its files without running them, broken ones included."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from migration_lab import history
from migration_lab.errors import LabError
from migration_lab.history import Broken, History, Revision


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def step(identity: str, down: str = "None", more: str = "") -> str:
    return f'"""Message of {identity}."""\nrevision = "{identity}"\ndown_revision = {down}\n{more}\n'


def ids(folder: Path) -> list[str]:
    return [revision.id for revision in History.read(folder).revisions]


def words(folder: Path) -> list[str]:
    return [str(broken) for broken in History.read(folder).broken]


def test_a_line_of_revisions_is_ordered_from_base_to_head(tmp_path: Path) -> None:
    write(tmp_path, z=step("001"), a=step("003", '"002"'), m=step("002", '"001"'))

    found = History.read(tmp_path)

    assert [revision.id for revision in found.revisions] == ["001", "002", "003"]
    assert found.bases == ("001",)
    assert found.heads == ("003",)
    assert found.broken == ()
    assert found["002"] == Revision("002", ("001",), "Message of 002.", "Message of 002.", file="m.py")
    assert "002" in found
    assert hash(found) == hash(History.read(tmp_path))
    assert str(found) == (
        "revision  follows  message          mark\n"
        "--------  -------  ---------------  ----\n"
        "001       (base)   Message of 001.\n"
        "002       001      Message of 002.\n"
        "003       002      Message of 003.  head"
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ('revision = "x"\ndown_revision = None', Revision("x")),
        ("revision: str = 'x'\ndown_revision: str | None = None", Revision("x")),
        ('revision = "x"\ndown_revision = ("a", "b")', Revision("x", ("a", "b"))),
        ('revision = "x"\ndown_revision: Union[str, Sequence[str], None] = ["a"]', Revision("x", ("a",))),
        ('revision = "x"\ndown_revision = None\nbranch_labels = {"b", "a"}', Revision("x", branch_labels=("a", "b"))),
        ('revision = "x"\ndown_revision = "a"\ndepends_on = "d"', Revision("x", ("a",), depends_on=("d",))),
        ('revision = identity = "x"\ndown_revision = None', Revision("x")),
        ('ID = "x"\nrevision = ID\ndown_revision = None', Revision("x")),
        ('revision = "x"\ndown_revision = None\nbranch_labels: str', Revision("x")),
        ('revision = "00" "1"\ndown_revision = ()', Revision("001")),
    ],
)
def test_facts_are_read_in_every_form_that_alembic_accepts(tmp_path: Path, facts: str, expected: Revision) -> None:
    write(tmp_path, one=facts)

    (found,) = History.read(tmp_path).revisions

    assert found == Revision(**{**vars(expected), "file": "one.py"})


def test_the_message_is_the_first_paragraph_of_the_docstring(tmp_path: Path) -> None:
    write(tmp_path, one='"""Add the table\nof users.\n\nWhy: because.\n"""\nrevision = "1"\ndown_revision = None')

    (found,) = History.read(tmp_path).revisions

    assert found.message == "Add the table of users."
    assert found.docstring == "Add the table\nof users.\n\nWhy: because."


def test_files_are_never_run(tmp_path: Path) -> None:
    folder = write(tmp_path / "versions", one=step("001", more="import pathlib\npathlib.Path('trace').touch()\n1 / 0"))

    found = History.read(folder)

    assert found.heads == ("001",)
    assert [path.name for path in tmp_path.rglob("*")] == ["versions", "one.py"]


def test_a_doubtful_string_is_no_problem(tmp_path: Path) -> None:
    write(tmp_path, one=step("001", more='pattern = "\\d"'))

    found = History.read(tmp_path)

    assert (found.heads, found.broken) == (("001",), ())


def test_the_folder_around_versions_is_read_too(tmp_path: Path) -> None:
    write(tmp_path / "versions", one=step("001"))
    write(tmp_path, env="1 / 0")

    assert ids(tmp_path) == ["001"]


def test_other_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, **{"001": step("001"), "__init__": "", ".#lock": "x"})
    (tmp_path / "README.md").write_text("words")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "folder.py").mkdir()

    found = History.read(tmp_path)

    assert (found.heads, found.broken) == (("001",), ())


def test_an_empty_folder_is_an_empty_history(tmp_path: Path) -> None:
    found = History.read(tmp_path)

    assert found == History()
    assert (found.heads, found.bases, found.pending([])) == ((), (), ())
    assert str(found).startswith("no revisions yet")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError) as error:
        History.read(tmp_path / "versions")

    assert str(error.value) == (
        "There is no folder `versions` with revision files.\n"
        "Hint: Make it with `alembic init alembic`, or check the path."
    )


def test_branches_and_a_merge_are_ordered(tmp_path: Path) -> None:
    write(
        tmp_path,
        a=step("merge", '("right", "left")'),
        b=step("left", '"root"'),
        c=step("right", '"root"'),
        d=step("root"),
        e=step("alone"),
    )

    found = History.read(tmp_path)

    assert [revision.id for revision in found.revisions] == ["alone", "root", "left", "right", "merge"]
    assert found.heads == ("alone", "merge")
    assert found.bases == ("alone", "root")


def test_a_dependency_comes_first_and_may_be_a_label(tmp_path: Path) -> None:
    write(tmp_path, a=step("a1", more='depends_on = "later"'), b=step("b1", more='branch_labels = ("later",)'))

    found = History.read(tmp_path)

    assert [revision.id for revision in found.revisions] == ["b1", "a1"]
    assert found.heads == ("b1", "a1")
    assert found.broken == ()
    assert [revision.id for revision in found.pending(["a1"])] == []


def test_pending_is_what_a_database_lacks(tmp_path: Path) -> None:
    write(
        tmp_path,
        a=step("001"),
        b=step("left", '"001"'),
        c=step("right", '"001"'),
        d=step("merge", '("left", "right")'),
    )
    found = History.read(tmp_path)

    pending = {
        stand: [one.id for one in found.pending(stand)] for stand in [(), ("001",), ("left",), ("left", "right")]
    }

    assert pending == {
        (): ["001", "left", "right", "merge"],
        ("001",): ["left", "right", "merge"],
        ("left",): ["right", "merge"],
        ("left", "right"): ["merge"],
    }
    assert found.pending(["merge"]) == ()


def test_a_database_at_an_unknown_revision_is_told(tmp_path: Path) -> None:
    write(tmp_path, a=step("001"))

    with pytest.raises(LabError) as error:
        History.read(tmp_path).pending(["teammate"])
    with pytest.raises(LabError) as empty:
        History().pending(["teammate"])

    assert str(error.value) == "There is no revision `teammate` in these files.\nHint: Choose one of `001`."
    assert str(empty.value) == (
        "There is no revision `teammate` in these files.\n"
        'Hint: Make the first one: alembic revision -m "initial schema".'
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("revision = 'x'\ndef upgrade(:", "bad.py, line 2: Python cannot read this file: invalid syntax."),
        ("", 'bad.py, line 1: `revision` is missing; Alembic needs a line such as `revision = "…"`.'),
        (
            "revision = 'x'",
            'bad.py, line 1: `down_revision` is missing; Alembic needs a line such as `down_revision = "…"`.',
        ),
        (
            "\nrevision = None\ndown_revision = None",
            "bad.py, line 2: `revision` must be a text such as `001_initial_schema`, not `None`.",
        ),
        (
            "revision = ''\ndown_revision = None",
            "bad.py, line 1: `revision` must be a text such as `001_initial_schema`, not `''`.",
        ),
        (
            "revision = 'x'\ndown_revision = 5",
            "bad.py, line 2: `down_revision` must be a revision, a tuple of revisions or `None`, not `5`.",
        ),
        (
            "revision = 'x'\ndown_revision = (1,)",
            "bad.py, line 2: `down_revision` must be a revision, a tuple of revisions or `None`, not `(1,)`.",
        ),
        (
            "revision = make()\ndown_revision = None",
            "bad.py, line 1: `revision` is computed; write it as a plain value.",
        ),
        (
            "revision = 'x'\ndown_revision = f'{x}'",
            "bad.py, line 2: `down_revision` is computed; write it as a plain value.",
        ),
        (
            "revision = 'x'\nif True:\n    down_revision = None",
            'bad.py, line 1: `down_revision` is missing; Alembic needs a line such as `down_revision = "…"`.',
        ),
    ],
)
def test_a_broken_file_is_told_in_words(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, good=step("001"), bad=text)

    found = History.read(tmp_path)

    assert [str(broken) for broken in found.broken] == [told]
    assert found.heads == ("001",)


def test_bytes_that_are_no_text_are_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_bytes(b"revision = '\xff'")
    (tmp_path / "null.py").write_bytes(b"revision = 'x'\0")
    (tmp_path / "deep.py").write_text("revision = " + "(" * 500 + ")" * 500)

    found = History.read(tmp_path)

    assert [broken.file for broken in found.broken] == ["bad.py", "deep.py", "null.py"]
    assert all(broken.words.startswith("Python cannot read this file: ") for broken in found.broken)
    assert found.revisions == ()


def test_an_id_in_two_files_is_told(tmp_path: Path) -> None:
    write(tmp_path, a=step("002", '"001"'), b=step("002", '"001"'), c=step("001"), d=step("003", '"002"'))

    assert words(tmp_path) == [
        "a.py, line 1: The revision id `002` is used in 2 files; each id may be used once.",
        "b.py, line 1: The revision id `002` is used in 2 files; each id may be used once.",
    ]
    assert ids(tmp_path) == ["001", "002", "002", "003"]


def test_a_missing_parent_is_told(tmp_path: Path) -> None:
    write(tmp_path, a=step("002", '"001"'), b=step("003", '"002"', 'depends_on = "nowhere"'))

    found = History.read(tmp_path)

    assert words(tmp_path) == [
        "a.py, line 1: It follows `001`, and no file has that revision.",
        "b.py, line 1: It depends on `nowhere`, and no file has that revision.",
    ]
    assert ids(tmp_path) == ["002", "003"]
    assert (found.heads, found.bases) == (("003",), ())


def test_a_circle_is_told(tmp_path: Path) -> None:
    write(tmp_path, a=step("001"), b=step("002", '("001", "004")'), c=step("003", '"002"'), d=step("004", '"003"'))

    assert words(tmp_path) == ["b.py, line 1: These revisions follow each other in a circle: `002`, `003`, `004`."]
    assert ids(tmp_path) == ["001", "002", "003", "004"]
    assert [one.id for one in History.read(tmp_path).pending(["001"])] == ["002", "003", "004"]


def test_a_revision_that_follows_itself_is_told(tmp_path: Path) -> None:
    write(tmp_path, a=step("001", '"001"'), b=step("002", '"001"'))

    assert words(tmp_path) == ["a.py, line 1: This revision follows itself: `001`."]
    assert ids(tmp_path) == ["001", "002"]


def test_a_long_history_is_read(tmp_path: Path) -> None:
    names = [f"{number:04}" for number in range(500)]
    downs = ["None", *(f'"{name}"' for name in names)]
    write(tmp_path, **{f"r{name}": step(name, down) for name, down in zip(names, downs, strict=False)})

    found = History.read(tmp_path)

    assert [revision.id for revision in found.revisions] == names
    assert len(found.pending(["0100"])) == 399


def test_names_from_files_are_escaped(tmp_path: Path) -> None:
    write(tmp_path, a='"""<img src=x onerror=alert(1)> | \u202e"""\nrevision = "<b>"\ndown_revision = "<i>"')

    found = History.read(tmp_path)

    assert "<img" not in found._repr_html_() + found._repr_markdown_()
    assert "<b>" not in found._repr_html_() + found._repr_markdown_()
    assert "\u202e" not in str(found)
    assert found.broken == (Broken("a.py", 1, "It follows `<i>`, and no file has that revision."),)


def stamped(path: Path, *identities: str) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.executemany("INSERT INTO alembic_version VALUES (?)", [(identity,) for identity in identities])
    connection.commit()
    connection.close()
    return path


def test_a_database_tells_where_it_stands(tmp_path: Path) -> None:
    assert history.current(stamped(tmp_path / "one.db", "001_initial_schema")) == ("001_initial_schema",)
    assert history.current(stamped(tmp_path / "two.db", "right", "left")) == ("left", "right")
    assert history.current(stamped(tmp_path / "base.db")) == ()


def test_a_database_without_alembics_table_stands_nowhere(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()

    assert history.current(tmp_path / "empty.db") == ()


def test_a_missing_database_stands_nowhere_and_is_not_made(tmp_path: Path) -> None:
    assert history.current(tmp_path / "app.db") == ()
    assert history.current(f"sqlite+aiosqlite:///{tmp_path / 'app.db'}") == ()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "app.db").write_bytes(b"no database at all" * 100)

    with pytest.raises(LabError):
        history.current(tmp_path / "app.db")


def test_an_engine_tells_where_it_stands(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{stamped(tmp_path / 'app.db', '001')}")

    assert history.current(engine) == ("001",)
    engine.dispose()
