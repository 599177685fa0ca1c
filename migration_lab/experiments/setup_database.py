"""Experiments of lesson 01 with a database: adopt one that exists, stamp, names."""

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import INI, last_line, project

CREATE_ALL = """\
from sqlalchemy import create_engine
from models import Base

engine = create_engine("sqlite:///app.db")
Base.metadata.create_all(engine)
engine.dispose()
"""


def adopt_by_upgrade() -> Experiment:
    """A10: a database that has its tables already needs a stamp, not an upgrade."""
    with project({"build.py": CREATE_ALL}) as runner:
        runner.python("build")
        broken = last_line(runner.alembic("upgrade", "head").output.split("\n[SQL:")[0])
        stamp = runner.alembic("stamp", "head")
        check = last_line(runner.alembic("check").output)
    return Experiment(
        ("A10",),
        "`upgrade head` on a database that `create_all` built",
        "Alembic sees that the tables are there",
        f"`{broken.rsplit(') ', 1)[-1]}`",
        f"`stamp head`: exit {stamp.exit_code}, then `check`: `{check}`",
    )


def stamp_does_not_look() -> Experiment:
    """A11: stamp writes one row; it compares nothing."""
    with project({}) as runner:
        stamp = runner.alembic("stamp", "head")
        current = last_line(runner.alembic("current").output)
        check = last_line(runner.alembic("check").output)
    return Experiment(
        ("A11",),
        "`stamp head` on an empty database",
        "it refuses, or creates the tables",
        f"exit {stamp.exit_code}; `current` says `{current}`, and there is no table",
        f"`check` after each stamp: `{check.split('[')[0].strip()} …`",
    )


def doubled_name() -> Experiment:
    """A12: with a naming convention you give the short name; the convention adds the rest."""
    said = [_check_name(name) for name in ("ck_users_age", "age")]
    unnamed = _check_name(None)
    return Experiment(
        ("A12",),
        "a CHECK named `ck_users_age`, with the convention `ck_%(table_name)s_%(constraint_name)s`",
        "ck_users_age",
        f"{said[0]}; and without any name: {unnamed}",
        f"name it `age`: {said[1]}",
    )


def mistyped_path() -> Experiment:
    """A SQLite file is created by whoever opens it, also by `current`."""
    with project({"alembic.ini": INI.replace("app.db", "ap.db")}) as runner:
        run = runner.alembic("current")
        made = ", ".join(file.name for file in runner.root.glob("*.db"))
        strict = last_line(runner.alembic("current", "--check-heads").output)
    return Experiment(
        ("A11",),
        "`current` with a slip in the database's path",
        "an error",
        f"exit {run.exit_code}, no word, and a new empty file {made}",
        f"`current --check-heads`: `{strict}`",
    )


def _check_name(name: str | None) -> str:
    metadata = sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"})
    try:
        table = sa.Table("users", metadata, sa.Column("age", sa.Integer), sa.CheckConstraint("age > 0", name=name))
    except sa.exc.InvalidRequestError as error:
        return type(error).__name__
    return str(CreateTable(table)).split("CONSTRAINT ")[1].split()[0]
