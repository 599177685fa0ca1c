"""What a folder holds, as one line a file: tells what the learner changed since the start."""

import hashlib
import os
import sqlite3
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NoReturn

DATABASES = {"primary": "app.db", "analytics": "analytics.db"}
SIDES = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database
SIDE_FILES = frozenset(f"{name}{end}" for name in DATABASES.values() for end in SIDES)
CACHES = frozenset({"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"})
BY_PRODUCTS = CACHES | {".ipynb_checkpoints", ".DS_Store"}
CLOCKS = ("DATE", "TIME")  # declared column types that hold a clock's time: DATETIME, TIMESTAMP, DATE

Ledger = Mapping[str, str]


def read(folder: Path, without: Collection[str] = ()) -> dict[str, str]:
    """List every file below a folder with a print of its content, by its relative path with forward slashes.

    Links are not followed. By-products (byte-code, caches, SQLite's side files) are left out.

    Args:
        folder: Where.
        without: Paths that are not opened and not listed.
    """
    named = ((path.relative_to(folder).as_posix(), path) for path in sorted(_files(folder)))
    return {name: imprint(path) for name, path in named if name not in without}


def changed(before: Ledger, after: Ledger) -> tuple[str, ...]:
    """List the paths that are new or different in `after`; what is only missing left nothing to keep."""
    return tuple(path for path, content in after.items() if before.get(path) != content)


def imprint(path: Path) -> str:
    """Return a short text that differs when the file's content differs; it never follows a link or waits on a pipe."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            return f"link to {path.readlink().as_posix()}"
        if not stat.S_ISREG(mode):
            return "no plain file"
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable: {error.errno}"


def content(database: Path) -> str:
    """Return a print of a database's schema and rows: two replays of one lesson are equal.

    Clock times are left out, and the order of lines in a definition: batch mode writes constraints in any order.
    Empty when the file cannot be read as a database.
    """
    digest = hashlib.sha256()
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=0.2)) as connection:
            for line in _lines(connection):
                digest.update(line.encode("utf-8", "backslashreplace"))
    except sqlite3.Error:
        return ""
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=_raise):
        links = [name for name in folders if Path(place, name).is_symlink()]
        folders[:] = [name for name in folders if name not in BY_PRODUCTS and name not in links]
        yield from (Path(place, name) for name in (*files, *links) if name not in BY_PRODUCTS | SIDE_FILES)


def _raise(error: OSError) -> NoReturn:
    """Stop at a folder that cannot be looked into: what nobody saw would be lost."""
    raise error


def _lines(connection: sqlite3.Connection) -> Iterator[str]:
    connection.text_factory = bytes  # a column may hold text that is no UTF-8
    entries = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    for kind, name, sql in entries:
        yield repr((kind, name, sorted(line.strip(b"\t ,") for line in (sql or b"").splitlines())))
        if kind == b"table" and not (sql or b"").upper().startswith(b"CREATE VIRTUAL"):
            yield from _rows(connection, name.decode())


def _rows(connection: sqlite3.Connection, table: str) -> list[str]:
    columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
    steady = [name.decode() for name, kind in columns if not any(clock in kind.decode().upper() for clock in CLOCKS)]
    names = ", ".join(_quoted(name) for name in steady) or "1"
    return sorted(repr(row) for row in connection.execute(f"SELECT {names} FROM {_quoted(table)}"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
