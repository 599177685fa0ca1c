"""The last change is the command's own; what changed later without a command is told as such."""

from pathlib import Path

import pytest

from migration_lab.values import snapshot
from migration_lab.values.last_change import LastChange
from migration_lab.values.snapshot import Snapshot
from tests.migration_lab.databases import run

FIRST = "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('001');"
COMMAND = "alembic -n analytics upgrade head"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return run(tmp_path / "app.db", FIRST)


def read(database: Path) -> Snapshot:
    return Snapshot.read({"primary": database})


@pytest.fixture
def change(database: Path) -> LastChange:
    before = read(database)
    run(database, "UPDATE alembic_version SET version_num = '002'; CREATE TABLE users (id INTEGER)")
    after = read(database)
    return LastChange(after, snapshot.changes(before, after), COMMAND)


def test_it_is_what_the_command_changed_under_its_name(database: Path, change: LastChange) -> None:
    found = change.until(read(database))

    assert found is change
    assert found.grid.caption == f"Last change ({COMMAND})"
    assert found.grid.rows == change.changes.grid.rows


def test_what_changed_later_is_told_since_the_command(database: Path, change: LastChange) -> None:
    run(database, "DROP TABLE users")

    found = change.until(read(database)).grid

    assert found.caption == f"Last change (not by %alembic, since {COMMAND})"
    assert found.rows == (("primary", "revision", "still at 002"), ("primary", "- removed", "table users (1 column)"))


def test_what_was_taken_back_is_no_change(database: Path, change: LastChange) -> None:
    run(database, "UPDATE alembic_version SET version_num = '003'")
    run(database, "UPDATE alembic_version SET version_num = '002'")

    assert change.until(read(database)) is change


def test_before_the_first_command_it_is_since_the_inspector_looked(database: Path) -> None:
    first = LastChange(read(database))
    run(database, "UPDATE alembic_version SET version_num = '002'")

    found = first.until(read(database)).grid

    assert found.caption == "Last change (not by %alembic, since the inspector first looked)"
    assert first.grid.rows == (("none yet: it stands here after the next %alembic upgrade or downgrade",),)


def test_a_database_that_cannot_be_read_is_told_in_plain_words(database: Path, change: LastChange) -> None:
    database.write_bytes(b"no database" * 1000)

    assert change.until(read(database)).grid.rows == (
        ("primary", "revision", "could not be read"),
        ("primary", "!", "The file app.db is not a SQLite database, or it is encrypted (file is not a database)."),
    )
