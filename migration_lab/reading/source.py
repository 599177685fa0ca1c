"""Open whatever database somebody points at, for reading only; whatever goes wrong becomes a clear sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from migration_lab.errors import LabError
from migration_lab.reading import sqlite_file
from migration_lab.reading.sqlite_file import shown

Source = str | URL | Path | Engine | Connection

# what reads a database whose application uses an async driver
_SYNC_DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql"}


@contextmanager
def reading(source: Source) -> Iterator[Connection]:
    """Give a connection to `source` on which nothing is written; close it afterwards unless it was handed in.

    Raises:
        LabError: The database is missing, locked, damaged or out of reach.
    """
    if isinstance(source, Connection):
        yield source
        return
    engine, ours = _engine(source)
    try:
        with engine.connect() as connection:
            if ours and engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield connection
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:  # the driver's own: from its own cursor
        raise _lesson(error, engine, source) from error
    finally:
        if ours:
            engine.dispose()


def file_of(source: Source) -> Path | None:
    """Give the SQLite file that `source` names, if it is one."""
    if isinstance(source, Path):
        return source
    if not isinstance(source, (str, URL)):
        return None
    url = _url(source)
    return _sqlite_path(url) if url.get_backend_name() == "sqlite" else None


def _engine(source: str | URL | Path | Engine) -> tuple[Engine, bool]:
    if isinstance(source, Engine):
        return (source, False) if not source.dialect.is_async else (_url_engine(source.url), True)
    if isinstance(source, Path):
        return _file_engine(source), True
    return _url_engine(_url(source)), True


def _url(source: str | URL) -> URL:
    if not isinstance(source, (str, URL)):
        kind = type(source).__name__
        raise LabError(
            f"A database cannot be read through a value of the type `{kind}`.",
            "Hand over a URL, the `Path` of a SQLite file, an engine or a connection; of an async one its"
            " `sync_engine`.",
        )
    try:
        return make_url(source)
    except ArgumentError:
        raise LabError(
            f"`{source}` is not a database URL.",
            f'For a SQLite file write `Path("{source}")` or `"sqlite:///{source}"`.',
        ) from None


def _url_engine(url: URL) -> Engine:
    backend = url.get_backend_name()
    if backend == "sqlite":
        return _file_engine(_sqlite_path(url))
    try:
        return create_engine(url.set(drivername=_SYNC_DRIVERS.get(backend, backend)), poolclass=NullPool)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise LabError(
            f"There is no driver to read `{url.render_as_string()}`: {error}.",
            "Install the database's Python driver in the lab's environment, or point to a SQLite file.",
        ) from error


def _sqlite_path(url: URL) -> Path:
    database = url.database or ":memory:"
    if database.startswith("file:"):
        database = unquote(database.removeprefix("file:").split("?")[0])
    if database == ":memory:" or url.query.get("mode") == "memory":
        raise LabError(
            f"`{unquote(url.render_as_string())}` is a database in memory: each connection gets a new, empty one.",
            "Hand over the engine or the connection that holds it, for example `Schema.read(engine)`.",
        )
    return Path(database)


def _file_engine(path: Path) -> Engine:
    sqlite_file.require(path)
    return create_engine("sqlite://", creator=lambda: sqlite_file.connect(path), poolclass=NullPool)


def _lesson(error: Exception, engine: Engine, source: Source) -> LabError:
    words = str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0]
    if engine.dialect.name == "sqlite":
        file = file_of(source) or Path(engine.url.database or "in memory")
        return sqlite_file.lesson(shown(file), words)
    return LabError(
        f"The database `{engine.url.render_as_string()}` could not be read: {words}.",
        "Check that the server runs and that the address, name and password in the URL are right.",
    )
