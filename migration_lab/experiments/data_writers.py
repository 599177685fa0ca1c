"""Closing table of lesson 04, third part: others who write at the same time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab.experiments.experiment import Experiment

BATCHES = 5
TABLES = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
INSERT INTO users SELECT i, 'user ' || i FROM n;
CREATE TABLE visits (id INTEGER PRIMARY KEY);
CREATE TABLE profiles (user_id INTEGER NOT NULL);
"""
WITHOUT = "SELECT id FROM users WHERE id = 17 AND id NOT IN (SELECT user_id FROM profiles)"


def lock_for_all_of_it() -> Experiment:
    """E7: a column and its backfill in one transaction keep everybody else out until the last row."""
    waited = [_served(commits) for commits in ((), range(BATCHES))]
    return Experiment(
        ("E7",),
        f"`ADD COLUMN` and {BATCHES} batches in one transaction, while the service writes after each batch",
        "it waits a moment",
        f"{waited[0]} of {BATCHES} writes got through; the others: database is locked",
        f"the column in one revision, the rows in the next, each batch committed: {waited[1]} of {BATCHES}",
    )


def two_runners() -> Experiment:
    """E8: two runners that look first and insert afterwards both find nothing."""
    plain = "INSERT INTO profiles VALUES (?)"
    found = []
    for rule, insert in (
        ("", plain),
        ("CREATE UNIQUE INDEX uq ON profiles (user_id)", f"{plain} ON CONFLICT DO NOTHING"),
    ):
        with _file() as path, closing(_connected(path)) as one, closing(_connected(path)) as two:
            one.executescript(rule)
            looked = [connection.execute(WITHOUT).fetchall() for connection in (one, two)]
            for connection, users in zip((one, two), looked, strict=True):
                connection.executemany(insert, users)
            found.append(one.execute("SELECT count(*) FROM profiles WHERE user_id = 17").fetchone()[0])
    return Experiment(
        ("E8",),
        "two deployments start: each asks who has no profile, then inserts",
        "one profile each",
        f"user 17 has {found[0]}",
        f"a UNIQUE rule and `ON CONFLICT DO NOTHING`: {found[1]}; and one migrator at a time (lesson 10)",
    )


def _served(commits: range | tuple[()]) -> int:
    """Count the writes of a service that got through between the batches."""
    with _file() as path, closing(_connected(path)) as migration, closing(_connected(path)) as service:
        migration.execute("BEGIN IMMEDIATE")
        migration.execute("ALTER TABLE users ADD COLUMN initials TEXT")
        served = 0
        for batch in range(BATCHES):
            migration.execute("UPDATE users SET initials = substr(name, 1, 2) WHERE id % ? = ?", (BATCHES, batch))
            if batch in commits:
                migration.execute("COMMIT")
            served += _writes(service)
            if batch in commits:
                migration.execute("BEGIN IMMEDIATE")
        migration.execute("COMMIT")
    return served


def _writes(service: sqlite3.Connection) -> bool:
    try:
        service.execute("INSERT INTO visits DEFAULT VALUES")
    except sqlite3.OperationalError:
        return False
    return True


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=0)


@contextmanager
def _file() -> Iterator[Path]:
    with TemporaryDirectory(prefix="migration-lab-", ignore_cleanup_errors=True) as folder:
        path = Path(folder).resolve() / "app.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(TABLES)
        yield path
