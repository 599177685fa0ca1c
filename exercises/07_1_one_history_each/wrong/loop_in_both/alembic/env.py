"""Run the migrations on every database, as a well-known guide does it: one loop, one metadata."""

from logging.config import fileConfig

from alembic import context
from sqlalchemy import NullPool, engine_from_config

import lab_app.models  # registers every table with its base
from lab_app.db import AnalyticsBase, Base
from lab_app.settings import get_settings

config = context.config
if config.file_config.has_section("loggers"):
    fileConfig(str(config.config_file_name), disable_existing_loggers=False)

target_metadata = {"primary": Base.metadata, "analytics": AnalyticsBase.metadata}


def run_migrations_online() -> None:
    """Run migrations for multiple databases."""
    databases = {
        "primary": get_settings().database_url,
        "analytics": get_settings().analytics_database_url,
    }
    for name, db_url in databases.items():
        config.set_main_option("sqlalchemy.url", db_url.replace("+aiosqlite", "").replace("%", "%%"))
        connectable = engine_from_config(config.get_section(config.config_ini_section), poolclass=NullPool)
        with connectable.connect() as connection:
            context.configure(connection=connection, target_metadata=target_metadata[name])
            with context.begin_transaction():
                context.run_migrations()


if context.is_offline_mode():
    context.configure(url=get_settings().database_url, target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    run_migrations_online()
