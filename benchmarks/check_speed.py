"""Measure `check()` of exercise 02.1 against pytest-alembic's four tests on the same revision, in turns.

Both look at the author's solution in the same workspace, which a learner has upgraded. `check()` replays it on a copy
of the exercise's databases (1,000 users: upgrade, downgrade, upgrade), reads every row after each step and judges five
criteria. The four tests ask for one head, an upgrade, models that match, and a way down and up through all revisions,
on an empty database in memory. Each runs as its user runs it: `check()` in a notebook, whose helper process has the
libraries loaded, and `pytest --test-alembic` as a command. What of that is start-up is measured and printed as well.

The door `./lab` is left out of the command's time: `setup_speed.py` measures it. pytest-alembic is installed aside,
into an environment of its own with the lab's own versions of Alembic and SQLAlchemy.

Run: python benchmarks/check_speed.py [pairs]
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from migration_lab import places
from migration_lab.exercises import answers, catalogue, doing
from migration_lab.running import environment
from migration_lab.running.runner import Runner

LIMIT = 1 / 5  # of the time of the four tests, at most
FOREIGN = ("pytest-alembic==0.13.1", "pytest==8.4.2")  # 0.13.1 stops at collection under pytest 9.2
SAME = ("alembic", "sqlalchemy[asyncio]", "aiosqlite", "pydantic-settings", "fastapi")
CHECK, COMMAND = "check() in a notebook", "check 02.1 as a command"
TESTS, START, OWN = "pytest --test-alembic", "pytest, nothing to test", "the four tests alone"
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider")
FOUR = (*PYTEST, "-vv", "--test-alembic", "--durations=0")
DURATION = re.compile(r"^(\d+\.\d+)s (?:setup|call|teardown) ", re.MULTILINE)
# The lab's own env.py takes the connection that a test hands over; the exercise's would open the learner's database.
CONFTEST = """
import pytest
from lab_app.db import migration_engine

@pytest.fixture
def alembic_engine():
    with migration_engine("sqlite://").connect() as connection:
        yield connection
"""

Times = dict[str, float]


def main(pairs: int) -> int:
    with tempfile.TemporaryDirectory(prefix="migration-lab-check-") as place:
        os.environ[places.HOME_VARIABLE] = str(Path(place) / "desk")
        subjects = _subjects(Path(place))
        _round(subjects, 0)  # byte-code is written, the start is built, the helper process is there
        rows = [_round(subjects, number) for number in range(pairs)]
    print("\n".join(table(rows)))
    return 1 if misses(rows) else 0


def table(rows: list[Times]) -> Iterable[str]:
    """Write the medians, then the ratios of the pairs."""
    yield f"exercise 02.1 with its solution, median of {len(rows)} rounds"
    for name in (CHECK, COMMAND, TESTS, START, OWN):
        yield f"  {name:26} {statistics.median(row[name] for row in rows) * 1000:7.0f} ms"
    yield "ratios, median of the pairs"
    for one, other in ((CHECK, TESTS), (CHECK, OWN), (COMMAND, TESTS), (START, TESTS)):
        wanted = f"   (at most {LIMIT:g})" if (one, other) == (CHECK, TESTS) else ""
        yield f"  {one:26} / {other:24} {ratio(rows, one, other):6.3f}{wanted}"


def ratio(rows: list[Times], one: str, other: str) -> float:
    """Give the median of the ratios, each of two times of the same round."""
    return statistics.median(row[one] / row[other] for row in rows)


def misses(rows: list[Times]) -> bool:
    """Tell whether the check takes more than its share."""
    return ratio(rows, CHECK, TESTS) > LIMIT


def own_seconds(words: str) -> float:
    """Add up what pytest says of the four tests; raise if they did not all pass."""
    if "4 passed" not in words:
        raise SystemExit(words)
    return sum(map(float, DURATION.findall(words)))


def _round(subjects: dict[str, Callable[[], float | None]], number: int) -> Times:
    """Time each subject once; every second round goes the other way round."""
    times = Times()
    for name in list(subjects)[:: -1 if number % 2 else 1]:
        begun = time.perf_counter()
        own = subjects[name]()
        times[name] = time.perf_counter() - begun
        times |= {OWN: own} if own is not None else {}
    return times


def _subjects(place: Path) -> dict[str, Callable[[], float | None]]:
    one, python, nothing = doing.exercise("02.1"), _installed(place / "packages"), place / "nothing"
    one.reset("yes")
    answers.lay(answers.solution(catalogue.find(one.id)), places.home() / one.name)
    Runner(places.home() / one.name).alembic("upgrade", "head").raise_for_failure()  # as a learner does before asking
    project = _for_pytest(places.home() / one.name, place / "project")
    nothing.mkdir()

    def check() -> None:
        verdict = one.check()
        if not verdict.done:
            raise SystemExit(str(verdict))

    def command() -> None:
        _said((sys.executable, "-m", "migration_lab", "check", one.id), places.ORIGIN, 0)  # 0: done

    def tests() -> float:
        return own_seconds(_said((python, *FOUR), project, 0))

    def start() -> None:
        _said((python, *PYTEST), nothing, 5)  # 5: there were no tests

    return {CHECK: check, TESTS: tests, COMMAND: command, START: start}


def _for_pytest(workspace: Path, copy: Path) -> Path:
    """Copy the workspace and add what a user of pytest-alembic writes."""
    shutil.copytree(workspace, copy)
    shutil.copyfile(places.ORIGIN / "alembic" / "env.py", copy / "alembic" / "env.py")
    (copy / "tests").mkdir()
    (copy / "tests" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return copy


def _installed(folder: Path) -> Path:
    """Install the packages into an environment of their own, with their byte-code; return its Python."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    same = [f"{name}=={version(name.partition('[')[0])}" for name in SAME]
    uv = (sys.executable, "-m", "uv")
    subprocess.run((*uv, "venv", "--quiet", "--python", sys.executable, folder), check=True)
    install = (*uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python)
    subprocess.run((*install, *FOREIGN, *same), check=True)
    return python


def _said(line: tuple[str | Path, ...], folder: Path, code: int) -> str:
    done = subprocess.run(line, cwd=folder, env=environment.clean(), capture_output=True, text=True, check=False)
    if done.returncode != code:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 11))
