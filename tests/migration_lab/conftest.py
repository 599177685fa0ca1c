"""A desk on which lessons open in milliseconds: their starts are built once for the whole run."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from migration_lab import places
from migration_lab.exercises import catalogue, starting
from migration_lab.exercises.exercise import Exercise
from migration_lab.lessons import lesson, start, workspace
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace
from migration_lab.running.runner import Backend, Runner
from tests.migration_lab import small_project

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

# killing a fork, signals, bash, limiting the size of files: Windows has none of them; only Linux limits memory
WITHOUT_WINDOWS = ["running/test_fork_server.py", "lessons/test_interruption.py", "running/test_runner_endings.py"]
WITHOUT_WINDOWS += ["jupyter/test_terminal.py", "judging/test_bench.py", "judging/test_copying.py"]
WITHOUT_WINDOWS += ["judging/test_replaying_killed.py", "judging/test_replaying_endings.py"]
WITHOUT_WINDOWS += ["running/test_replay_endings.py"]
WITHOUT_WINDOWS += ["progress/test_killed.py"]
WITHOUT_WINDOWS += ["widgets/test_time_travel_interrupted.py"]
collect_ignore = WITHOUT_WINDOWS * (sys.platform == "win32")
collect_ignore += ["running/test_limits.py"] * (sys.platform != "linux")

BUILT = ("00_welcome", "02_autogenerate")


@pytest.fixture(scope="session")
def built_starts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the starts of the lessons that have a database."""
    store = tmp_path_factory.mktemp("starts")
    for name in BUILT:
        start.ready(lesson.find(name), store / name)
    return store


@pytest.fixture
def built_desk(desk: Path, built_starts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test a desk with the starts on it, and put process and environment back afterwards."""
    shutil.copytree(built_starts, places.backstage())
    monkeypatch.chdir(desk)
    with _put_back():
        yield desk


@pytest.fixture
def lab(built_desk: Path) -> Workspace:
    """Open lesson 02 on a desk of its own."""
    with redirect_stdout(StringIO()):
        return open_lesson("02_autogenerate")


@pytest.fixture(scope="module")
def ipython() -> Iterator["InteractiveShell"]:
    """Give a shell of IPython with the lab's magics."""
    from tests.migration_lab import shell  # loaded by the few who need it

    with shell.alone() as found:
        yield found


@pytest.fixture(scope="session")
def built_rename(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the start of exercise 02.1."""
    rename, store = catalogue.find("02.1"), tmp_path_factory.mktemp("exercises")
    start.ready(rename.beginning, store / rename.name)
    return store


@pytest.fixture
def rename(desk: Path, built_rename: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Exercise]:
    """Give the test exercise 02.1, started on a desk of its own; put process and environment back afterwards."""
    shutil.copytree(built_rename, places.backstage())
    monkeypatch.chdir(desk)
    exercise = catalogue.find("02.1")
    starting.restore(exercise)
    with _put_back():
        yield exercise


@contextmanager
def _put_back() -> Iterator[None]:
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
    workspace.leave()


@pytest.fixture(params=["fork", "process"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Run the test with each of the runner's two back ends."""
    chosen: Backend = request.param
    return chosen


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give the test a small project of its own."""
    return small_project.make(tmp_path / "02_autogenerate")


@pytest.fixture
def runner(root: Path, backend: Backend) -> Runner:
    """Give the test a runner in that project."""
    return Runner(root, backend=backend)
