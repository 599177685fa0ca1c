"""A tiny Alembic project in a temporary folder, for experiments that need files of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab.running.runner import Runner

INI = """\
[alembic]
script_location = %(here)s/alembic
prepend_sys_path = %(here)s
path_separator = os
file_template = %%(rev)s
sqlalchemy.url = sqlite:///app.db
"""

ENV = """\
from sqlalchemy import create_engine
from alembic import context
from models import Base

with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
"""

MODELS = """\
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
"""

TEMPLATE = '''\
"""${message}"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
'''

FIRST = '''\
"""first"""
from alembic import op
import sqlalchemy as sa

revision = "001"
down_revision = None


def upgrade() -> None:
    name = sa.Column("name", sa.String(50), nullable=False)
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), name)


def downgrade() -> None:
    op.drop_table("users")
'''

FILES = {
    "alembic.ini": INI,
    "models.py": MODELS,
    "alembic/env.py": ENV,
    "alembic/script.py.mako": TEMPLATE,
    "alembic/versions/001.py": FIRST,
}


@contextmanager
def project(changes: Mapping[str, str | None]) -> Iterator[Runner]:
    """Lay the smallest project that works, with `changes` to its files, and hand over a runner for it.

    Args:
        changes: Relative path → the file's text, or None for a file that must be missing.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder).resolve()
        for name, text in {**FILES, **changes}.items():
            if text is not None:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
        (root / "alembic" / "versions").mkdir(parents=True, exist_ok=True)
        yield Runner(root)


def last_line(output: str) -> str:
    """The last line that says something: where Python and Alembic put the reason."""
    return next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "(no output)")
