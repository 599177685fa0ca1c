"""Rows by the learner's own SQL, on a connection that can read and nothing else."""

import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from migration_lab import called
from migration_lab.errors import LabError
from migration_lab.grid import Grid, cell
from migration_lab.reading import sqlite_file

SHOWN = 50
SECONDS = 10.0
STEPS = 100_000  # SQLite's own steps between two looks at the clock

Parameters = Sequence[Any] | Mapping[str, Any]


def ask(database: Path, statement: str, parameters: Parameters = ()) -> Grid:
    """Run one statement and return its rows as words; more than `SHOWN` are cut, with a note.

    Raises:
        LabError: There is no database, the statement is wrong, writes, returns nothing or does not end.
    """
    if not database.is_file():
        raise LabError(*absent(database))
    end = time.monotonic() + SECONDS
    try:
        with closing(_connection(database)) as connection:
            connection.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)
            return _grid(connection, statement, parameters)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise LabError(*_explained(error, database, statement)) from error


def absent(database: Path) -> tuple[str, str]:
    """Say that a database file does not exist."""
    return (
        f"There is no database `{database.name}` in {database.parent.name}, so there is nothing to read.",
        "`%alembic upgrade head` makes it and its tables; "
        f"the users come back with `{called.beginning(database.parent.name)}`.",
    )


def _connection(database: Path) -> sqlite3.Connection:
    connection = sqlite_file.connect(database)
    connection.set_authorizer(_no_other_file)
    return connection


def _no_other_file(action: int, *_: object) -> int:
    """Forbid ATTACH, which VACUUM INTO uses too: both could write another file."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK


def _grid(connection: sqlite3.Connection, statement: str, parameters: Parameters) -> Grid:
    cursor = connection.execute(statement, parameters)
    if cursor.description is None:
        raise LabError("The statement returned no table, so there is nothing to show.", 'Try `lab.sql("select …")`.')
    rows = cursor.fetchmany(SHOWN + 1)
    headers = tuple(cell(column[0]) for column in cursor.description)
    return Grid(headers, tuple(tuple(map(cell, row)) for row in rows[:SHOWN]), _caption(len(rows)))


def _caption(found: int) -> str:
    if found > SHOWN:
        return f"The first {SHOWN} rows; there are more"
    return "1 row" if found == 1 else f"{found} rows"


def _explained(error: Exception, database: Path, statement: str) -> tuple[str, str]:
    """Put SQLite's words into a message and a next step."""
    said = str(error).removesuffix(".")
    first = f"SQLite did not run the statement: {said}."
    if "readonly" in said or "not authorized" in said:
        return f"{first} `lab.sql` only reads.", "Change rows where it can be repeated and undone: in a revision."
    if "no such table" in said:
        tables = ", ".join(_tables(database)) or "none yet, `%alembic upgrade head` makes them"
        return first, f"Tables of `{database.name}`: {tables}."
    if said == "interrupted":
        return f"The statement ran longer than {SECONDS:g} seconds and was stopped.", "Ask for less: `where`, `limit`."
    if "one statement" in said:
        return first, "Write one statement for each `lab.sql`."
    if any(word in said for word in ("locked", "not a database", "malformed")):
        told = sqlite_file.lesson(database.name, said)
        return told.message, told.hint
    return first, f"Correct it and run it again: {' '.join(statement.split())[:200]}"


def _tables(database: Path) -> list[str]:
    with closing(_connection(database)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
        return [cell(name) for (name,) in found if not name.startswith("sqlite_")]
