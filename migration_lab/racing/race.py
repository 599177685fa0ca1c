"""Run the styles one after the other, each in a process of its own and on a copy of the same file."""

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab.errors import LabError
from migration_lab.places import ORIGIN
from migration_lab.racing.lap import STYLES, Lap
from migration_lab.running import environment

SMALL, LARGE = 12_000, 1_000_000
MOST = 10_000_000
SEED = """
CREATE TABLE users (id INTEGER PRIMARY KEY, username VARCHAR(50) NOT NULL);
CREATE TABLE user_profiles (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL UNIQUE, created_at DATETIME NOT NULL);
"""
# half of the users have far higher numbers: nobody may count on ids without gaps
FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
INSERT INTO users SELECT CASE WHEN i * 2 > :rows THEN i + 10 * :rows ELSE i END, 'user_' || i FROM n
"""
Tell = Callable[[str, int], None]


class StoppedError(Exception):
    """Somebody pulled the brake."""


class Brake:
    """Ends a race from another thread, at once: the process of its style is killed."""

    def __init__(self) -> None:
        self._pulled = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    @property
    def pulled(self) -> bool:
        """Tell whether the race is to end."""
        return self._pulled.is_set()

    def pull(self) -> None:
        """End the race."""
        self._pulled.set()
        if self._process:
            self._process.kill()

    def watch(self, process: subprocess.Popen[str]) -> None:
        """Take the process that runs now; one that comes too late is killed at once."""
        self._process = process
        if self.pulled:
            process.kill()


def race(rows: int = SMALL, tell: Tell = lambda style, done: None) -> tuple[Lap, ...]:
    """Let all styles give the same users a profile; `laps` says more."""
    return tuple(laps(rows, tell))


def laps(rows: int, tell: Tell = lambda style, done: None, brake: Brake | None = None) -> Iterator[Lap]:
    """Let one style after the other give the same users a profile, and hand each over as soon as it is there.

    Args:
        rows: How many users.
        tell: Called with a style and the number of users it has done, again and again.
        brake: Ends it early.

    Raises:
        LabError: There cannot be so many users, or a style's process failed.
        StoppedError: The brake was pulled.
    """
    brake = brake or Brake()
    if not 1 <= rows <= MOST:
        raise LabError(
            f"The race runs with 1 to {MOST:,} users, not with {rows:,}.", f"`race({SMALL:_})` is a short one."
        )
    with TemporaryDirectory(prefix="migration-lab-race-", ignore_cleanup_errors=True) as folder:
        seeded = seed(Path(folder).resolve() / "seeded.db", rows)
        for style in STYLES:
            yield _lap(seeded, style, tell, brake)


def seed(file: Path, rows: int) -> Path:
    """Make a file with so many users and no profile."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript(SEED)
        connection.execute(FILL, {"rows": rows})
    return file


def keep(laps: tuple[Lap, ...], file: Path) -> Path:
    """Write the laps, with all that was measured, to a CSV file."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, fieldnames=[*asdict(laps[0])])
        writer.writeheader()
        writer.writerows(map(asdict, laps))
    return file


def _lap(seeded: Path, style: str, tell: Tell, brake: Brake) -> Lap:
    file = Path(shutil.copy(seeded, seeded.with_name("race.db")))
    tell(style, 0)
    with _process(file, style) as process:
        brake.watch(process)
        assert process.stdout is not None
        last = ""
        for line in process.stdout:
            last = line
            if line.strip().isdigit():
                tell(style, int(line))
        said = process.stderr.read() if process.stderr else ""
        ended = process.wait()
        if brake.pulled:
            raise StoppedError
        if ended != 0:
            reason = said.strip().splitlines()[-1] if said.strip() else f"exit code {process.returncode}"
            raise LabError(
                f"The style `{style}` stopped: {reason}.", "Run the race again; a smaller one needs less space."
            )
    return Lap(**json.loads(last))


@contextmanager
def _process(file: Path, style: str) -> Iterator[subprocess.Popen[str]]:
    """Start a style's process, and end it if the race ends early."""
    command = [sys.executable, "-m", "migration_lab.racing.running", str(file), style]
    surroundings = environment.clean()
    with subprocess.Popen(
        command, cwd=ORIGIN, env=surroundings, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()
