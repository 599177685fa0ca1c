"""What `./lab doctor` tries out: a kernel, SQLite's abilities, the desk's disk, and one migration up and down."""

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING

from migration_lab.errors import LabError
from migration_lab.places import ORIGIN

if TYPE_CHECKING:
    from migration_lab.running.runner import Run

VERSION = sqlite3.sqlite_version
ABILITIES = {
    ("RENAME COLUMN", "3.25"): "CREATE TABLE t (a, b); ALTER TABLE t RENAME COLUMN a TO c",
    ("DROP COLUMN", "3.35"): "CREATE TABLE t (a, b); ALTER TABLE t DROP COLUMN a",
    ("RETURNING", "3.35"): "CREATE TABLE t (a); INSERT INTO t VALUES (1) RETURNING a",
    ("STRICT", "3.37"): "CREATE TABLE t (a INTEGER) STRICT",
    ("concat()", "3.44"): "SELECT concat('a', NULL)",
}
IMPORTS = "import aiosqlite, alembic.op, fastapi, migration_lab, sqlalchemy"
USERS = 25
PREFIX = "migration-lab-"


def kernel() -> str:
    """Run one cell in a fresh kernel; return what went wrong, or nothing."""
    from migration_lab.proof import kernel, notebook

    with TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        stop = kernel.execute(notebook.of(IMPORTS), Path(folder), home=Path(folder)).stop
    return f"{stop.reason}\n{stop.traceback}".strip() if stop else ""


def abilities() -> dict[tuple[str, str], bool]:
    """Run statements that came late to SQLite; return for each whether it works here."""
    return {ability: _runs(script) for ability, script in ABILITIES.items()}


def locks(home: Path) -> bool:
    """Write, rename and delete on the desk's disk; tell whether a second writer of a database is kept out there.

    Raises:
        OSError: The disk refused.
    """
    home.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".trial-", dir=home))
    try:
        (folder / "before").write_text("trial", encoding="utf-8")
        (folder / "before").rename(folder / "after")
        return _keeps_out(folder / "trial.db")
    finally:
        shutil.rmtree(folder)


def migration() -> tuple[int, int]:
    """Take a copy of the project up, with rows in it, and down again; return how many revisions and users it had.

    Raises:
        LabError: A step failed; Alembic's words are in the message.
    """
    from migration_lab.lessons import project
    from migration_lab.running.runner import Runner
    from migration_lab.values.history import History

    with TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        _copy(place, project.PARTS, left=(*project.NEVER, *(f"*{ending}" for ending in project.NEVER_ENDINGS)))
        history = History.read(place / project.HISTORIES["primary"])
        runner = Runner(place)
        _checked(runner.alembic("upgrade", history.bases[0]))
        _checked(runner.python("lab_app.seed", "--users", str(USERS)))
        _checked(runner.alembic("upgrade", "head"))
        _checked(runner.alembic("downgrade", "base"))
    return len(history.revisions), USERS


def _runs(script: str) -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.executescript(script)
        except sqlite3.OperationalError:
            return False
    return True


def _keeps_out(file: Path) -> bool:
    with closing(sqlite3.connect(file, isolation_level=None)) as first:
        first.execute("CREATE TABLE t (a)")
        first.execute("BEGIN IMMEDIATE")
        with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as second:
            try:
                second.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
    return False


def _copy(place: Path, parts: Iterable[str], *, left: Iterable[str]) -> None:
    for part in parts:
        if (ORIGIN / part).is_dir():
            ignore = shutil.ignore_patterns(*left)
            shutil.copytree(ORIGIN / part, place / part, ignore=ignore, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(ORIGIN / part, place / part)


def _checked(run: "Run") -> None:
    if not run.ok:
        raise LabError(
            f"`{run.command}` ended with exit code {run.exit_code}:\n{run.output.strip()}",
            "If you changed `lab_app/` or `alembic/` of the repository, undo that.",
        )
