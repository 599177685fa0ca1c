"""Open a SQLite file for reading and leave no trace: no new file, no change, no lock kept."""

import sqlite3
from functools import partial
from pathlib import Path
from urllib.parse import quote

from migration_lab.errors import LabError

# read text as UTF-8; bytes that are none stay visible and different instead of stopping the reading
_text = partial(str, encoding="utf-8", errors="surrogateescape")
WAIT = 2.0  # seconds to wait for another program that holds the file


def require(path: Path) -> None:
    """Stop with a clear sentence if `path` is no file.

    Raises:
        LabError: There is nothing at `path`, or a folder.
    """
    if is_there(path) and path.is_dir():
        raise LabError(
            f"`{shown(path)}` is a folder, not a database file.",
            "Name the file inside it, for example `app.db`.",
        )
    if not is_there(path):
        raise LabError(
            f"There is no database file `{shown(path)}`. (SQLite itself would make an empty one and say nothing.)",
            "Check the spelling and the folder, or make the database with `alembic upgrade head`.",
        )


def is_there(path: Path) -> bool:
    """Tell whether there is anything at `path`; a name that no file can have is nothing."""
    try:
        return path.exists()
    except OSError:
        return False


def connect(path: Path) -> sqlite3.Connection:
    """Open `path` read-only inside a transaction, so that all that is read belongs to one moment."""
    quiet = not _beside(path, "-wal")
    connection = _open(path, "ro")
    try:
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not _is_crashed(path, error):
            raise
        return _open_to_mend(path)
    except BaseException:
        connection.close()
        raise
    if mode == "wal" and quiet:
        connection.close()
        return _open_to_mend(path)
    return connection


def shown(path: Path) -> str:
    """Name a file without the folders of this machine."""
    full, here = path.absolute(), Path.cwd()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else full.name


def lesson(name: str, words: str) -> LabError:
    """Turn SQLite's words about the file `name` into ours."""
    if "locked" in words or "busy" in words:
        return LabError(
            f"The database `{name}` is locked: another program is writing to it ({words}).",
            "Let that program finish or close it (a running server, an open transaction), then run this again.",
        )
    if "not a database" in words:
        return LabError(
            f"The file `{name}` is not a SQLite database, or it is encrypted ({words}).",
            "Check that this is the right file; restore it from a backup or make it anew.",
        )
    if "malformed" in words:
        return LabError(
            f"The database `{name}` is damaged ({words}).",
            "Restore it from a backup, or make it anew with `alembic upgrade head`.",
        )
    return LabError(
        f"The database `{name}` could not be read: {words}.",
        "Check that you may read the file and its folder, then run this again.",
    )


def _open(path: Path, mode: str) -> sqlite3.Connection:
    place = quote(path.absolute().as_posix())
    slash = "" if place.startswith("/") else "/"
    connection = sqlite3.connect(
        f"file://{slash}{place}?mode={mode}", uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = _text
    return connection


def _open_to_mend(path: Path) -> sqlite3.Connection:
    """Open without the right to change rows, but with the right to tidy up.

    After a crash SQLite must first roll the journal back; in WAL mode it must remove the two files that it
    lays beside the database. A read-only connection may do neither.
    """
    connection = _open(path, "rw")
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _is_crashed(path: Path, error: sqlite3.OperationalError) -> bool:
    return "readonly" in str(error) and _beside(path, "-journal")


def _beside(path: Path, ending: str) -> bool:
    return path.with_name(path.name + ending).exists()
