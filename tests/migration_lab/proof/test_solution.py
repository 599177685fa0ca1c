"""A solution is laid and run without a word, and fails loudly."""

import shutil
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging.judge import judge
from migration_lab.proof import solution


@pytest.fixture
def folder(rename: Exercise, tmp_path: Path) -> Path:
    """Give the test a folder of exercises of its own, with 02.1 in it."""
    place = tmp_path / "exercises"
    shutil.copytree(rename.folder, place / rename.name)
    return place


def test_a_solution_that_was_laid_is_done_and_nothing_was_said(
    rename: Exercise, capfd: pytest.CaptureFixture[str]
) -> None:
    solution.lay("02.1")

    assert judge(rename).kind == "done"
    assert capfd.readouterr() == ("", "")


def test_its_commands_are_run_in_the_workspace(rename: Exercise, folder: Path) -> None:
    (folder / rename.name / "solution" / "answer.toml").write_text('commands = ["alembic upgrade head"]')

    solution.lay("02.1", folder)

    assert judge(rename).kind == "done"
    assert b"display_name" in (places.home() / rename.name / "app.db").read_bytes()


def test_a_command_that_fails_is_told(rename: Exercise, folder: Path) -> None:
    (folder / rename.name / "solution" / "answer.toml").write_text('commands = ["alembic upgrade 999"]')

    with pytest.raises(LabError) as raised:
        solution.lay("02.1", folder)

    assert str(raised.value) == (
        "The solution of 02.1 cannot be run.\n"
        "Can't locate revision identified by '999'\n"
        "`alembic upgrade 999` ended with exit code 255.\n"
        f"Hint: Correct `exercises/02_1_rename/solution/`; `{LAB} selfcheck 02.1` runs it too."
    )


def test_an_exercise_that_was_not_started_is_not_solved(desk: Path) -> None:
    with pytest.raises(LabError) as raised:
        solution.lay("02.1")

    assert raised.value.message == (
        "The workspace `02_1_rename` is not there (any more), so there is nothing to work on."
    )
    assert not desk.exists()
