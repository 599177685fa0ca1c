"""Two databases of one service: where each stands, what the service says of it, whether two files are one schema."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab.grid import Grid, Prose, cell
from migration_lab.lessons.project import PARTS
from migration_lab.lessons.workspace import Workspace
from migration_lab.running.runner import Runner
from migration_lab.values import schema
from migration_lab.values.rows import Rows
from migration_lab.values.schema import Schema
from migration_lab.values.snapshot import Snapshot

SECTIONS = {"primary": "alembic", "analytics": "analytics"}
HEADERS = ("database", "stands at", "pending", "what the new service says when it starts")
SAME = ("file", "stands at", "schema, against app.db", "rows")
PROBE = """\
import asyncio
import sys

from lab_app.db import app_engine
from lab_app.schema_check import SchemaNotAtHeadError, expect_head
from lab_app.settings import get_settings


async def ask(section):
    name = {"alembic": "database_url", "analytics": "analytics_database_url"}[section]
    engine = app_engine(getattr(get_settings(), name))
    try:
        await expect_head(engine, section=section)
        print("it starts")
    except SchemaNotAtHeadError as refusal:
        print(f"it refuses: {refusal}")
    finally:
        await engine.dispose()


asyncio.run(ask(sys.argv[1]))
"""


def stands(lab: Workspace) -> Grid:
    """Tell for each database where it stands, what is pending, and what the service says of it, asked on a copy."""
    found = Snapshot.read(lab.databases)
    lines = []
    with TemporaryDirectory(prefix="migration-lab-", ignore_cleanup_errors=True) as folder:
        runner = Runner(_copied(lab, Path(folder).resolve()))
        for name, section in SECTIONS.items():
            pending = [one.id for one in lab.history(name).pending(found[name].revisions)]
            said = runner.python("probe", section).output.strip()
            lines.append((name, found[name].stand, cell(", ".join(pending) or "nothing"), cell(said)))
    return Prose(HEADERS, tuple(lines), "Two databases, one service")


def same_schema(lab: Workspace, *files: str) -> Grid:
    """Compare the schema of further databases of one history with the lesson's own primary one.

    Args:
        lab: The lesson's workspace.
        files: SQLite files in it.
    """
    wanted = Schema.read(lab.file_of())
    lines = []
    for name in (lab.file_of().name, *files):
        file = lab.path / name
        changes = [str(one) for one in schema.diff(wanted, Schema.read(file)) if one.kind != "column order"]
        stand = Snapshot.read({name: file})[name].stand
        total = sum(one.count for one in Rows.read(file))
        lines.append((cell(name), stand, cell("; ".join(changes[:2]) or "equal"), f"{total:,}"))
    return Grid(SAME, tuple(lines))


def _copied(lab: Workspace, folder: Path) -> Path:
    """Lay the project's parts and its databases into a folder, with the program that asks the service."""
    files = [file.name for file in lab.databases.values() if file.exists()]
    for name in (*PARTS, *files):
        source = lab.path / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    (folder / "probe.py").write_text(PROBE, encoding="utf-8")
    return folder
