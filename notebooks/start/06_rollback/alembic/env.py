"""Run migrations on the service's own engine, as most projects do: its pragma, and the driver's own transactions."""

import asyncio
from logging.config import fileConfig

from alembic import context
from sqlalchemy import Connection

import lab_app.models  # registers every table with its base
from lab_app.db import AnalyticsBase, Base, app_engine
from lab_app.settings import get_settings

config = context.config
if config.file_config.has_section("loggers"):
    fileConfig(str(config.config_file_name), disable_existing_loggers=False)

settings = get_settings()
if config.config_ini_section == "analytics":
    target_metadata, settings_url = AnalyticsBase.metadata, settings.analytics_database_url
else:
    target_metadata, settings_url = Base.metadata, settings.database_url

database_url = context.get_x_argument(as_dictionary=True).get("url") or settings_url
options = {"target_metadata": target_metadata}


def run_offline() -> None:
    context.configure(url=database_url, literal_binds=True, dialect_opts={"paramstyle": "named"}, **options)
    with context.begin_transaction():
        context.run_migrations()


def run_on(connection: Connection) -> None:
    context.configure(connection=connection, **options)
    with context.begin_transaction():
        context.run_migrations()


async def run_online() -> None:
    engine = app_engine(database_url)
    async with engine.connect() as connection:
        await connection.run_sync(run_on)
    await engine.dispose()


if context.is_offline_mode():
    run_offline()
else:
    asyncio.run(run_online())
