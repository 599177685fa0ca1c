"""Run migrations for both databases: from the command line, from tests, from the service and from a notebook."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from logging.config import fileConfig
from typing import Any

from alembic import context
from alembic.util import CommandError
from sqlalchemy import URL, Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine

import lab_app.models  # noqa: F401  registers every table with its base
from lab_app.db import AnalyticsBase, Base, migration_engine
from lab_app.missing_file import expect_file, expect_folder
from lab_app.one_migrator import alone
from lab_app.settings import get_settings

config = context.config
TARGETS = {  # ini section -> what autogenerate compares with, where the URL stands in the settings
    "alembic": (Base.metadata, "database_url"),
    "analytics": (AnalyticsBase.metadata, "analytics_database_url"),
}
CREATES = {"upgrade", "stamp", "ensure_version"}  # commands that may make a database
WRITES = CREATES | {"downgrade"}

if config.attributes.get("configure_logger", True) and config.file_config.has_section("loggers"):
    fileConfig(str(config.config_file_name), disable_existing_loggers=False)


def target() -> tuple[Any, str]:
    """Return metadata and settings name of the ini section that was chosen with `-n`."""
    section = config.config_ini_section
    if section not in TARGETS:
        raise CommandError(f"`-n {section}` names no database of this project. Choose one of: {', '.join(TARGETS)}.")
    return TARGETS[section]


def database_url() -> URL:
    """Return the URL: `-x url=` first, then the Config, then the settings. Never the other way round: a test would
    migrate the application's database.
    """
    return make_url(
        context.get_x_argument(as_dictionary=True).get("url")
        or config.get_main_option("sqlalchemy.url")
        or getattr(get_settings(), target()[1])
    )


def configure(**options: Any) -> None:
    context.configure(
        target_metadata=target()[0],
        compare_server_default=True,
        render_as_batch=True,
        transactional_ddl=True,  # true on SQLite only because of migration_engine()
        transaction_per_migration=True,
        on_version_apply=check_foreign_keys,
        **options,
    )
    ctx = context.get_context()
    if ctx.as_sql and ctx.dialect.name == "sqlite":  # nothing inside a script can stop SQLite's shell
        ctx.impl.static_output(
            "-- Run this with `sqlite3 -bail FILE < SCRIPT`: without -bail it goes on after an error and loses rows."
        )
    with context.begin_transaction():
        context.run_migrations()


def check_foreign_keys(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:
    """Look for orphans after each revision, inside its transaction: raising rolls the revision back."""
    if ctx.as_sql or ctx.dialect.name != "sqlite":
        return
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(1000)
    if broken:
        first = sorted({(table, rowid or 0, parent) for table, rowid, parent, _ in broken})[:5]
        rows = ", ".join(f"`{table}` row {rowid} (no such row in `{parent}`)" for table, rowid, parent in first)
        raise CommandError(
            f"`{step.up_revision_id}` leaves rows that point to nothing: {rows}. It was rolled back. "
            "Delete or repair these rows in the revision, then run the same command again."
        )


def command_name() -> str:
    """Return the command that was typed; a call from Python counts as one that writes."""
    return str(config.cmd_opts.cmd[0].__name__) if config.cmd_opts else "upgrade"


def refuse_missing_file(url: URL) -> None:
    """Stop a command that only reads: SQLite would make an empty file of a mistyped path, and all would look well."""
    command, section = command_name(), config.config_ini_section
    expect_folder(url)
    if command not in CREATES and context.script.get_heads():
        expect_file(url, command=command, section=section)


def refuse_foreign_keys(connection: Connection) -> None:
    """Stop on a connection of the application: with foreign keys on, a batch operation deletes the children's rows."""
    if connection.dialect.name != "sqlite":
        return
    cursor = connection.connection.cursor()  # not through SQLAlchemy: that would open a transaction
    cursor.execute("PRAGMA foreign_keys")
    enforced = cursor.fetchone()[0]
    cursor.close()
    if enforced:
        raise CommandError(
            "The connection in `config.attributes` has `foreign_keys=ON`: changing a parent table would delete the "
            "rows of its children. Take the connection from `lab_app.db.migration_engine()`."
        )


def run_on(connection: Connection) -> None:
    with alone(connection) if command_name() in WRITES else nullcontext():
        configure(connection=connection)


async def run_async(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.run_sync(run_on)
    await engine.dispose()


def run_to_end(engine: AsyncEngine) -> None:
    """Run the coroutine here, or in a thread of its own if this one runs an event loop already (a notebook, a test)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(run_async(engine))
    else:
        with ThreadPoolExecutor(1) as executor:
            executor.submit(asyncio.run, run_async(engine)).result()


def run_online() -> None:
    connection = config.attributes.get("connection")
    if connection is not None:
        refuse_foreign_keys(connection)
        configure(connection=connection)
        return
    url = database_url()
    refuse_missing_file(url)
    engine = migration_engine(url)
    if isinstance(engine, AsyncEngine):
        run_to_end(engine)
        return
    with engine.connect() as own:
        run_on(own)


if context.is_offline_mode():
    configure(url=database_url(), literal_binds=True, dialect_opts={"paramstyle": "named"})
else:
    run_online()
