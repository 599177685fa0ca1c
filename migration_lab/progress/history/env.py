"""Let Alembic migrate one progress file: the connection comes from `migration_lab.progress.updating`."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
