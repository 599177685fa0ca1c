"""Closing table of lesson 07, fourth part: many databases of one kind, and two kinds of one database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from migration_lab.experiments.by_hand_postgresql import sent
from migration_lab.experiments.databases_histories import BY_ADDRESS
from migration_lab.experiments.databases_loop import REQUIRED, stand
from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import project
from migration_lab.running.runner import Runner

TENANTS = ("blue.db", "green.db", "red.db")
SHORT = 'op.create_table("tags", sa.Column("word", sa.String(5)), sa.Column("uses", sa.Integer))'
ON = 'op.add_column("users", sa.Column("is_on", sa.Boolean, server_default=sa.text("0"), nullable=False))'
RIGHT = ON.replace('sa.text("0")', "sa.false()")


def tenants() -> Experiment:
    """H6: a database for each tenant: the loop that stops leaves the others behind, unseen."""
    found = []
    for stops in (True, False):
        with _tenants() as runner:
            for name in TENANTS:
                run = runner.alembic("-x", f"url=sqlite:///{name}", "upgrade", "head")
                if stops and not run.ok:
                    break
            found.append(stand(runner.root, TENANTS))
    return Experiment(
        ("H6",),
        "a database for each tenant, one loop, and one of them refuses 002",
        "an error, and the others are done",
        found[0],
        f"go on, and report where each one stands: {found[1]}",
    )


def silent_sqlite() -> Experiment:
    """H7: SQLite takes what PostgreSQL refuses."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE tags (word VARCHAR(5), uses INTEGER)")
        connection.execute("INSERT INTO tags VALUES ('migrations', 'many')")
        word, uses = connection.execute("SELECT word, uses FROM tags").fetchone()
    return Experiment(
        ("H7",),
        "a word of ten letters in a String(5), “many” in an Integer, tested on SQLite",
        "the test fails, as production would",
        f"SQLite keeps both: {word!r}, {uses!r}",
        f"the same kind of database in the test; what it will be told: {_inside(SHORT)}",
    )


def number_for_a_boolean() -> Experiment:
    """H7: a default that is right on SQLite and refused by PostgreSQL."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE users (id INTEGER)")
        connection.execute(sent(ON, "sqlite").removeprefix("BEGIN; ").partition(";")[0])
    return Experiment(
        ("H7",),
        "a Boolean with server_default=text('0'), tested on SQLite",
        "what ran here runs in production",
        f"SQLite takes it; PostgreSQL gets {_inside(ON)} and refuses it",
        f"sa.false(): {_inside(RIGHT)}",
    )


@contextmanager
def _tenants() -> Iterator[Runner]:
    with project({"alembic/env.py": BY_ADDRESS, "alembic/versions/002.py": REQUIRED}) as runner:
        for name in TENANTS:
            runner.alembic("-x", f"url=sqlite:///{name}", "upgrade", "001").raise_for_failure()
        with closing(sqlite3.connect(runner.root / TENANTS[1])) as connection, connection:
            connection.execute("INSERT INTO users VALUES (17, 'Ada')")
        yield runner


def _inside(body: str) -> str:
    return sent(body).removeprefix("BEGIN; ").removesuffix(" COMMIT;")
