"""Closing table of lesson 04, second part: which rows a backfill finds, counts, and takes away again."""

import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from migration_lab.experiments.experiment import Experiment

TABLES = """
CREATE TABLE users (id INTEGER PRIMARY KEY, profile_id INTEGER);
CREATE TABLE profiles (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, bio TEXT);
"""
COPY = "INSERT INTO profiles (user_id) SELECT id FROM users WHERE id > ? AND id <= ?"
MISSING = "SELECT count(*) FROM users WHERE id NOT IN (SELECT user_id FROM profiles)"
LINK = "UPDATE users SET profile_id = (SELECT id FROM profiles WHERE user_id = users.id)"
MANY, PAGE, TIMES = 20_000, 100, 10


def empty_range() -> Experiment:
    """E4: ids have gaps, and a range without a user is not the end."""
    done = []
    for backfill in (_until_a_range_is_empty, _along_the_key):
        with _database(users=(1, 2, 3, 5001, 5002)) as connection:
            backfill(connection)
            done.append(f"{5 - _one(connection, MISSING)} of 5 users")
    return Experiment(
        ("E4",),
        "ranges of 1,000 ids until one is empty; users 1 to 3, 5001 and 5002",
        "the end of the table",
        f"{done[0]} got a profile",
        f"begin each batch after the last key of the one before: {done[1]}",
    )


def equal_totals() -> Experiment:
    """E10: two totals may be equal by accident."""
    with _database(users=(1, 2)) as connection:
        connection.execute("INSERT INTO profiles (user_id) VALUES (1), (99)")
        users, profiles = (
            _one(connection, "SELECT count(*) FROM users"),
            _one(connection, "SELECT count(*) FROM profiles"),
        )
        missing = _one(connection, MISSING)
    return Experiment(
        ("E10", "S9"),
        "checked a backfill by comparing the number of users and of profiles",
        "equal: everybody has one",
        f"{users} users, {profiles} profiles, equal; one profile belongs to a user who is gone",
        f"ask for the rule itself, users without a profile: {missing}",
    )


def first_of_two() -> Experiment:
    """S8: SQLite takes one of several rows where one is meant, and says nothing."""
    with _database(users=(1,)) as connection:
        connection.execute("INSERT INTO profiles VALUES (1, 1, 'old'), (2, 1, 'new')")
        connection.execute(LINK)
        taken = _one(connection, "SELECT profile_id FROM users")
    with _database(users=(1,)) as connection:
        connection.execute("CREATE UNIQUE INDEX uq_profiles_user_id ON profiles (user_id)")
        refused = _raised(connection, "INSERT INTO profiles VALUES (1, 1, 'old'), (2, 1, 'new')")
    return Experiment(
        ("S8",),
        "`SET profile_id = (SELECT id … WHERE user_id = users.id)`, and user 1 has two profiles",
        "an error",
        f"no error; profile {taken} it is (PostgreSQL stops)",
        f"the rule before the copy, UNIQUE(user_id): {refused}",
    )


def downgrade_deletes_all() -> Experiment:
    """E11: a downgrade that deletes the whole table takes rows that were there before."""
    found = []
    for back in ("DELETE FROM profiles", "SELECT 1"):
        with _database(users=(1, 2)) as connection:
            connection.execute("INSERT INTO profiles VALUES (1, 1, 'Keeps the gateway running.')")
            connection.execute(
                "INSERT INTO profiles (user_id) SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM profiles)"
            )
            connection.execute(back)
            found.append(_one(connection, "SELECT count(*) FROM profiles WHERE bio IS NOT NULL"))
    return Experiment(
        ("E11", "S8"),
        "`DELETE FROM profiles` as the downgrade of a backfill",
        "the state of before",
        f"{found[0]} of 1 profiles that were there before",
        f"delete nothing (`pass`): {found[1]} of 1; a backfilled row is a row like any other now",
    )


def all_rows_in_memory() -> Experiment:
    """E6: what is read at once must fit into memory at once."""
    with _database(users=range(1, MANY + 1)) as connection:
        whole = _peak(lambda: connection.execute("SELECT id, 'user ' || id FROM users").fetchall())
        paged = _peak(lambda: connection.execute("SELECT id, 'user ' || id FROM users LIMIT ?", (PAGE,)).fetchall())
    return Experiment(
        ("E6",),
        f"read all {MANY:,} users into a list for one `bulk_insert`",
        "memory is cheap",
        f"more than {TIMES} times the memory of a page" if whole > TIMES * paged else "as much as a page",
        f"pages of {PAGE}, or INSERT … SELECT, where no row comes to Python",
    )


def _until_a_range_is_empty(connection: sqlite3.Connection) -> None:
    low = 0
    while connection.execute(COPY, (low, low + 1000)).rowcount:
        low += 1000


def _along_the_key(connection: sqlite3.Connection) -> None:
    after = 0
    page = "SELECT max(id) FROM (SELECT id FROM users WHERE id > ? ORDER BY id LIMIT 2)"
    while last := connection.execute(page, (after,)).fetchone()[0]:
        connection.execute(COPY, (after, last))
        after = last


@contextmanager
def _database(users: Iterator[int] | tuple[int, ...] | range) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        connection.executemany("INSERT INTO users (id) VALUES (?)", ((user,) for user in users))
        yield connection


def _peak(read: Callable[[], object]) -> int:
    """Tell how much memory Python took at most; somebody else may be measuring already."""
    measured = tracemalloc.is_tracing()
    if not measured:
        tracemalloc.start()
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    read()
    peak = tracemalloc.get_traced_memory()[1] - before
    if not measured:
        tracemalloc.stop()
    return peak


def _one(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _raised(connection: sqlite3.Connection, statement: str) -> str:
    try:
        connection.execute(statement)
    except sqlite3.Error as error:
        return str(error)
    return "no error"
