"""`alembic` as a shell finds it: in a workspace guarded as `%alembic` is, else the real one with its own words."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.running import environment
from migration_lab.running.runner import Runner
from tests.migration_lab import outside, small_project
from tests.migration_lab.outside import CREATING, WAYS, in_dot_env, in_ini, sentence

REAL = f'"{sys.executable}" -m alembic'


@pytest.fixture
def lesson(desk: Path) -> Path:
    """Give the test a small project where the desk has the workspace of a lesson that was opened."""
    small_project.write(places.backstage("02_autogenerate"), "opened.json", "{}")
    return small_project.make(desk / "02_autogenerate")


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """Give a database that is not the lesson's."""
    return outside.database(tmp_path / "real.db")


def shell(line: str, folder: Path) -> tuple[int, str, str]:
    """Run a line as a cell's `!` does."""
    done = subprocess.run(line, shell=True, cwd=folder, env=environment.clean(), capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def _without_log(words: str) -> str:
    return "".join(line for line in words.splitlines(keepends=True) if not line.startswith("INFO "))


@pytest.mark.parametrize("name", WAYS, ids=lambda way: way.__name__)
def test_a_database_outside_the_workspace_is_refused(
    lesson: Path, real: Path, name: Callable[[Path, str], None]
) -> None:
    name(lesson, f"sqlite+aiosqlite:///{real}")
    before = real.read_bytes()

    code, _, words = shell("alembic upgrade head", lesson)

    assert code == 1
    assert _without_log(words) == sentence(str(real), f"sqlite+aiosqlite:///{real}") + "\n"
    assert real.read_bytes() == before


@pytest.mark.parametrize("name", CREATING, ids=lambda way: way.__name__)
def test_a_database_outside_the_workspace_is_not_created(
    lesson: Path, tmp_path: Path, name: Callable[[Path, str], None]
) -> None:
    name(lesson, f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")

    code, _, _ = shell("alembic upgrade head", lesson)

    assert code == 1
    assert not (tmp_path / "new.db").exists()


def test_a_folder_inside_the_workspace_is_guarded_too(lesson: Path, real: Path) -> None:
    in_ini(lesson, f"sqlite+aiosqlite:///{real}")

    code, _, words = shell("alembic -c ../../alembic.ini upgrade head", lesson / "alembic" / "versions")

    assert (code, words) == (1, sentence(str(real), f"sqlite+aiosqlite:///{real}") + "\n")


def test_both_ways_to_run_alembic_refuse_in_the_same_words(lesson: Path, real: Path) -> None:
    in_dot_env(lesson, f"sqlite+aiosqlite:///{real}")

    run = Runner(lesson).alembic("upgrade", "head")

    code, _, words = shell("alembic upgrade head", lesson)
    assert run.exit_code == code
    assert run.error == f"migration_lab.running.guard.Refused: {words}"


def test_the_database_of_this_very_command_line_is_allowed(lesson: Path, tmp_path: Path) -> None:
    code, _, words = shell(f'alembic -x "url=sqlite+aiosqlite:///{tmp_path / "mine.db"}" upgrade head', lesson)

    assert code == 0, words
    assert (tmp_path / "mine.db").exists()
    assert not (lesson / "app.db").exists()


@pytest.mark.parametrize(
    "words",
    ["--version", "-h", "heads", "history", "current", "upgrade x", "upgrade", "frob", "check", "upgrade head --sql"],
)  # fmt: skip
@pytest.mark.parametrize("folder", ["lesson", "elsewhere"])
def test_it_is_the_real_alembic(words: str, folder: str, lesson: Path, tmp_path: Path) -> None:
    place = {"lesson": lesson, "elsewhere": tmp_path}[folder]

    ours = shell(f"alembic {words}", place)

    assert ours == shell(f"{REAL} {words}", place)


def test_an_error_of_a_migration_is_told_as_python_tells_it(lesson: Path) -> None:
    small_project.revise(lesson, "002_next", upgrade="raise ValueError(17)")

    code, _, words = shell("alembic upgrade head", lesson)

    (lesson / "app.db").unlink()
    real_code, _, real_words = shell(f"{REAL} upgrade head", lesson)
    assert code == real_code == 1
    assert words == _without_the_door(real_words)


def _without_the_door(words: str) -> str:
    """Drop the frames of `python -m alembic` itself."""
    kept = words.splitlines(keepends=True)
    first = next(place for place, line in enumerate(kept) if "alembic/config.py" in line.replace(os.sep, "/"))
    start = kept.index("Traceback (most recent call last):\n")
    return "".join(kept[: start + 1] + kept[first:])


def test_outside_a_workspace_no_database_is_refused(desk: Path, real: Path) -> None:
    project = small_project.make(desk / "mine")
    in_ini(project, f"sqlite+aiosqlite:///{real}")

    code, _, words = shell("alembic upgrade head", project)

    assert code == 0, words


def test_another_python_first_on_the_path_does_not_matter(lesson: Path, tmp_path: Path) -> None:
    small_project.write(tmp_path, "bin/python", "#!/bin/sh\necho another Python\n").chmod(0o755)

    code, words, _ = shell(f"PATH='{tmp_path / 'bin'}':$PATH; alembic heads", lesson)

    assert (code, words) == (0, "001_users (head)\n")
