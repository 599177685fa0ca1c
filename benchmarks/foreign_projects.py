"""The foreign histories: where each is inside its package, and what must be there before its first revision."""

import shutil
from dataclasses import dataclass
from pathlib import Path

INI = """[alembic]
script_location = alembic
sqlalchemy.url = sqlite:///app.db
"""
LOGGING = """
[loggers]
keys = root
[handlers]
keys =
[formatters]
keys =
[logger_root]
level = WARN
handlers =
"""

# What runs before the package's own env.py: the tables that its first revision takes for granted.
FIRST = """from sqlalchemy import create_engine, inspect
from alembic import context
if not context.is_offline_mode():
    _engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
    if not [name for name in inspect(_engine).get_table_names() if not name.startswith("alembic_version")]:
        {first}
    _engine.dispose()
"""
MLFLOW = """from mlflow.store.tracking.dbmodels.initial_models import Base
        Base.metadata.create_all(_engine)"""

# As far as the revisions of JupyterHub touch what was there before the first of them
JUPYTERHUB = '''with _engine.begin() as _connection:
            for _statement in """
                CREATE TABLE servers (id INTEGER PRIMARY KEY);
                CREATE TABLE hubs (id INTEGER PRIMARY KEY);
                CREATE TABLE proxies (id INTEGER PRIMARY KEY);
                CREATE TABLE users (id INTEGER PRIMARY KEY, _server_id INTEGER REFERENCES servers (id));
                CREATE TABLE api_tokens (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));
                CREATE TABLE services (id INTEGER PRIMARY KEY, name VARCHAR(1023));
                CREATE TABLE spawners (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));
                CREATE TABLE oauth_clients (id INTEGER PRIMARY KEY, identifier VARCHAR(255) UNIQUE);
                CREATE TABLE oauth_codes (id INTEGER PRIMARY KEY, client_id VARCHAR(255));
                INSERT INTO users (id) VALUES (17)
            """.split(";"):
                _connection.exec_driver_sql(_statement)'''


@dataclass(frozen=True)
class Foreign:
    """One history of another project.

    Args:
        name: What to call it.
        folder: Its folder with `env.py`, below the installed packages.
        first: Python that makes what its first revision takes for granted, with `_engine`.
        faulty: The first revision that its own authors' code cannot apply any more; empty: none.
    """

    name: str
    folder: str
    first: str = "pass"
    faulty: str = ""

    def lay(self, place: Path, packages: Path) -> Path:
        """Copy the history into a project of its own, made anew."""
        root = place / self.name
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(packages / self.folder, root / "alembic", ignore=shutil.ignore_patterns("__pycache__", "*.ini"))
        (root / "alembic.ini").write_text(INI + LOGGING, encoding="utf-8")
        env = root / "alembic" / "env.py"
        env.write_text(FIRST.format(first=self.first) + env.read_text(encoding="utf-8"), encoding="utf-8")
        return root


PROJECTS = (
    # `datetime` has no `_replace`: the revision that fills `users.created` cannot run in this release
    Foreign("jupyterhub", "jupyterhub/alembic", JUPYTERHUB, faulty="99a28a4418e1"),
    Foreign("optuna", "optuna/storages/_rdb/alembic"),
    Foreign("mlflow", "mlflow/store/db_migrations", MLFLOW),
    Foreign("mlflow-auth", "mlflow/server/auth/db/migrations"),
)
