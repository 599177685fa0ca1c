"""Closing table of lesson 07, first part: one loop over all databases, as a well-known guide has it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import FIRST, MODELS, last_line, project

LOOP = """\
from sqlalchemy import create_engine
from alembic import context
from models import Base

DATABASES = {"primary": "sqlite:///app.db", "analytics": "sqlite:///analytics.db"}
target_metadata = Base.metadata

for name, url in DATABASES.items():
    with create_engine(url).connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()
"""
AS_PRINTED = """\
from sqlalchemy.ext.asyncio import async_engine_from_config
from alembic import context
from models import Base

config = context.config
for url in ("sqlite+aiosqlite:///app.db", "sqlite+aiosqlite:///analytics.db"):
    config.set_main_option("sqlalchemy.url", url)
    connectable = async_engine_from_config(...)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()
"""
CHOSEN = LOOP.replace(
    "for name, url in DATABASES.items():\n",
    'wanted = context.get_x_argument(as_dictionary=True).get("db")\n'
    "for name, url in DATABASES.items():\n    if wanted not in (None, name):\n        continue\n",
)
EVENTS = """

class SecondBase(DeclarativeBase):
    pass

class Event(SecondBase):
    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
SECOND = FIRST.replace('"001"', '"002"').replace("= None", '= "001"')
REQUIRED = SECOND.replace('"""first"""', '"""second"""').replace(
    """name = sa.Column("name", sa.String(50), nullable=False)
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), name)""",
    """op.add_column("users", sa.Column("region", sa.String(10), nullable=False))""",
)
USERS = "CREATE TABLE users"
FILES = ("app.db", "analytics.db")


def as_printed() -> Experiment:
    """S14: three dots are no configuration, and an async connection has no plain `with`."""
    filled = AS_PRINTED.replace("(...)", '(config.get_section("alembic"))')
    said = []
    for env in (AS_PRINTED, filled):
        with project({"alembic/env.py": env}) as runner:
            said.append(last_line(runner.alembic("upgrade", "head").output))
    with project({"alembic/env.py": LOOP}) as runner:
        fine = runner.alembic("upgrade", "head")
        made = "; ".join(f"{name}: {', '.join(tables(runner.root / name))}" for name in FILES)
    return Experiment(
        ("S14", "H2"),
        "the loop of the guide as printed",
        "both databases are upgraded",
        f"{said[0]}; with the three dots filled in: {said[1]}",
        f"plain engines, and it runs: exit {fine.exit_code}; {made}. Right only for copies of one database",
    )


def both_metadata() -> Experiment:
    """H2: a list of both metadata in the loop wants all tables in both databases."""
    models = {"models.py": MODELS + EVENTS}
    joined = LOOP.replace("import Base", "import Base, SecondBase").replace(
        "target_metadata = Base.metadata", "target_metadata = [Base.metadata, SecondBase.metadata]"
    )
    apart = joined.replace("[Base.metadata, SecondBase.metadata]", "None").replace(
        "target_metadata=target_metadata", "target_metadata={'primary': Base, 'analytics': SecondBase}[name].metadata"
    )
    found = []
    for env in (joined, apart):
        with project({"alembic/env.py": env, "alembic/versions/001.py": None, **models}) as runner:
            found.append(", ".join(re.findall(r"Table\('(\w+)'", last_line(runner.alembic("check").output))))
    return Experiment(
        ("H2", "S14"),
        "gave the loop both metadata, as a list",
        "each database gets its own tables",
        f"`check` wants, in the order of the databases: {found[0]}",
        f"one metadata for each name: {found[1]}",
    )


def one_script() -> Experiment:
    """S14: `--sql` has one output, and no word in it says for which database."""
    with project({"alembic/env.py": CHOSEN}) as runner:
        both = runner.alembic("upgrade", "head", "--sql").output
        one = runner.alembic("-x", "db=analytics", "upgrade", "head", "--sql").output
    named = sum(name in both for name in ("primary", "analytics"))
    return Experiment(
        ("S14",),
        "`upgrade head --sql` with the loop",
        "a script for each database",
        f"one script, with `CREATE TABLE users` {both.count(USERS)} times; names of databases in it: {named}",
        f"one command for each name, into a file of its own: `CREATE TABLE users` {one.count(USERS)} time",
    )


def second_fails() -> Experiment:
    """H5: what the loop had done before it stopped stays done; the databases after it are not even tried."""
    changes = {"alembic/env.py": LOOP, "alembic/versions/002.py": REQUIRED}
    with project(changes) as runner:
        runner.alembic("upgrade", "001").raise_for_failure()
        _write(runner.root / "analytics.db", "INSERT INTO users VALUES (17, 'Ada')")
        runner.alembic("upgrade", "head")
        stopped = stand(runner.root)
        _write(runner.root / "analytics.db", "DELETE FROM users")
        again = runner.alembic("upgrade", "head")
        after = stand(runner.root)
    return Experiment(
        ("H5", "S14"),
        "the loop, and the second database refuses 002",
        "both, or none",
        stopped,
        f"look at each; correct what failed, run again (nothing is done twice): exit {again.exit_code}, {after}",
    )


def ignored_choice() -> Experiment:
    """H3: Alembic hands `-x` to env.py and does not ask whether anybody reads it."""
    found = []
    for env in (LOOP, CHOSEN):
        with project({"alembic/env.py": env}) as runner:
            run = runner.alembic("-x", "db=analytics", "upgrade", "head")
            found.append(f"exit {run.exit_code}, {stand(runner.root)}")
    return Experiment(
        ("H3",),
        "`-x db=analytics upgrade head`, and env.py does not read `db`",
        "only that database, or an error",
        found[0],
        f"`context.get_x_argument(as_dictionary=True)` in env.py: {found[1]}",
    )


def tables(file: Path) -> list[str]:
    """Name the tables of a SQLite file, without the version table."""
    if not file.exists():
        return ["no file"]
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return [name for (name,) in found if not name.startswith("alembic_version")]


def stand(root: Path, files: tuple[str, ...] = FILES) -> str:
    """Tell where each database stands: "app.db at 001"."""
    return ", ".join(f"{name} at {_revision(root / name)}" for name in files)


def _revision(file: Path) -> str:
    if not file.exists():
        return "base (no file)"
    with closing(sqlite3.connect(file)) as connection:
        try:
            rows = connection.execute("SELECT version_num FROM alembic_version ORDER BY version_num")
            found = " and ".join(one for (one,) in rows)
        except sqlite3.OperationalError:
            found = ""
    return found or "base"


def _write(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)
