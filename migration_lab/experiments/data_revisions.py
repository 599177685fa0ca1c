"""Closing table of lesson 04, first part: what a revision may lean on."""

import sqlite3
from contextlib import closing
from pathlib import Path

from migration_lab.crashing.reasons import reason
from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import MODELS, last_line, project
from migration_lab.experiments.rollback_ways import revision
from migration_lab.running.runner import Runner

ADA, SEAN = "INSERT INTO users VALUES (17, 'Ada')", "INSERT INTO users VALUES (13, 'Seán O''Brien')"
MODEL = """\
from models import User
    op.get_bind().execute(sa.select(User)).all()"""
SHAPE = """\
users = sa.table("users", sa.column("id"), sa.column("name"))
    op.get_bind().execute(sa.select(users)).all()"""
GROWN = f"{MODELS}    nick: Mapped[str | None]\n"
COMMITTED = """\
op.execute("INSERT INTO users VALUES (1, 'guest')")
    op.get_bind().commit()
    raise RuntimeError("something later failed")"""
INSIDE = """\
op.execute("INSERT INTO users VALUES (1, 'guest')")
    raise RuntimeError("something later failed")"""
QUOTED = """\
for user, name in op.get_bind().execute(sa.text("SELECT id, name FROM users")).all():
        op.execute(f"UPDATE users SET name = '{name.upper()}' WHERE id = {user}")"""
BOUND = """\
for user, name in op.get_bind().execute(sa.text("SELECT id, name FROM users")).all():
        update = sa.text("UPDATE users SET name = :name WHERE id = :id")
        op.get_bind().execute(update, {"name": name.upper(), "id": user})"""
COLON = """op.execute("UPDATE users SET name = 'room :id'")"""
ESCAPED = """op.execute("UPDATE users SET name = 'room \\\\:id'")"""
FROM_FILE = """\
import csv
    with open("partners.csv") as file:
        op.bulk_insert(sa.table("users", sa.column("id"), sa.column("name")), list(csv.DictReader(file)))"""
FIXED_ROWS = """\
users = sa.table("users", sa.column("id", sa.Integer), sa.column("name", sa.String))
    op.bulk_insert(users, [{"id": 1, "name": "admin"}, {"id": 2, "name": "guest"}])"""


def model_imported() -> Experiment:
    """E1: a revision that imports a model says something else as soon as the model grows."""
    ended = []
    for body in (MODEL, SHAPE):
        with project({"alembic/versions/002.py": revision(body, "pass"), "models.py": GROWN}) as runner:
            ended.append(_ended(runner))
    return Experiment(
        ("E1",),
        "a revision with `from models import User`, run on a new database after the model got a column",
        "as on the day it was written",
        ended[0],
        f'write the shape down in the revision, `sa.table("users", sa.column(…))`: {ended[1]}',
    )


def commit_inside() -> Experiment:
    """E2: what a revision commits itself stays when it fails, and the version table does not know."""
    found = []
    for body in (COMMITTED, INSIDE):
        with project({"alembic/versions/002.py": revision(body, "pass")}) as runner:
            runner.alembic("upgrade", "001").raise_for_failure()
            runner.alembic("upgrade", "head")
            at = last_line(runner.alembic("current").output).split()[0]
            left = _value(runner.root, "SELECT count(*) FROM users")
            again = reason(runner.alembic("upgrade", "head"))
            found.append(f"at {at} with {left} of its rows; again: {again}")
    return Experiment(
        ("E2",),
        "`op.get_bind().commit()` in the middle of a revision that fails later",
        "a failed revision leaves nothing",
        found[0],
        f"no commit: {found[1]}. For batches `autocommit_block()`, and rows that may be there already",
    )


def quotes_in_values() -> Experiment:
    """E5: a value that is pasted into SQL is read as SQL."""
    ended = []
    for body in (QUOTED, BOUND):
        with project({"alembic/versions/002.py": revision(body, "pass")}) as runner:
            runner.alembic("upgrade", "001").raise_for_failure()
            _write(runner.root, SEAN)
            ended.append(f"{_ended(runner)}; user 13: {_value(runner.root, 'SELECT name FROM users')}")
    return Experiment(
        ("E5", "S9"),
        "f\"UPDATE … SET name = '{name}'\", and user 13 is Seán O'Brien",
        "another name",
        ended[0],
        f"bound parameters, `:name`: {ended[1]}",
    )


def colon_in_text() -> Experiment:
    """E5: `op.execute` reads a word after a colon as a parameter."""
    ended = []
    for body in (COLON, ESCAPED):
        with project({"alembic/versions/002.py": revision(body, "pass")}) as runner:
            runner.alembic("upgrade", "001").raise_for_failure()
            _write(runner.root, ADA)
            ended.append(f"{_ended(runner)}; user 17: {_value(runner.root, 'SELECT name FROM users')}")
    return Experiment(
        ("E5",),
        "`op.execute(\"… SET name = 'room :id'\")`",
        "text is text",
        ended[0],
        f"bind it, or write `\\\\:`: {ended[1]}",
    )


def file_of_a_laptop() -> Experiment:
    """E13: the history is replayed for every new database; what it reads must be there then."""
    with project({"alembic/versions/002.py": revision(FROM_FILE, "pass")}) as runner:
        absent = _ended(runner)
    with project({"alembic/versions/002.py": revision(FIXED_ROWS, "pass")}) as runner:
        fine = _ended(runner)
        rows = _value(runner.root, "SELECT count(*) FROM users")
        shown = runner.alembic("upgrade", "001:002", "--sql").output.count("INSERT INTO users")
    return Experiment(
        ("E13",),
        "a revision that loads `partners.csv` from the author's laptop",
        "the same rows everywhere",
        f"every new database: {absent}",
        f"a few fixed rows: `op.bulk_insert`, {fine}, {rows} rows ({shown} INSERTs with `--sql`); a file: a script of "
        "its own, after the upgrade",
    )


def _ended(runner: Runner) -> str:
    run = runner.alembic("upgrade", "head")
    return "exit 0" if run.ok else reason(run)


def _write(root: Path, statement: str) -> None:
    with closing(sqlite3.connect(root / "app.db")) as connection, connection:
        connection.execute(statement)


def _value(root: Path, statement: str) -> str:
    with closing(sqlite3.connect(root / "app.db")) as connection:
        return str(connection.execute(statement).fetchone()[0])
