"""Closing table of lesson 04, fourth part: what guides for PostgreSQL take for granted."""

import sqlite3
from contextlib import closing

import sqlalchemy as sa

from migration_lab.crashing.reasons import reason
from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import project
from migration_lab.experiments.rollback_ways import revision

NO_WAY_BACK = '"""second"""\nrevision = "002"\ndown_revision = "001"\n\n\ndef upgrade():\n    pass\n'
CONCAT_SINCE = (3, 44)
ASKED = "SELECT count(*) FROM information_schema.tables"
TABLES = """
PRAGMA foreign_keys = ON;
CREATE TABLE users (id INTEGER PRIMARY KEY, profile_id INTEGER {rule});
CREATE TABLE profiles (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO users (id) VALUES (1), (2);
INSERT INTO profiles VALUES (1, 1), (2, 2);
UPDATE users SET profile_id = id;
"""
SET_NULL = "REFERENCES profiles (id) ON DELETE SET NULL"
ASTRAY = "SELECT count(*) FROM users WHERE profile_id IS NOT NULL AND profile_id NOT IN (SELECT id FROM profiles)"


def no_downgrade() -> Experiment:
    """S9: Alembic calls `downgrade()`, whether somebody wrote it or not."""
    ended = []
    for file in (NO_WAY_BACK, revision("pass", "pass")):
        with project({"alembic/versions/002.py": file}) as runner:
            runner.alembic("upgrade", "head").raise_for_failure()
            run = runner.alembic("downgrade", "-1")
            ended.append("exit 0" if run.ok else reason(run))
    return Experiment(
        ("S9",),
        "a revision of rows without a `downgrade()`, and `downgrade -1`",
        "nothing to undo, so nothing happens",
        ended[0],
        f"say so in the file, `def downgrade(): pass`: {ended[1]}",
    )


def words_of_one_database() -> Experiment:
    """E12: tables and functions that one kind of database has."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
        refused = _refused(connection, ASKED)
        joined = not _refused(connection, "SELECT CONCAT('a', 'b')")
        there = sa.inspect(connection).has_table("users")
        bars = connection.exec_driver_sql("SELECT 'a' || 'b'").scalar()
    known = joined == (sqlite3.sqlite_version_info >= CONCAT_SINCE)
    since = ".".join(map(str, CONCAT_SINCE)) if known else "another version than we thought"
    return Experiment(
        ("E12",),
        "`information_schema.tables` and `CONCAT(…)`, as PostgreSQL has them",
        "SQL is SQL",
        f"{refused}; CONCAT: SQLite has it from {since} on",
        f'ask SQLAlchemy, `sa.inspect(bind).has_table("users")`: {there}; `||` is standard SQL: {bars}',
    )


def cascade_the_other_way() -> Experiment:
    """S8: "cascade will handle relationships": a cascade runs from the parent to its children, not back."""
    left = []
    for rule in ("", SET_NULL):
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.executescript(TABLES.format(rule=rule))
            connection.execute("DELETE FROM profiles")
            left.append(connection.execute(ASTRAY).fetchone()[0])
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES.format(rule=""))
        connection.execute("DELETE FROM users WHERE id = 1")
        children = connection.execute("SELECT count(*) FROM profiles").fetchone()[0]
    return Experiment(
        ("S8",),
        "`DELETE FROM profiles`, because “cascade will handle relationships” (`profiles.user_id … ON DELETE CASCADE`)",
        "`users.profile_id` is cleared",
        f"{left[0]} of 2 users point to a profile that is gone",
        f"a cascade runs from user to profile (user 1 deleted: {children} of 2 profiles left); for the way back "
        f"`profile_id` needs a rule of its own, ON DELETE SET NULL: {left[1]} of 2",
    )


def _refused(connection: sa.Connection, statement: str) -> str:
    try:
        connection.exec_driver_sql(statement).all()
    except sa.exc.OperationalError as error:
        return str(error.orig)
    return ""
