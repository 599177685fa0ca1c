"""Refuse a SQLite file that is not there, with a sentence: SQLite would make an empty one, or fail with a traceback."""

from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import URL


def expect_folder(url: URL) -> None:
    """Stop if the folder of a SQLite file is missing: no command makes folders.

    Raises:
        CommandError: Alembic prints it without a traceback.
    """
    file = _file(url)
    if file and not file.parent.is_dir():
        raise CommandError(
            f"There is no folder `{file.parent}` for the database file `{file.name}`, and Alembic does not make one. "
            "Correct the URL, or make the folder, then run the same command again."
        )


def expect_file(url: URL, *, command: str, section: str) -> None:
    """Stop a command that needs a database if its SQLite file is missing.

    Args:
        url: Where the database is.
        command: The Alembic command, such as `current`.
        section: The section of `alembic.ini`, for the command in the message.

    Raises:
        CommandError: Alembic prints it without a traceback.
    """
    file = _file(url)
    if file and not file.exists():
        alembic = "alembic" if section == "alembic" else f"alembic -n {section}"
        raise CommandError(
            f"There is no database file `{file}`, and `{alembic} {command}` does not make one. "
            f"Correct the URL, or run `{alembic} upgrade head` to create the database."
        )


def _file(url: URL) -> Path | None:
    is_file = url.get_backend_name() == "sqlite" and url.database and not url.database.startswith((":", "file:"))
    return Path(str(url.database)) if is_file else None
