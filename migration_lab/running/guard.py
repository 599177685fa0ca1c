"""Refuse every database outside the workspace that the learner did not name on the command line.

It is care against an accident, not a prison: watched are the databases that this process opens, and those that a
connection attaches (`ATTACH`, `VACUUM INTO`). Programs that a migration starts are not watched, nor is a file that it
writes itself (`open`), nor a connection whose authorizer it replaces or that it makes from the class
(`sqlite3.Connection`) and then attaches from.
"""

import functools
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from migration_lab.errors import LabError
from migration_lab.running.command_line import parse


class Refused(LabError):  # noqa: N818  as `AlembicFailed`
    """A command reached for a database that is not the lesson's."""


def guard(root: str, arguments: Sequence[str]) -> None:
    """Watch every connection that this process opens from now on; it cannot be switched off again.

    Args:
        root: The workspace; SQLite files below it are allowed, and databases in memory.
        arguments: Alembic's command line; the database of `-x url=` is allowed too.
    """
    given = parse(arguments).urls
    _guard_files(Path(root).resolve(), {path for url in given if (path := _file_of(url))})
    _guard_servers(given)


def reason(error: BaseException) -> BaseException:
    """Return why a command failed: the refusal, where SQLite only says that something was not authorized."""
    seen: BaseException | None = error
    while _refused and seen is not None:
        if getattr(seen, "sqlite_errorcode", None) == sqlite3.SQLITE_AUTH:
            return _refused[-1].with_traceback(error.__traceback__)
        seen = seen.__cause__ or seen.__context__
    return error


def _guard_files(root: Path, given: set[Path]) -> None:
    """Watch `sqlite3` itself, so that no way to a file passes by: any driver, any engine, any thread."""

    def refusal(database: str) -> Refused | None:
        file = _file(database)
        if file is None or file.is_relative_to(root) or file in given:
            return None
        _refused.append(_refusal(str(file), f"sqlite+aiosqlite:///{file.as_posix()}"))
        return _refused[-1]

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "sqlite3.connect" and (refused := refusal(os.fsdecode(arguments[0]))):
            raise refused

    def authorize(action: int, database: str | None, *_: str | None) -> int:
        if action != sqlite3.SQLITE_ATTACH:
            return sqlite3.SQLITE_OK
        if database is None:
            _refused.append(_UNREADABLE)
        return sqlite3.SQLITE_DENY if database is None or refusal(database) else sqlite3.SQLITE_OK

    sys.addaudithook(watch)
    threading.excepthook = _say_nothing_after_a_refusal
    _guard_attached(authorize)


def _say_nothing_after_a_refusal(arguments: threading.ExceptHookArgs) -> None:
    """Leave out what a driver's thread says when its connection was refused: sometimes it comes, sometimes not."""
    if not _refused:
        threading.__excepthook__(arguments)


def _guard_attached(authorize: Callable[..., int]) -> None:
    """Give each new connection an authorizer: no audit event tells of `ATTACH`, nor of `VACUUM INTO`, which attaches.

    At the event `sqlite3.connect/handle` a connection does not take an authorizer yet, so `connect` itself is wrapped.
    """
    connect = sqlite3.dbapi2.connect

    @functools.wraps(connect)
    def watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_authorizer(authorize)
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = watched  # type: ignore[assignment]  # the driver of SQLAlchemy asks the second one


def _guard_servers(given: Sequence[str]) -> None:
    """Watch SQLAlchemy for everything that is not SQLite."""
    try:
        from sqlalchemy import Engine, event, make_url
    except ImportError:
        return

    def watch(dialect: Any, record: object, positional: Sequence[object], named: dict[str, object]) -> None:
        if dialect.name == "sqlite":
            return
        for url in map(make_url, given):
            if url.get_backend_name() == dialect.name:
                wanted = dialect.create_connect_args(url)[1]
                if wanted.items() <= named.items():
                    return
        host = named.get("host", "this machine")
        database = named.get("dbname", named.get("database", ""))
        raise _refusal(f"{dialect.name} database {database} on {host}", f"{dialect.name}://…")

    event.listen(Engine, "do_connect", watch)


def _refusal(name: str, url: str) -> Refused:
    return Refused(
        f"The command reached for `{name}`, which is not in the workspace. "
        "The lab never touches a real database, so nothing was opened and nothing was changed.",
        "let `.env`, `alembic.ini` and `alembic/env.py` name the workspace's own `app.db`; "
        f"if you do mean that database, give it on this command line: `%alembic -x url={url} …`.",
    )


_refused: list[Refused] = []  # SQLite does not pass on why an authorizer said no
_UNREADABLE = Refused(
    "The command attaches a database whose name does not stand in the statement (`ATTACH ?`), so the lab cannot see "
    "whether it is in the workspace. "
    "The lab never touches a real database, so nothing was attached and nothing was changed.",
    "write the file's name into the statement: `ATTACH DATABASE 'other.db' AS other`.",
)


def _file_of(url: str) -> Path | None:
    """Find the file behind a SQLite URL."""
    scheme, _, rest = url.partition("://")
    if not scheme.startswith("sqlite"):
        return None
    return _file(unquote(rest.partition("?")[0].removeprefix("/")))


def _file(database: str) -> Path | None:
    """Find the file behind what `sqlite3.connect` is given; None for a database in memory."""
    if database.startswith("file:"):
        path, _, query = database.removeprefix("file:").partition("#")[0].partition("?")
        database = ":memory:" if "mode=memory" in query.split("&") else unquote(path)
        database = "/" + database.lstrip("/") if database.startswith("/") else database
    return None if database in ("", ":memory:") else Path(database).resolve()
