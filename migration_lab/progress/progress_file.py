"""The file with the learner's progress: read and written whole or not at all, and never trusted blindly."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.grid import cell
from migration_lab.progress.record import COLUMNS, Record, fault

WAIT = 5.0  # seconds for another program that holds the file
DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
SIDES = ("-journal", "-wal", "-shm")
NAMES = ", ".join(COLUMNS)


class Damaged(Exception):  # noqa: N818  it says what the file is
    """A file that is no progress file, or not whole; the words say why."""


def revision(file: Path) -> str:
    """Tell in which form a file is; empty if there is nothing in it.

    Raises:
        Damaged: It is no progress file, or not whole.
        LabError: It cannot be opened now.
    """
    with _open(file) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchall()
        if found != [("ok",)]:
            raise Damaged(cell(found[0][0]))
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return ""
        if not {"alembic_version", "exercise"} <= tables:
            raise Damaged("its tables are not those of a progress file")
        stands = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        if len(stands) != 1:
            raise Damaged(f"its version table has {len(stands)} rows")
        return str(stands[0][0])


def read(file: Path) -> dict[str, Record]:
    """Read a file in the newest form.

    Raises:
        Damaged: A row or a column is not what it should be.
        LabError: It cannot be opened now.
    """
    with _open(file) as connection:
        rows = connection.execute(f"SELECT {NAMES} FROM exercise ORDER BY id").fetchall()
    facts = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    for one in facts:
        if wrong := fault(one):
            raise Damaged(f"of {cell(one['id'])} {wrong}")
    return {one["id"]: Record(**one) for one in facts}


def write(file: Path, records: Iterable[Record]) -> None:
    """Write records over those of the same exercises, all of them or none.

    Raises:
        LabError: It cannot be written now.
    """
    marks = ", ".join("?" * len(COLUMNS))
    rows = [[getattr(one, name) for name in COLUMNS] for one in records]
    with _open(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT OR REPLACE INTO exercise ({NAMES}) VALUES ({marks})", rows)
        connection.execute("COMMIT")


def copy(file: Path, target: Path) -> None:
    """Copy a whole file through SQLite, with what it has not merged yet."""
    target.unlink(missing_ok=True)
    with _open(file) as connection, closing(sqlite3.connect(target)) as copied:
        connection.backup(copied)


def move(file: Path, name: str) -> Path:
    """Give a file the first free name of a kind, `progress.damaged2.db`; its side files go first.

    A journal that stayed would be rolled back into the next file of the old name.
    """
    number, stem = 1, file.name.partition(".")[0]
    while os.path.lexists(kept := file.with_name(f"{stem}.{name}{number if number > 1 else ''}{file.suffix}")):
        number += 1
    for side in SIDES:
        if os.path.lexists(here := file.with_name(file.name + side)):
            here.replace(kept.with_name(kept.name + side))
    return file.replace(kept)


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a file that is there; SQLite mends what a killed program left half done."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=WAIT)) as connection:
            connection.isolation_level = None
            yield connection
    except UnicodeDecodeError as error:  # SQLite quotes what it could not read
        raise Damaged("its text is not UTF-8") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in DAMAGE or str(error).startswith(("no such", "Could not decode")):
            raise Damaged(str(error)) from error
        raise LabError(
            f"The note of your progress, `{file.name}`, cannot be used now ({error}).",
            "If another program has it open, close it; else give yourself the right to write that file and its folder.",
        ) from error
