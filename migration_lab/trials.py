"""What `./lab doctor` tries out: a kernel, SQLite's abilities, the desk's disk, and one migration up and down."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from migration_lab import disk, project
from migration_lab.errors import LabError
from migration_lab.history import History
from migration_lab.places import ORIGIN
from migration_lab.runner import Run, Runner

SQLITE = sqlite3.sqlite_version
ABILITIES = {
    ("RENAME COLUMN", "3.25"): "CREATE TABLE t (a, b); ALTER TABLE t RENAME COLUMN a TO c",
    ("DROP COLUMN", "3.35"): "CREATE TABLE t (a, b); ALTER TABLE t DROP COLUMN a",
    ("RETURNING", "3.35"): "CREATE TABLE t (a); INSERT INTO t VALUES (1) RETURNING a",
    ("STRICT", "3.37"): "CREATE TABLE t (a INTEGER) STRICT",
    ("concat()", "3.44"): "SELECT concat('a', NULL)",
}
LESSON_IMPORTS = "import aiosqlite, alembic.op, migration_lab, sqlalchemy"
USERS = 25


def kernel() -> str:
    """Run one cell in a fresh kernel; return what went wrong, or nothing."""
    import nbformat.v4 as form

    from migration_lab import kernel

    notebook = form.new_notebook(cells=[form.new_code_cell(LESSON_IMPORTS)])
    with TemporaryDirectory(prefix="migration-lab-", ignore_cleanup_errors=True) as folder:
        stop = kernel.execute(notebook, Path(folder), home=Path(folder)).stop
    return f"{stop.reason}\n{stop.traceback}".strip() if stop else ""


def sqlite() -> tuple[list[str], list[tuple[str, str]]]:
    """Try statements that came late; return what this SQLite can do, and what it cannot with the version that can."""
    can = [what for (what, _), script in ABILITIES.items() if _runs(script)]
    return can, [(what, since) for what, since in ABILITIES if what not in can]


def desk(home: Path) -> bool:
    """Write, rename and delete on the desk's disk; tell whether a database there can be locked.

    Raises:
        LabError: The disk refused.
    """
    with disk.told(home):
        home.mkdir(parents=True, exist_ok=True)
        folder = home / f".trial-{uuid4().hex[:8]}"
        folder.mkdir()
        try:
            (folder / "before").write_text("trial", encoding="utf-8")
            (folder / "before").rename(folder / "after")
            return _locks(folder / "trial.db")
        finally:
            shutil.rmtree(folder)


def migration() -> tuple[int, int]:
    """Take a copy of the project up, with rows in it, and down again; return how many revisions and users it had.

    Raises:
        LabError: A step failed; Alembic's words are in the message.
    """
    with TemporaryDirectory(prefix="migration-lab-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        _copy(place)
        history = History.read(place / "alembic" / "versions")
        runner = Runner(place)
        _checked(runner.alembic("upgrade", history.bases[0]))
        _checked(runner.python("lab_app.seed", "--users", str(USERS)))
        _checked(runner.alembic("upgrade", "head"))
        _checked(runner.alembic("downgrade", "base"))
    return len(history.revisions), USERS


def _copy(place: Path) -> None:
    left = shutil.ignore_patterns(*project.NEVER, *(f"*{ending}" for ending in project.NEVER_ENDINGS))
    for part in project.PARTS:
        if (ORIGIN / part).is_dir():
            shutil.copytree(ORIGIN / part, place / part, ignore=left, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(ORIGIN / part, place / part)


def _runs(script: str) -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.executescript(script)
        except sqlite3.OperationalError:
            return False
    return True


def _locks(file: Path) -> bool:
    """Tell whether a second writer is kept out while a first one writes."""
    with closing(sqlite3.connect(file, isolation_level=None)) as first:
        first.execute("CREATE TABLE t (a)")
        first.execute("BEGIN IMMEDIATE")
        with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as second:
            try:
                second.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
    return False


def _checked(run: Run) -> None:
    if not run.ok:
        raise LabError(
            f"`{run.command}` ended with exit code {run.exit_code}:\n{run.output.strip()}",
            "If you changed `lab_app/` or `alembic/` of the repository, undo that.",
        )
