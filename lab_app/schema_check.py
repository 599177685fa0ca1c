"""Refuse to start on a database that is not at head, and say which command brings it there. Upgrades nothing."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from lab_app.settings import PROJECT

COMMANDS = {"alembic": "alembic upgrade head", "analytics": "alembic -n analytics upgrade head"}
NAMES = {"alembic": "primary", "analytics": "analytics"}
SETTINGS = {"alembic": "DATABASE_URL", "analytics": "ANALYTICS_DATABASE_URL"}


class SchemaNotAtHeadError(RuntimeError):
    """A database is missing, behind, ahead or unreadable; the message ends in the next step."""


async def expect_head(engine: AsyncEngine, *, section: str) -> None:
    """Check one database against its history.

    Args:
        engine: The service's engine. A SQLite file that does not exist is not created.
        section: The section of `alembic.ini` that holds the history: `alembic` or `analytics`.

    Raises:
        SchemaNotAtHeadError: The service must not start.
    """
    name, command = NAMES[section], COMMANDS[section]
    if not _is_there(engine.url):
        raise SchemaNotAtHeadError(
            f"The {name} database does not exist: there is no file `{engine.url.database}`. "
            f"Run `{command}`, then start the service again."
        )
    try:
        async with engine.connect() as connection:
            current = await connection.run_sync(_current)
    except DBAPIError as error:
        reason = f"The {name} database cannot be read: {error.orig}."
        raise SchemaNotAtHeadError(f"{reason} Correct `{SETTINGS[section]}` or repair the database.") from None
    script = ScriptDirectory.from_config(Config(PROJECT / "alembic.ini", ini_section=section))
    _compare(script, current, name=name, command=command)


def _compare(script: ScriptDirectory, current: set[str], *, name: str, command: str) -> None:
    heads = set(script.get_heads())
    if current == heads:
        return
    known = {revision.revision for revision in script.walk_revisions()}
    if current - known:
        raise SchemaNotAtHeadError(
            f"The {name} database is at {_words(current)}, which this code does not know: the database is newer. "
            "Start the version of the service that belongs to it."
        )
    raise SchemaNotAtHeadError(
        f"The {name} database is at {_words(current)}, this code needs {_words(heads)}. "
        f"Run `{command}{'s' if len(heads) > 1 else ''}`, then start the service again."
    )


def _is_there(url: URL) -> bool:
    file = url.database or ":memory:"
    return url.get_backend_name() != "sqlite" or file.startswith((":", "file:")) or Path(file).exists()


def _current(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _words(revisions: set[str]) -> str:
    return " and ".join(f"`{revision}`" for revision in sorted(revisions)) or "no revision"
