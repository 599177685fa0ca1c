"""The declarative bases and the engines: the only place that sets SQLite pragmas and transaction modes."""

from typing import ClassVar

from sqlalchemy import URL, Connection, Engine, MetaData, NullPool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

# A constraint without a name cannot be dropped by a later revision: every one gets its name from here.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The tables of the primary database."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING_CONVENTION)


class AnalyticsBase(DeclarativeBase):
    """The tables of the analytics database."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING_CONVENTION)


def app_engine(url: URL | str) -> AsyncEngine:
    """Return the service's engine: on SQLite foreign keys are enforced."""
    engine = create_async_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _enforce_foreign_keys)
    return engine


def migration_engine(url: URL | str) -> Engine | AsyncEngine:
    """Return the engine that migrations run on, async if the URL's driver is.

    On SQLite every revision is one transaction, DDL included, and foreign keys are off: with them on, a batch
    operation on a parent table deletes the rows of its children. env.py checks them after each revision.
    """
    url = make_url(url)
    if url.get_dialect().is_async:
        async_engine = create_async_engine(url, poolclass=NullPool)
        _make_atomic(async_engine.sync_engine)
        return async_engine
    engine = create_engine(url, poolclass=NullPool)
    _make_atomic(engine)
    return engine


def _make_atomic(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _hand_over_transactions)
        event.listen(engine, "begin", _begin_immediate)


def _enforce_foreign_keys(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _hand_over_transactions(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver no longer guesses when to BEGIN: DDL stays in our transaction
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")  # here, because inside a transaction this pragma does nothing
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    # IMMEDIATE waits for the write lock now; a deferred BEGIN that reads first fails at its first write instead
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
