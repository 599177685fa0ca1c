"""The restore drill: a backup is restored in an empty folder and compared with the database it was made of."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab.errors import LabError
from migration_lab.grid import Grid, cell
from migration_lab.lessons.workspace import Workspace
from migration_lab.values import rows, schema
from migration_lab.values.rows import Rows
from migration_lab.values.schema import Schema

HEADERS = ("backup", "integrity_check", "schema", "rows", "restores")
SHOWN = 2  # differences in one cell
LONGEST = 90  # characters of one difference


def restore_drill(lab: Workspace, *backups: str) -> Grid:
    """Restore each backup in an empty folder, as on a new machine, and compare it with the lesson's database.

    Args:
        lab: The lesson's workspace.
        backups: Files in the workspace.

    Raises:
        LabError: There is no such file, or it is the database itself.
    """
    for name in backups:
        _examine(lab, name)
    now = Schema.read(lab.file_of()), Rows.read(lab.file_of())
    lines = tuple(_drilled(lab.path / name, now) for name in backups)
    return Grid(HEADERS, lines, f"Each backup restored in an empty folder, compared with {lab.file_of().name}")


def _examine(lab: Workspace, name: str) -> None:
    if not (lab.path / name).is_file():
        raise LabError(f"There is no backup `{name}` in this workspace.", "Make it first: the cell above does.")
    if (lab.path / name).samefile(lab.file_of()):
        raise LabError(f"`{name}` is the database itself.", "Name a copy of it.")


def _drilled(backup: Path, now: tuple[Schema, Rows]) -> tuple[str, str, str, str, str]:
    with TemporaryDirectory(prefix="migration-lab-", ignore_cleanup_errors=True) as folder:
        restored = Path(shutil.copy(backup, folder))  # the file and nothing else: a new machine has nothing else
        try:
            with closing(sqlite3.connect(restored)) as connection:
                said = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
        except sqlite3.DatabaseError as error:
            return backup.name, cell(error), "", "", "no"
        found = Schema.read(restored), Rows.read(restored)
    shapes = [str(change) for change in schema.diff(now[0], found[0]) if change.kind != "column order"]
    moved = [str(one).splitlines()[0] for one in rows.diff(now[1], found[1])]
    fine = said == "ok" and not shapes and not moved
    return backup.name, cell(said), _told(shapes), _told(moved), "yes" if fine else "no"


def _told(found: list[str]) -> str:
    if not found:
        return "equal"
    short = [one if len(one) <= LONGEST else f"{one[:LONGEST].rstrip()} …" for one in found[:SHOWN]]
    more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return cell("; ".join(short) + more)
