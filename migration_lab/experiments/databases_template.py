"""Closing table of lesson 07, second part: Alembic's own template for several databases, `init -t multidb`."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from migration_lab.experiments.databases_loop import EVENTS, stand, tables
from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import MODELS, last_line, project
from migration_lab.running.runner import Runner

EMPTY = {"alembic.ini": None, "alembic/env.py": None, "alembic/script.py.mako": None, "alembic/versions/001.py": None}
ENV = "multi/env.py"
ONE = '{"engine1": Base.metadata, "engine2": Base.metadata}'
EACH = '{"engine1": Base.metadata, "engine2": SecondBase.metadata}'
HALF = '''\
"""half"""
from alembic import op
import sqlalchemy as sa

revision = "001"
down_revision = None


def upgrade(engine_name: str) -> None:
    if engine_name == "engine2":
        raise RuntimeError("the second database refuses")
    op.create_table("users", sa.Column("id", sa.Integer))
'''
LISTENERS = """

@event.listens_for(Engine, "connect")
def hand_over(connection, record):
    connection.isolation_level = None


@event.listens_for(Engine, "begin")
def begin(connection):
    connection.exec_driver_sql("BEGIN")


db_names ="""


def template_one_metadata() -> Experiment:
    """H1: the template makes a function for each database, and fills it from the metadata under that name."""
    found = []
    for metadata in (ONE, EACH):
        with _template(metadata) as runner:
            runner.alembic("revision", "--autogenerate", "--rev-id", "001", "-m", "first").raise_for_failure()
            text = next((runner.root / "multi/versions").glob("*.py")).read_text(encoding="utf-8")
        made = re.findall(r"create_table\('(\w+)'", text.partition("def upgrade_engine2")[2].partition("def ")[0])
        found.append(", ".join(made))
    return Experiment(
        ("H1", "H2"),
        "`init -t multidb`, with one metadata under both names",
        "`upgrade_engine2` has what belongs there",
        f"`upgrade_engine2` makes {found[0]}",
        f"a metadata of its own under each name: `upgrade_engine2` makes {found[1]}",
    )


def template_second_fails() -> Experiment:
    """H5: the template commits at the end, but SQLite's driver commits a CREATE TABLE at once."""
    found = []
    for env in ("db_names =", "from sqlalchemy import Engine, event" + LISTENERS):
        with _template(ONE) as runner:
            file = runner.root / ENV
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("db_names =", env, 1), encoding="utf-8")
            (runner.root / "multi/versions/001.py").write_text(HALF, encoding="utf-8")
            runner.alembic("upgrade", "head")
            left = ", ".join(tables(runner.root / "engine1.db")) or "no table"
            found.append(f"{left}; {stand(runner.root, ('engine1.db',))}")
    return Experiment(
        ("H1", "H5"),
        "the template, and the second database refuses",
        "it rolls back both: all transactions are committed at the end",
        f"left in the first: {found[0]}",
        f"with the two listeners of lesson 06: {found[1]}. The two COMMITs are still two",
    )


def two_phase() -> Experiment:
    """H5: a promise to commit, asked of a database that cannot give it; ATTACH is what SQLite has."""
    with _template(ONE) as runner:
        file = runner.root / ENV
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("USE_TWOPHASE = False", "USE_TWOPHASE = True"), encoding="utf-8")
        refused = last_line(runner.alembic("upgrade", "head").output)
        left = _attached(runner.root)
    return Experiment(
        ("H5",),
        "`USE_TWOPHASE = True` in the template, on SQLite",
        "both commit, or none",
        refused,
        f"`ATTACH`, one transaction over two files, taken back: {left} (in WAL mode a crash may still part them)",
    )


def _attached(root: Path) -> str:
    with closing(sqlite3.connect(root / "a.db", isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS second", (str(root / "b.db"),))
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE main.users (id INTEGER)")
        connection.execute("CREATE TABLE second.events (id INTEGER)")
        connection.execute("ROLLBACK")
    return f"{len(tables(root / 'a.db'))} and {len(tables(root / 'b.db'))} tables"


@contextmanager
def _template(metadata: str) -> Iterator[Runner]:
    """Lay the template as `alembic init` makes it, with two addresses and a metadata."""
    with project({**EMPTY, "models.py": MODELS + EVENTS}) as runner:
        runner.alembic("init", "-t", "multidb", "multi").raise_for_failure()
        ini, env = runner.root / "alembic.ini", runner.root / ENV
        text = ini.read_text(encoding="utf-8")
        for number, name in (("1", "dbname"), ("2", "dbname2")):
            text = text.replace(f"driver://user:pass@localhost/{name}\n", f"sqlite:///engine{number}.db\n")
        ini.write_text(text, encoding="utf-8")
        text = env.read_text(encoding="utf-8").replace("target_metadata = {}", f"target_metadata = {metadata}")
        env.write_text(f"from models import Base, SecondBase\n{text}", encoding="utf-8")
        yield runner
