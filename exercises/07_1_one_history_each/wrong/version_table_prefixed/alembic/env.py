"""Run the migrations on one database: the primary one, or the one that `-n` names."""

from logging.config import fileConfig

from alembic import context
from sqlalchemy import NullPool, create_engine

import lab_app.models  # registers every table with its base
from lab_app.db import AnalyticsBase, Base
from lab_app.settings import get_settings

config = context.config
if config.file_config.has_section("loggers"):
    fileConfig(str(config.config_file_name), disable_existing_loggers=False)

settings = get_settings()
targets = {
    "alembic": (Base.metadata, settings.database_url),
    "analytics": (AnalyticsBase.metadata, settings.analytics_database_url),
}
target_metadata, database_url = targets[config.config_ini_section]


if context.is_offline_mode():
    context.configure(url=database_url, target_metadata=target_metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(database_url.replace("+aiosqlite", ""), poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            version_table=f"alembic_version_{config.config_ini_section}".removesuffix("_alembic"),
        )
        with context.begin_transaction():
            context.run_migrations()
