"""Mina's files: they appear in the lesson's folder, belong to its history, and Alembic runs them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.experiments import history_released, history_team
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace


@pytest.fixture
def lab(built_desk: Path) -> Workspace:
    return open_lesson("05_history")


def test_a_pull_brings_a_revision_and_the_model_that_belongs_to_it(lab: Workspace) -> None:
    arrived = history_team.pull_retries(lab)

    assert arrived.grid.caption == "as after `git pull`"
    assert all((lab.path / path).is_file() for path, _ in arrived.files)
    assert lab.history().heads == ("007_add_retries",)
    lab.alembic("upgrade", "head").raise_for_failure()
    lab.alembic("check").raise_for_failure()
    lab.alembic("downgrade", "-1").raise_for_failure()


def test_a_pull_done_twice_is_the_pull_done_once(lab: Workspace) -> None:
    history_team.pull_retries(lab)
    once = {path: (lab.path / path).read_text() for path in (history_team.RETRIES, history_team.MODEL)}

    history_team.pull_retries(lab)

    assert {path: (lab.path / path).read_text() for path in once} == once


def test_the_edit_is_found_in_the_file_and_not_by_check(lab: Workspace) -> None:
    history_team.pull_retries(lab)
    lab.alembic("upgrade", "head").raise_for_failure()
    release = history_released.record(lab.path)

    history_team.pull_edit(lab)

    lab.alembic("check").raise_for_failure()
    assert {path for path, _ in history_released.edited(lab.path, release).rows} == {history_team.RETRIES}
    assert "BETWEEN 0 AND 5" in (lab.path / history_team.MODEL).read_text()


def test_a_release_is_what_was_merged_even_if_it_is_noted_after_the_edit(lab: Workspace) -> None:
    history_team.pull_retries(lab)
    in_time = history_team.release(lab)
    history_team.pull_edit(lab)

    late = history_team.release(lab)

    assert late == in_time == history_team.release(lab)
    assert late.files[history_team.RETRIES] == history_team.ADD_RETRIES
    assert len(history_released.edited(lab.path, late).rows) == 2


@pytest.mark.parametrize(
    ("gone", "first"),
    [
        (history_team.MODEL, f'bring it back with `lab.bring("{history_team.MODEL}")`'),
        (history_team.RETRIES, "run the cell with `pull_retries`"),
    ],
)
def test_what_mina_changes_must_be_there(lab: Workspace, gone: str, first: str) -> None:
    history_team.pull_retries(lab)
    (lab.path / gone).unlink()

    with pytest.raises(LabError) as said:
        history_team.pull_edit(lab)

    assert said.value.message == f"`{gone}` is not there, so Mina has nothing to change."
    assert said.value.hint == f"First {first}, then this cell again."


def test_nothing_arrives_where_the_model_is_gone(lab: Workspace) -> None:
    (lab.path / history_team.MODEL).unlink()

    with pytest.raises(LabError):
        history_team.pull_retries(lab)

    assert not (lab.path / history_team.RETRIES).exists()


def test_a_folder_that_is_gone_comes_with_the_file(lab: Workspace) -> None:
    shutil.rmtree(lab.path / "alembic/versions")

    history_team.switch_to_quota(lab)

    assert (lab.path / history_team.QUOTA).read_text() == history_team.TRY_QUOTA


@pytest.mark.parametrize("command", [history_team.switch_to_main, history_team.release])
def test_a_lesson_that_is_gone_has_no_branches_and_no_release(
    lab: Workspace, command: Callable[[Workspace], object]
) -> None:
    shutil.rmtree(lab.path)

    with pytest.raises(LabError):
        command(lab)


def test_what_arrived_says_the_command_that_would_have_brought_it(lab: Workspace) -> None:
    said = [history_team.switch_to_quota(lab), history_team.switch_to_main(lab)]

    assert [(one.grid.caption, one.grid.headers, one.grid.rows) for one in said] == [
        ("as after `git switch quota`", ("file", "what happened"), ((history_team.QUOTA, "there"),)),
        ("as after `git switch main`", ("file", "what happened"), ((history_team.QUOTA, "not on this branch"),)),
    ]


def test_a_branch_comes_and_goes(lab: Workspace) -> None:
    history_team.switch_to_quota(lab)
    there = (lab.path / history_team.QUOTA).is_file()

    history_team.switch_to_main(lab)
    history_team.switch_to_main(lab)

    assert (there, (lab.path / history_team.QUOTA).exists()) == (True, False)
