"""A history read from its files without running them, broken ones included."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from migration_lab.errors import LabError
from migration_lab.values import history
from migration_lab.values.history import Broken, History, Revision
from tests.migration_lab.revisions import step, write


def test_a_line_of_revisions_is_ordered_from_base_to_head(tmp_path: Path) -> None:
    write(tmp_path, z=step("001"), a=step("003", '"002"'), m=step("002", '"001"'))

    found = History.read(tmp_path)

    assert [revision.id for revision in found.revisions] == ["001", "002", "003"]
    assert found.bases == ("001",)
    assert found.heads == ("003",)
    assert found.broken == ()
    assert found["002"] == Revision("002", ("001",), "Message of 002.", "Message of 002.", file="m.py")
    assert "002" in found
    assert str(found["002"]) == "002: Message of 002."
    assert hash(found) == hash(History.read(tmp_path))
    assert str(found) == (
        "revision  follows  message          mark\n"
        "--------  -------  ---------------  ----\n"
        "001       (base)   Message of 001.\n"
        "002       001      Message of 002.\n"
        "003       002      Message of 003.  head"
    )


def test_the_folder_around_versions_is_read_too(tmp_path: Path) -> None:
    write(tmp_path / "versions", one=step("001"))
    write(tmp_path, env="1 / 0")

    assert History.read(tmp_path).heads == ("001",)


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


def test_a_version_table_with_a_name_of_its_own_counts_where_there_is_no_other(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            """CREATE TABLE alembic_version_auth (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
            INSERT INTO alembic_version_auth VALUES ('007');
            CREATE TABLE alembic_version_notes (version_num, note); INSERT INTO alembic_version_notes VALUES (1, 2);"""
        )
    alone = history.current(path)

    stamped(path, "003")

    assert alone == ("007",)
    assert history.current(path) == ("003",)
