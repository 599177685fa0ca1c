"""One database under test, and the Alembic commands on it, driven in this process."""

import asyncio
import os
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from textwrap import indent
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory

from lab_app.seed import seed
from migration_lab.values.rows import Rows
from migration_lab.values.schema import Schema

ROOT = Path(__file__).parents[2]
FOLDERS = {"alembic": ROOT / "alembic" / "versions", "analytics": ROOT / "alembic" / "analytics"}
FIRST_TABLES = {"alembic": "users", "analytics": "request_events"}


@dataclass(frozen=True)
class Stand:
    """A database and its history; `extra` adds a folder of revisions, `versions` replaces the project's own."""

    section: str
    url: str
    extra: Path | None = None
    versions: Path | None = None

    def config(self, printed: StringIO | None = None) -> Config:
        """Return a Config that names this database, as the test of a team would write it."""
        config = Config(ROOT / "alembic.ini", ini_section=self.section, stdout=printed or StringIO())
        config.attributes["configure_logger"] = False
        config.set_main_option("sqlalchemy.url", self.url.replace("%", "%%"))
        folders = [self.versions or FOLDERS[self.section], *([self.extra] if self.extra else [])]
        config.set_main_option("version_locations", os.pathsep.join(map(str, folders)).replace("%", "%%"))
        return config

    def upgrade(self, revision: str = "head") -> None:
        command.upgrade(self.config(), revision)

    def downgrade(self, revision: str) -> None:
        command.downgrade(self.config(), revision)

    def preview(self, span: str = "head") -> str:
        """Return what `alembic upgrade SPAN --sql` prints."""
        config = self.config()
        config.output_buffer = StringIO()
        command.upgrade(config, span, sql=True)
        return config.output_buffer.getvalue()

    def preview_down(self, span: str) -> str:
        """Return what `alembic downgrade SPAN --sql` prints."""
        config = self.config()
        config.output_buffer = StringIO()
        command.downgrade(config, span, sql=True)
        return config.output_buffer.getvalue()

    def current(self) -> str:
        """Return what `alembic current` prints."""
        printed = StringIO()
        command.current(self.config(printed))
        return printed.getvalue().strip()

    def seed(self, users: int = 30) -> None:
        asyncio.run(seed(self.url, table=FIRST_TABLES[self.section], users=users))

    def execute(self, statement: str) -> list[Any]:
        """Run and commit one statement."""
        engine = sa.create_engine(sync_url(self.url), poolclass=sa.NullPool)
        with engine.begin() as connection:
            result = connection.exec_driver_sql(statement)
            return [tuple(row) for row in result] if result.returns_rows else []

    @property
    def is_sqlite(self) -> bool:
        return sa.make_url(self.url).get_backend_name() == "sqlite"

    @property
    def schema(self) -> Schema:
        return Schema.read(sync_url(self.url))

    @property
    def rows(self) -> Rows:
        return Rows.read(sync_url(self.url))


def sync_url(url: str) -> sa.URL:
    """Return the URL with a driver that needs no event loop."""
    drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
    return sa.make_url(url).set(drivername=drivers[sa.make_url(url).get_backend_name()])


def revisions(section: str) -> list[Script]:
    """Return the revisions of one history, base first."""
    script = ScriptDirectory.from_config(Config(ROOT / "alembic.ini", ini_section=section))
    return list(script.walk_revisions())[::-1]


def before(section: str, revision: str) -> str:
    """Return the revision that stands before `revision`, or `base`."""
    ids = ["base", *(one.revision for one in revisions(section))]
    return ids[ids.index(revision) - 1]


def write_revision(stand: Stand, revision: str, *, up: str, down: str = "pass", after: str = "") -> None:
    """Add a revision to the test's own folder, after the project's head or another one of the test's own.

    `up` and `down` are the bodies, one statement a line.
    """
    assert stand.extra
    parent = after or revisions(stand.section)[-1].revision
    bodies = {name: indent(text, "    ") for name, text in {"upgrade": up, "downgrade": down}.items()}
    (stand.extra / f"{revision}.py").write_text(
        f"""import sqlalchemy as sa
from alembic import op

revision, down_revision = "{revision}", "{parent}"


def upgrade():
{bodies["upgrade"]}


def downgrade():
{bodies["downgrade"]}
"""
    )
