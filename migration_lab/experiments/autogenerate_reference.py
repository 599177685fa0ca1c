"""Closing table of lesson 02, third part: advice that is often copied, run as it stands and then repaired."""

import asyncio
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import async_engine_from_config

from migration_lab.experiments.changes import named
from migration_lab.experiments.drafts import built, failure, run, words
from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import ENV, MODELS, project
from migration_lab.running.runner import Run

ADA = "INSERT INTO people (id, name) VALUES (17, 'Ada')"

REQUIRED_EMAIL = """\
op.add_column("people", sa.Column("email", sa.String(255), nullable=False))
    op.execute("UPDATE people SET email = CONCAT(name, '@example.org') WHERE email IS NULL")
    op.create_unique_constraint("uq_people_email", "people", ["email"])"""

STEP_BY_STEP = """\
op.add_column("people", sa.Column("email", sa.String(255), nullable=True))
    op.execute("UPDATE people SET email = name || '@example.org' WHERE email IS NULL")
    with op.batch_alter_table("people") as batch_op:
        batch_op.alter_column("email", existing_type=sa.String(255), nullable=False)
        batch_op.create_unique_constraint("uq_people_email", ["email"])"""

NO_EMPTY_FILES = """
def no_empty_files(context, revision, directives):
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []

"""


def required_column_first() -> Experiment:
    """Add a NOT NULL column, then fill it, then make it unique (S6)."""
    with built(named(), ADA) as connection:
        with_rows = failure(connection, REQUIRED_EMAIL)
    with built(named()) as connection:
        failure(connection, REQUIRED_EMAIL)
        left = sa.inspect(connection).get_columns("people")[-1]["name"]
    with built(named(), ADA) as connection:
        run(connection, STEP_BY_STEP)
        email = connection.exec_driver_sql("SELECT email FROM people WHERE id = 17").scalar()
    return Experiment(
        codes=("S6", "B4"),
        done="draft completed by hand: add email NOT NULL, UPDATE it with CONCAT, make it unique",
        expected="every row gets an email, then the rule",
        happened=f"with a row: {with_rows}; without, a later line fails and {left} stays",
        works=f"add it nullable, fill it with ||, then both rules in one batch: Ada has {email}",
    )


def ellipsis_engine() -> Experiment:
    """Leave the three dots of an example in env.py (S7)."""
    return Experiment(
        codes=("S7",),
        done="async_engine_from_config(...) with the three dots of the example",
        expected="an engine with the settings of alembic.ini",
        happened=_raised(lambda: async_engine_from_config(...)),  # type: ignore[arg-type]
        works=f"hand over the section of the ini file: {_tables_through_async()}",
    )


def plain_with() -> Experiment:
    """Open an async engine with a plain `with` (S7)."""

    def plain() -> None:
        with _engine().connect():
            pass

    return Experiment(
        codes=("S7",),
        done="with connectable.connect() on an async engine",
        expected="a connection for context.configure",
        happened=_raised(plain),
        works=f"async with, then connection.run_sync(…): {_tables_through_async()}",
    )


def models_not_imported() -> Experiment:
    """Give autogenerate a base that no model has registered with (S3, B10)."""
    base, head, user = MODELS.partition("class User")
    imports = base.partition("class Base")[0]
    models = f"{imports}from base import Base\n\n{head}{user}"
    forgotten = {"base.py": base, "models.py": models, "alembic/env.py": ENV.replace("from models", "from base")}
    imported = {**forgotten, "alembic/env.py": ENV}
    return Experiment(
        codes=("S3", "B10"),
        done="env.py imports Base but not the module with the models",
        expected="check finds nothing: nothing has changed",
        happened=f"check finds {_checked(forgotten)}: a model that nobody imports does not exist",
        works=f"import every module with models in env.py: check finds {_checked(imported)}",
    )


def stamped_without_looking() -> Experiment:
    """Stamp a database that nobody has looked at, then upgrade and check (A11)."""
    with project({}) as runner:
        runner.alembic("stamp", "head").raise_for_failure()
        upgrade = runner.alembic("upgrade", "head")
        check = runner.alembic("check")
    return Experiment(
        codes=("A11",),
        done="stamped an empty database as being at head, then `upgrade head`",
        expected="upgrade makes the missing table, or complains",
        happened=f"exit {upgrade.exit_code}, and nothing was made: upgrade believes the stamp",
        works=f"check looks at the tables: exit {check.exit_code}, it finds {_found(check)}",
    )


def no_changes() -> Experiment:
    """Ask for a draft when nothing has changed (B12, S3)."""
    hooked = ENV.replace("with create_engine", f"{NO_EMPTY_FILES}with create_engine").replace(
        "target_metadata=", "process_revision_directives=no_empty_files, target_metadata="
    )
    return Experiment(
        codes=("B12", "S3"),
        done="revision --autogenerate when nothing has changed",
        expected="no file, or an error",
        happened=f"{_files_after_draft(ENV)} revision files instead of 1: the new one has an empty upgrade()",
        works=f"a process_revision_directives hook that drops empty drafts: {_files_after_draft(hooked)} revision file",
    )


def _checked(files: Mapping[str, str]) -> str:
    """Upgrade a tiny project and name what `alembic check` finds."""
    with project(files) as runner:
        runner.alembic("upgrade", "head").raise_for_failure()
        return _found(runner.alembic("check"))


def _found(check: Run) -> str:
    """Name the operations in what `alembic check` printed."""
    return ", ".join(re.findall(r"\('(\w+)', Table\(", check.output)) or "nothing"


def _files_after_draft(env: str) -> int:
    """Upgrade a tiny project, ask for a draft without any change, and count its revision files."""
    with project({"alembic/env.py": env}) as runner:
        runner.alembic("upgrade", "head").raise_for_failure()
        runner.alembic("revision", "--autogenerate", "-m", "nothing", "--rev-id", "002").raise_for_failure()
        return len(list((runner.root / "alembic" / "versions").glob("*.py")))


def _engine() -> Any:
    return async_engine_from_config({"sqlalchemy.url": "sqlite+aiosqlite://"}, poolclass=pool.StaticPool)


def _tables_through_async() -> str:
    """Create a table through an async engine, in a thread of its own: a notebook has a loop already."""

    async def create() -> list[str]:
        engine = _engine()
        async with engine.connect() as connection:
            await connection.run_sync(named().create_all)
            names = await connection.run_sync(lambda bind: sa.inspect(bind).get_table_names())
        await engine.dispose()
        return list(names)

    with ThreadPoolExecutor(1) as executor:
        names = executor.submit(asyncio.run, create()).result()
    return f"connected, made the table {', '.join(names)}"


def _raised(action: Callable[[], object]) -> str:
    try:
        action()
    except Exception as error:
        return f"{type(error).__name__}: {words(error)}"
    return "nothing was raised"
