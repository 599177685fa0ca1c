@rem `!alembic` of a lesson, and `alembic` in its terminal: the real one, guarded as `%alembic` is
@if not defined MIGRATION_LAB_PYTHON set MIGRATION_LAB_PYTHON=python
@"%MIGRATION_LAB_PYTHON%" -P -m migration_lab.running.shell_command %*
