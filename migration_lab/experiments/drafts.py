"""Autogenerate on a database in memory: what it writes for a change of the models, and what the draft then does."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.operations.ops import DowngradeOps, UpgradeOps
from sqlalchemy import Connection, MetaData, StaticPool

OPERATION = re.compile(r"\b(?:batch_)?op\.(?!f\(|batch_alter_table\()(\w+)\(")


@dataclass(frozen=True)
class Draft:
    """The revision that autogenerate proposes.

    Args:
        upgrade: The body of `upgrade()` as Alembic writes it.
        downgrade: The body of `downgrade()`.
        warnings: What Python warned about while it was compared.
    """

    upgrade: str
    downgrade: str
    warnings: tuple[str, ...] = ()

    @property
    def operations(self) -> tuple[str, ...]:
        """Name the operations of the upgrade, in order."""
        return tuple(OPERATION.findall(self.upgrade))

    def __bool__(self) -> bool:
        return bool(self.operations)

    def __str__(self) -> str:
        return ", ".join(self.operations) or "nothing"


@contextmanager
def database(foreign_keys: str = "OFF") -> Iterator[Connection]:
    """Open a fresh SQLite database in memory, with `PRAGMA foreign_keys` ON or OFF, forgotten at the end."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA foreign_keys={foreign_keys}")
            connection.commit()
            yield connection
    finally:
        engine.dispose()


@contextmanager
def built(models: MetaData, *statements: str) -> Iterator[Connection]:
    """Open a fresh database that has the tables of `models`, on which the statements have run."""
    with database() as connection:
        models.create_all(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()
        yield connection


def write_draft(connection: Connection, models: MetaData, **options: object) -> Draft:
    """Compare the database with the models and write the draft, in batch form unless told otherwise.

    Args:
        connection: The live database.
        models: What autogenerate finds in the application.
        options: Arguments of `context.configure`, such as `compare_server_default=True`.
    """
    settings: dict[str, Any] = {"target_metadata": models, "render_as_batch": True, **options}
    context = MigrationContext.configure(connection, opts=settings)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        script = produce_migrations(context, models)
        connection.rollback()
        bodies = [_body(operations, context) for operations in (script.upgrade_ops, script.downgrade_ops)]
    return Draft(bodies[0], bodies[1], tuple(" ".join(str(warning.message).split()) for warning in caught))


def run(connection: Connection, body: str) -> None:
    """Execute the body of an `upgrade()` or `downgrade()` as Alembic would, and commit."""
    operations = Operations(MigrationContext.configure(connection))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(f"if True:\n    {body}\n    pass", {"op": operations, "sa": sa})
    connection.commit()


def failure(connection: Connection, body: str) -> str:
    """Execute a body that is expected to fail and return the first line of its error, or an empty text."""
    try:
        run(connection, body)
    except Exception as error:
        connection.rollback()
        return words(error)
    return ""


def words(error: Exception) -> str:
    """Cut an error to the line that a learner looks for."""
    return re.sub(r"^\([\w.]+\) ", "", str(error).splitlines()[0])


def _body(operations: UpgradeOps | DowngradeOps | None, context: MigrationContext) -> str:
    assert operations is not None
    return render_python_code(operations, render_as_batch=context.opts["render_as_batch"], migration_context=context)
