"""Do once, on a database in memory, what nearly every command does: a child that has rehearsed is a third faster.

A fork shares its parent's memory until it writes there, and copying those pages is half of what a command costs.
"""

import asyncio
import warnings
from datetime import datetime

from alembic.migration import MigrationContext
from pydantic_settings import BaseSettings
from sqlalchemy import Connection, ForeignKey, String, create_engine, func, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


def rehearse() -> None:
    """Map two models, read a setting, connect through asyncio, look for the version table; leave nothing behind."""
    with warnings.catch_warnings():  # at its end Python forgets which warnings were shown
        warnings.simplefilter("ignore")
        _map_models()
        _read_setting()
        asyncio.run(_connect())


def _map_models() -> None:
    class Base(DeclarativeBase):
        pass

    class Parent(Base):
        __tablename__ = "parent"

        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str | None] = mapped_column(String(50), unique=True, index=True, server_default=text("'x'"))
        made_at: Mapped[datetime] = mapped_column(server_default=func.current_timestamp())

    class Child(Base):
        __tablename__ = "child"

        id: Mapped[int] = mapped_column(primary_key=True)
        parent_id: Mapped[int] = mapped_column(ForeignKey("parent.id", ondelete="CASCADE"))
        parent: Mapped[Parent] = relationship(Parent)

    Base.registry.configure()
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    engine.dispose()
    Base.registry.dispose()


def _read_setting() -> None:
    class Settings(BaseSettings):
        rehearsed: bool = True

    Settings()


async def _connect() -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.connect() as connection:
        await connection.run_sync(_migrate)
    await engine.dispose()


def _migrate(connection: Connection) -> None:
    MigrationContext.configure(connection, opts={"fn": lambda *_: []}).run_migrations()
