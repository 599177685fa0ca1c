"""A SQLite file is opened for reading, whatever its name and state, and left as it was."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.reading import sqlite_file
from migration_lab.reading.source import reading
from migration_lab.values.schema import Schema
from tests.migration_lab.databases import run

NAMES = (
    "plain.db",
    "two words.db",
    "100%25.db",
    "what?.db",
    "a#b.db",
    "a&mode=rwc.db",
    "Zoë 😀.db",
    "'\"`.db",
    "no ending",
)
USERS = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'Ada');"


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return made(tmp_path / "app.db")


def made(path: Path, pragma: str = "journal_mode = delete") -> Path:
    return run(path, f"PRAGMA {pragma}; {USERS}")


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_is_opened_as_it_is(tmp_path: Path, name: str) -> None:
    made(tmp_path / name)
    before = bytes_of(tmp_path)

    names = Schema.read(tmp_path / name).table_names

    assert names == ("users",)
    assert bytes_of(tmp_path) == before


def test_a_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()

    with pytest.raises(LabError) as error:
        Schema.read(tmp_path / "data")

    assert str(error.value) == (
        "`data` is a folder, not a database file.\nHint: Name the file inside it, for example `app.db`."
    )


def test_an_encrypted_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "app.db").write_bytes(bytes(range(256)) * 32)

    with pytest.raises(LabError) as error:
        Schema.read(tmp_path / "app.db")

    assert str(error.value) == (
        "The file `app.db` is not a SQLite database, or it is encrypted (file is not a database).\n"
        "Hint: Check that this is the right file; restore it from a backup or make it anew."
    )


def test_a_damaged_file_is_told(app: Path) -> None:
    content = bytearray(app.read_bytes())
    content[100:4096] = b"\xff" * (4096 - 100)
    app.write_bytes(content)

    with pytest.raises(LabError) as error:
        Schema.read(app)

    assert str(error.value) == (
        "The database `app.db` is damaged (database disk image is malformed).\n"
        "Hint: Restore it from a backup, or make it anew with `alembic upgrade head`."
    )


def test_a_file_being_written_is_read_as_it_was_before(app: Path) -> None:
    other = sqlite3.connect(app, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE later (a)")

    names = Schema.read(app).table_names

    other.close()
    assert names == ("users",)


def test_reading_leaves_the_locks_of_this_process_in_place(app: Path) -> None:
    """A plain `open` and `close` of the file would drop them all: POSIX gives locks to the process, not the handle."""
    mine = sqlite3.connect(app, isolation_level=None)
    mine.execute("BEGIN IMMEDIATE")

    Schema.read(app)

    code = f"import sqlite3; c = sqlite3.connect({str(app)!r}, timeout=0); c.execute('BEGIN IMMEDIATE')"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    mine.close()
    assert "database is locked" in other.stderr


def test_a_quiet_wal_database_is_read_and_no_file_is_left_beside_it(tmp_path: Path) -> None:
    made(tmp_path / "app.db", "journal_mode = wal")
    before = bytes_of(tmp_path)

    names = Schema.read(tmp_path / "app.db").table_names

    assert names == ("users",)
    assert bytes_of(tmp_path) == before == {"app.db": before["app.db"]}


def test_an_open_wal_database_is_read_with_what_is_not_yet_in_the_file(tmp_path: Path) -> None:
    made(tmp_path / "app.db", "journal_mode = wal")
    other = sqlite3.connect(tmp_path / "app.db")
    other.execute("CREATE TABLE in_wal (a)")
    content = (tmp_path / "app.db").read_bytes()

    names = Schema.read(tmp_path / "app.db").table_names

    assert names == ("in_wal", "users")
    assert (tmp_path / "app.db").read_bytes() == content
    assert (tmp_path / "app.db-wal").stat().st_size > 0
    other.close()


def test_a_database_left_by_a_killed_process_is_rolled_back_and_read(app: Path) -> None:
    code = f"""if True:
        import os, sqlite3
        c = sqlite3.connect({str(app)!r}, isolation_level=None)
        c.execute("PRAGMA cache_size = 1"); c.execute("BEGIN"); c.execute("CREATE TABLE half (a)")
        c.executemany("INSERT INTO half VALUES (?)", (("x" * 1000,) for _ in range(1000)))
        os._exit(9)"""
    killed = subprocess.run([sys.executable, "-c", code], check=False)
    assert killed.returncode == 9
    assert app.with_name("app.db-journal").stat().st_size > 0

    names = Schema.read(app).table_names

    assert names == ("users",)


@pytest.mark.parametrize("pragma", ["journal_mode = delete", "journal_mode = wal"])
def test_a_connection_cannot_write(tmp_path: Path, pragma: str) -> None:
    path = made(tmp_path / "app.db", pragma)

    with pytest.raises(LabError) as error, reading(path) as connection:
        connection.exec_driver_sql("DELETE FROM users")

    assert error.value.message == "The database `app.db` could not be read: attempt to write a readonly database."


def test_a_file_that_may_not_be_read_is_told() -> None:
    error = sqlite_file.lesson("app.db", "unable to open database file")

    assert str(error) == (
        "The database `app.db` could not be read: unable to open database file.\n"
        "Hint: Check that you may read the file and its folder, then run this again."
    )


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_name_that_no_file_can_have_is_a_missing_file(name: str) -> None:
    with pytest.raises(LabError) as error:
        Schema.read(Path(name))

    assert error.value.message.startswith("There is no database file `")
