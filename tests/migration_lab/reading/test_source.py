"""Whatever somebody points at is opened for reading, or refused in clear words, and left as it was."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from migration_lab.errors import LabError
from migration_lab.reading import sqlite_file
from migration_lab.reading.source import Source, file_of
from migration_lab.values.schema import Schema

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


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return made(tmp_path / "app.db")


def made(path: Path, *pragmas: str) -> Path:
    connection = sqlite3.connect(path)
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'Ada')"
    )
    connection.close()
    return path


MEMORY = "sqlite+aiosqlite://"
WAYS: dict[str, Callable[[Path], Source]] = {
    "path": lambda path: path,
    "url": lambda path: f"sqlite:///{path}",
    "pysqlite url": lambda path: f"sqlite+pysqlite:///{path}",
    "async url": lambda path: f"sqlite+aiosqlite:///{path}",
    "url value": lambda path: URL.create("sqlite+aiosqlite", database=str(path)),
    "uri": lambda path: f"sqlite:///file:{path}?mode=rwc&uri=true",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_is_read_however_it_is_named(app: Path, way: str) -> None:
    assert Schema.read(WAYS[way](app)).table_names == ("users",)


def test_an_engine_is_read_and_stays_open() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")

    names = Schema.read(engine).table_names

    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one() == 0
    engine.dispose()
    assert names == ("t",)


def test_a_connection_is_read_inside_its_transaction(app: Path) -> None:
    engine = create_engine(f"sqlite:///{app}")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE not_committed (a)")

        inside = Schema.read(connection).table_names

        connection.rollback()
        assert not connection.closed
    engine.dispose()
    assert inside == ("not_committed", "users")


def test_an_async_engine_is_read_through_the_sync_driver(app: Path) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{app}")

    assert Schema.read(engine.sync_engine).table_names == ("users",)


@pytest.mark.parametrize(("value", "kind"), [(None, "NoneType"), (create_async_engine(MEMORY), "AsyncEngine")])
def test_a_value_that_is_no_source_is_told(value: Any, kind: str) -> None:
    with pytest.raises(LabError) as error:
        Schema.read(value)

    assert str(error.value) == (
        f"A database cannot be read through a value of the type `{kind}`.\n"
        "Hint: Hand over a URL, the `Path` of a SQLite file, an engine or a connection; of an async one its"
        " `sync_engine`."
    )


def test_a_relative_path_is_opened(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(app.parent)

    assert Schema.read(Path("app.db")) == Schema.read("sqlite:///app.db") == Schema.read(app)


@pytest.mark.parametrize("way", WAYS)
def test_a_missing_file_is_told_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(LabError) as error:
        Schema.read(WAYS[way](tmp_path / "ap.db"))

    assert str(error.value) == (
        "There is no database file `ap.db`. (SQLite itself would make an empty one and say nothing.)\n"
        "Hint: Check the spelling and the folder, or make the database with `alembic upgrade head`."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_file_elsewhere_is_named_without_its_folders(tmp_path: Path) -> None:
    with pytest.raises(LabError) as error:
        Schema.read(tmp_path / "ap.db")

    assert str(tmp_path) not in str(error.value)


@pytest.mark.parametrize("way", ["path", "url"])
def test_a_locked_file_is_told(app: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(sqlite_file, "WAIT", 0.01)
    other = sqlite3.connect(app, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(LabError) as error:
        Schema.read(WAYS[way](app))

    other.close()
    assert str(error.value) == (
        "The database `app.db` is locked: another program is writing to it (database is locked).\n"
        "Hint: Let that program finish or close it (a running server, an open transaction), then run this again."
    )
    assert Schema.read(app).table_names == ("users",)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite+aiosqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"])
def test_a_database_in_memory_needs_its_engine(url: str) -> None:
    with pytest.raises(LabError) as error:
        Schema.read(url)

    assert error.value.message == f"`{url}` is a database in memory: each connection gets a new, empty one."


def test_a_word_that_is_no_url_is_told() -> None:
    with pytest.raises(LabError) as error:
        Schema.read("app.db")

    assert str(error.value) == (
        '`app.db` is not a database URL.\nHint: For a SQLite file write `Path("app.db")` or `"sqlite:///app.db"`.'
    )


def test_a_driver_that_is_not_installed_is_told_without_the_password() -> None:
    with pytest.raises(LabError) as error:
        Schema.read("oracle://ada:secret@host/db")

    assert error.value.message.startswith("There is no driver to read `oracle://ada:***@host/db`: ")


def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(LabError) as error:
        Schema.read(f"postgresql+asyncpg://ada:secret@/app?host={tmp_path}")

    assert error.value.message.startswith("The database `postgresql+psycopg://ada:***@/app?host=")
    assert error.value.hint == (
        "Check that the server runs and that the address, name and password in the URL are right."
    )


def test_a_url_names_its_file() -> None:
    assert file_of("sqlite+aiosqlite:///a b.db") == Path("a b.db")
    assert file_of(make_url("postgresql://x/y")) is None
    assert file_of(Path("x.db")) == Path("x.db")
