"""SQLite files for the tests."""

import sqlite3
from contextlib import closing
from pathlib import Path


def run(path: Path, script: str) -> Path:
    """Run a script on the SQLite file `path`, which is made if it does not exist."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(script)
    return path
