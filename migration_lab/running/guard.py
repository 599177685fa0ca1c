"""Refuse every database outside the workspace that the learner did not name on the command line."""

import os
import sys
from collections.abc import Sequence
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


def _guard_files(root: Path, given: set[Path]) -> None:
    """Watch `sqlite3` itself, so that no way to a file passes by: any driver, any engine, any thread."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "sqlite3.connect":
            file = _file(os.fsdecode(arguments[0]))
            if file is not None and not file.is_relative_to(root) and file not in given:
                raise _refusal(str(file), f"sqlite+aiosqlite:///{file.as_posix()}")

    sys.addaudithook(watch)


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
        "A lesson never touches a real database, so nothing was opened and nothing was changed.",
        "let `.env`, `alembic.ini` and `alembic/env.py` name the workspace's own `app.db`; "
        f"if you do mean that database, give it on this command line: `%alembic -x url={url} …`.",
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
        path, _, query = database.removeprefix("file:").partition("?")
        database = ":memory:" if "mode=memory" in query.split("&") else unquote(path)
        database = "/" + database.lstrip("/") if database.startswith("/") else database
    return None if database in ("", ":memory:") else Path(database).resolve()
