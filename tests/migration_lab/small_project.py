"""A small workspace with its own env.py, models and two revisions, for tests that need one in milliseconds."""

from pathlib import Path
from textwrap import dedent

INI = """\
[alembic]
script_location = %(here)s/alembic
prepend_sys_path = %(here)s
path_separator = os
file_template = %%(rev)s

[loggers]
keys = root,alembic

[handlers]
keys = console

[formatters]
keys = plain

[logger_root]
level = WARNING
handlers = console
qualname =

[logger_alembic]
level = INFO
handlers =
qualname = alembic

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = plain

[formatter_plain]
format = %(levelname)-5.5s [%(name)s] %(message)s
"""

SETTINGS = """\
import os
from pathlib import Path

DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite+aiosqlite:///{Path(__file__).parents[1] / 'app.db'}"
"""

MODELS = """\
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
"""

ENV = """\
import asyncio
from logging.config import fileConfig

from sqlalchemy import pool
from sqlalchemy.ext.asyncio import create_async_engine

from alembic import context
from lab_app import models, settings

config = context.config
fileConfig(config.config_file_name, disable_existing_loggers=False)
x = context.get_x_argument(as_dictionary=True)
URL = x.get("url") or config.get_main_option("sqlalchemy.url") or settings.DATABASE_URL


def migrate(connection):
    context.configure(connection=connection, target_metadata=models.Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def main():
    engine = create_async_engine(URL, poolclass=pool.NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


if context.is_offline_mode():
    context.configure(url=URL, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    asyncio.run(main())
"""

REVISION = '''\
"""{message}"""

import ctypes
import os
import signal
import sys
import threading
import time

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {down}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''

MAKO = '''\
"""${message}"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
'''

FIRST_LINE = 20  # of the body of `upgrade()` in a revision


def make(root: Path) -> Path:
    """Write the project: one revision that makes the table `users`, nothing upgraded yet."""
    write(root, "alembic.ini", INI)
    write(root, "lab_app/__init__.py", "")
    write(root, "lab_app/settings.py", SETTINGS)
    write(root, "lab_app/models.py", MODELS)
    write(root, "alembic/env.py", ENV)
    write(root, "alembic/script.py.mako", MAKO)
    columns = 'sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String, nullable=False)'
    revise(root, "001_users", upgrade=f'op.create_table("users", {columns})', downgrade='op.drop_table("users")')
    return root


def revise(root: Path, name: str, *, upgrade: str, downgrade: str = "pass") -> Path:
    """Write the revision that follows the last one; its first line of `upgrade` is line `FIRST_LINE`."""
    before = sorted(path.stem for path in (root / "alembic/versions").glob("*.py"))
    text = REVISION.format(
        message=name,
        revision=name,
        down=repr(before[-1]) if before else None,
        upgrade=dedent(upgrade).replace("\n", "\n    "),
        downgrade=downgrade,
    )
    return write(root, f"alembic/versions/{name}.py", text)


def write(root: Path, name: str, text: str) -> Path:
    """Write one file of the workspace."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
