"""Measure the timeline of a 50-revision history against `alembic upgrade head` on the same history, in turns.

The command starts a new Python, as it does in a shell, and upgrades an empty database. The timeline does more (1,000
users with their endpoints travel along, and each database is kept and read), in the lab's warm child process, as it
does in a notebook. The warm command has neither advantage over the other: the same child, an empty database.

Run: python benchmarks/timeline_speed.py [pairs]
"""

import contextlib
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import long_history

REVISIONS = 50
FIRST = 3.0  # times the command, at most
SECOND = 0.05
LAST = "050_step"
COMMAND, FIRST_VISIT = "alembic upgrade head", "timeline, first visit"


def main(pairs: int) -> int:
    with tempfile.TemporaryDirectory() as desk, contextlib.ExitStack() as after:
        os.environ["MIGRATION_LAB_HOME"] = desk
        after.callback(os.chdir, Path.cwd())
        subjects = _subjects(Path(desk))
        for subject in subjects.values():
            subject()
        rows = [{name: _seconds(subject) for name, subject in subjects.items()} for _ in range(pairs)]
    for name in subjects:
        print(f"{name:<34}{statistics.median(row[name] for row in rows) * 1000:8.0f} ms   (median of {pairs})")
    command, warm, first, second = subjects
    ratios = {(one, other): _ratio(rows, one, other) for one in (first, second) for other in (command, warm)}
    return int(ratios[first, command] > FIRST or ratios[second, command] > SECOND)


def _ratio(rows: list[dict[str, float]], one: str, other: str) -> float:
    ratio = statistics.median(row[one] / row[other] for row in rows)
    most = FIRST if one == FIRST_VISIT else SECOND
    wanted = f"; at most {most:g} is wanted" if other == COMMAND else ""
    print(f"{one} / {other}: {ratio:.3f}   (median of the pairs{wanted})")
    return ratio


def _subjects(desk: Path) -> dict[str, Callable[[], None]]:
    """Open lesson 02, make its history long, and return what is measured."""
    from migration_lab import open_lesson

    with contextlib.redirect_stdout(io.StringIO()):
        lab = open_lesson("02_autogenerate")
    long_history.lengthen(lab.path / "alembic" / "versions", REVISIONS)
    fresh = lab.path / "fresh.db"
    arguments = ("-x", f"url=sqlite+aiosqlite:///{fresh.as_posix()}", "upgrade", "head")

    def command() -> None:
        fresh.unlink(missing_ok=True)
        line = [sys.executable, "-m", "alembic", *arguments]
        assert f"-> {LAST}" in subprocess.run(line, capture_output=True, text=True, check=True).stderr

    def warm() -> None:
        fresh.unlink(missing_ok=True)
        assert f"-> {LAST}" in lab.alembic(*arguments).output

    def first() -> None:
        shutil.rmtree(desk / ".lab" / "timeline", ignore_errors=True)
        found = lab.timeline()
        assert (len(found), all(found)) == (REVISIONS, True)

    def second() -> None:
        assert lab.timeline()[LAST].counts[0] == ("endpoint_configs", 3000)

    return {COMMAND: command, f"{COMMAND}, warm child": warm, FIRST_VISIT: first, "timeline, second visit": second}


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
