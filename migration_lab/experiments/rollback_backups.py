"""Closing table of lesson 06, third part: backups that are none, and what restores."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from migration_lab.experiments.experiment import Experiment
from migration_lab.running import environment

USERS = 1000
FILL = f"""
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {USERS})
INSERT INTO users SELECT i, 'user ' || i FROM n;
"""
KILLED = """
import os, sqlite3
connection = sqlite3.connect("app.db", isolation_level=None)
connection.execute("PRAGMA cache_size = 5")
connection.execute("BEGIN")
connection.execute("UPDATE users SET name = name || ' of the next release, with a longer name than before'")
os._exit(1)
"""
ASKED = """
SELECT EXISTS (SELECT FROM information_schema.tables WHERE table_name = 'users')
"""


def copied_wal_file() -> Experiment:
    """G7: with a write-ahead log the newest rows, or all of them, are not in the file that is copied."""
    with _folder() as root, closing(sqlite3.connect(root / "app.db")) as service:
        service.execute("PRAGMA journal_mode = WAL")
        service.executescript(FILL)
        shutil.copy(root / "app.db", root / "copied.db")
        with closing(sqlite3.connect(root / "backup.db")) as target:
            service.backup(target)
        service.execute(f"VACUUM INTO '{(root / 'vacuumed.db').as_posix()}'")
        found = [_counted(root / name) for name in ("copied.db", "backup.db", "vacuumed.db")]
    return Experiment(
        ("G7",),
        "copied the file of a database in WAL mode, just filled",
        "a database with 1,000 users",
        found[0],
        f"`Connection.backup`: {found[1]}; `VACUUM INTO`: {found[2]}",
    )


def created_as_select() -> Experiment:
    """G8: CREATE TABLE … AS SELECT copies values, no rule; and it works once."""
    keep = "CREATE TABLE users_backup AS SELECT * FROM users"
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(FILL)
        connection.execute(keep)
        twice = _raised(connection, "INSERT INTO users_backup SELECT id, name FROM users WHERE id = 17")
        again = _raised(connection, keep)
        connection.executescript("CREATE TABLE kept (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)")
        connection.execute("INSERT INTO kept SELECT * FROM users")
        refused = _raised(connection, "INSERT INTO kept SELECT id, name FROM users WHERE id = 17")
    return Experiment(
        ("G8", "S12"),
        "`CREATE TABLE users_backup AS SELECT * FROM users` in a downgrade",
        "a copy of the table",
        f"user 17 a second time: {twice}; the next downgrade: {again}",
        f"create the table with its rules, then INSERT … SELECT; user 17 once more: {refused}",
    )


def information_schema() -> Experiment:
    """S12: SQLite has no information_schema, and wants something after SELECT."""
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.executescript(FILL)
        asked = _raised(driver, ASKED)
        known = sa.inspect(connection).has_table("users")
    engine.dispose()
    return Experiment(
        ("S12",),
        "asked information_schema whether the backup table is there",
        "true or false",
        asked,
        f"`sa.inspect(op.get_bind()).has_table(…)`, on every database: {known}",
    )


def journal_deleted() -> Experiment:
    """G10: the journal beside a crashed database is the only thing that can take the open transaction back."""
    with _folder() as root:
        said = []
        for tidy in (True, False):
            (root / "app.db").unlink(missing_ok=True)
            with closing(sqlite3.connect(root / "app.db")) as connection:
                connection.executescript(FILL)
            subprocess.run([sys.executable, "-c", KILLED], cwd=root, env=environment.clean(), check=False)
            if tidy:
                (root / "app.db-journal").unlink()
            said.append(_mended(root / "app.db"))
    return Experiment(
        ("G10",),
        "tidied up after a crash: deleted `app.db-journal`",
        "a leftover less",
        said[0],
        f"leave it: whoever opens the database next uses it, and {said[1]}",
    )


def verified_but_empty() -> Experiment:
    """G9: integrity_check looks for broken pages; nothing at all has none."""
    with _folder() as root:
        (root / "backup.db").touch()
        with closing(sqlite3.connect(root / "backup.db")) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        found = _counted(root / "backup.db")
    return Experiment(
        ("G9",),
        "a backup job that wrote an empty file, checked with `integrity_check`",
        "the check finds it",
        f"integrity_check: {said}",
        f"restore it and count: {found}",
    )


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="migration-lab-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


def _counted(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]
        if not tables:
            return "0 tables"
        return f"{connection.execute('SELECT count(*) FROM users').fetchone()[0]:,} users"


def _mended(file: Path) -> str:
    """Tell whether a database is whole and says what it said before the transaction."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            new = connection.execute("SELECT count(*) FROM users WHERE name LIKE '%next release%'").fetchone()[0]
    except sqlite3.DatabaseError:
        sound, new = False, -1
    return (
        "all 1,000 users are as they were"
        if sound and new == 0
        else "some rows of a transaction that never ended are in it"
    )


def _raised(connection: sqlite3.Connection, statement: str) -> str:
    try:
        connection.execute(statement)
    except sqlite3.Error as error:
        return str(error)
    return "no error"
