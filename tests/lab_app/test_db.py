"""Engines: the application's enforces foreign keys, the migrations' makes a revision one transaction."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from lab_app.db import app_engine, migration_engine
from lab_app.settings import sqlite_url


def test_the_applications_engine_enforces_foreign_keys(tmp_path: Path) -> None:
    assert asyncio.run(pragma(app_engine(sqlite_url(tmp_path / "a.db")))) == 1


def test_the_migrations_engine_does_not(tmp_path: Path) -> None:
    engine = migration_engine(sqlite_url(tmp_path / "a.db"))

    assert isinstance(engine, AsyncEngine)
    assert asyncio.run(pragma(engine)) == 0


@pytest.mark.parametrize("driver", ["sqlite", "sqlite+aiosqlite"])
def test_ddl_of_a_failed_transaction_leaves_nothing(tmp_path: Path, driver: str) -> None:
    engine = migration_engine(sa.URL.create(driver, database=str(tmp_path / "a.db")))

    with pytest.raises(LookupError):
        run(engine, create_and_fail)

    assert run(engine, lambda connection: sa.inspect(connection).get_table_names()) == []


def test_without_the_listeners_the_table_would_stay(tmp_path: Path) -> None:
    """The test above can fail: this is what the driver does by itself."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'a.db'}", poolclass=sa.NullPool)

    with pytest.raises(LookupError):
        run(engine, create_and_fail)

    assert sa.inspect(engine).get_table_names() == ["half"]


def test_autocommit_is_autocommit(tmp_path: Path) -> None:
    """Revision 003 commits each batch: another connection must see it at once."""
    engine = migration_engine(f"sqlite:///{tmp_path / 'a.db'}")
    assert isinstance(engine, sa.Engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE seen (id INTEGER)")

    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as writer, engine.connect() as reader:
        writer.exec_driver_sql("INSERT INTO seen VALUES (1)")
        count = reader.exec_driver_sql("SELECT count(*) FROM seen").scalar()

    assert count == 1


def create_and_fail(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
    raise LookupError


async def pragma(engine: AsyncEngine) -> object:
    async with engine.connect() as connection:
        value = (await connection.exec_driver_sql("PRAGMA foreign_keys")).scalar()
    await engine.dispose()
    return value


def run(engine: sa.Engine | AsyncEngine, work: object) -> object:
    """Do the work in one transaction of either kind of engine."""
    if isinstance(engine, sa.Engine):
        with engine.begin() as connection:
            return work(connection)

    async def on_loop() -> object:
        async with engine.begin() as connection:
            return await connection.run_sync(work)

    return asyncio.run(on_loop())
