"""The cells of exercises in a notebook: each fault in the words an author reads."""

import shutil
from pathlib import Path

import pytest
from nbformat import NotebookNode

from migration_lab.exercises.exercise import EXERCISES
from migration_lab.proof import exercise_cells
from tests.migration_lab.proof.exercise_notebooks import cell, cells, lesson, without

NAME = "00_small"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the tests a folder with exercise 00.1 alone."""
    place = tmp_path_factory.mktemp("exercises")
    shutil.copytree(EXERCISES / "00_1_first_upgrade", place / "00_1_first_upgrade")
    return place


def faults(notebook: NotebookNode, folder: Path, name: str = NAME) -> list[str]:
    return list(map(str, exercise_cells.faults(notebook, name, folder)))


def test_a_notebook_with_all_cells_of_its_exercises_has_no_fault(folder: Path) -> None:
    assert faults(lesson(*cells("00.1")), folder) == []


def test_a_notebook_without_exercises_has_no_fault(folder: Path) -> None:
    gallery = lesson(cell("check", "1"), cell("check-say", "2"), cell("task-1", "3"))

    assert faults(gallery, folder, "gallery") == []
    assert not exercise_cells.has_exercises(gallery, "gallery", folder)


def test_exercises_without_cells_and_cells_without_exercises_are_both_exercises_of_a_notebook(folder: Path) -> None:
    assert exercise_cells.has_exercises(lesson(), NAME, folder)
    assert exercise_cells.has_exercises(lesson(cell("check-00-7", "1")), "gallery", folder)


@pytest.mark.parametrize(
    ("kind", "does"),
    [
        ("task", 'that calls `exercise("00.1")`'),
        ("start", 'that calls `exercise("00.1").start()`'),
        ("work", "with a comment that it is the learner's turn"),
        ("check", 'that calls `exercise("00.1").check()`'),
    ],
)
def test_a_missing_cell_is_told(kind: str, does: str, folder: Path) -> None:
    notebook = without(lesson(*cells("00.1")), f"{kind}-00-1")

    assert faults(notebook, folder) == [
        f"`00_small.ipynb` has no cell `{kind}-00-1`, and exercise 00.1 needs it.\n"
        f"Hint: Add a code cell with that id {does}."
    ]


def test_an_exercise_that_is_none_of_the_lesson_is_told(folder: Path) -> None:
    notebook = lesson(*cells("00.1"), cell("check-00-7", 'exercise("00.7").check()'))

    assert faults(notebook, folder) == [
        "`00_small.ipynb`: the cell `check-00-7` belongs to exercise 00.7, which is none of this lesson.\n"
        "Hint: The exercises of this lesson are 00.1. "
        "Correct the number in the cell's id, or give the cell another id."
    ]


def test_a_notebook_that_should_have_no_exercise_says_so(folder: Path) -> None:
    assert faults(lesson(cell("work-00-1", "1")), folder, "gallery") == [
        "`gallery.ipynb`: the cell `work-00-1` belongs to exercise 00.1, which is none of this lesson.\n"
        "Hint: This lesson has no exercises. Correct the number in the cell's id, or give the cell another id."
    ]


def test_a_cell_that_calls_another_exercise_is_told(folder: Path) -> None:
    notebook = lesson(*cells("00.1"))
    notebook.cells[-1].source = 'exercise("00.2").check()'

    assert faults(notebook, folder) == [
        '`00_small.ipynb`: the cell `check-00-1` does not call `exercise("00.1").check()`.\n'
        'Hint: Write `exercise("00.1").check()`, or give the cell another id.'
    ]


def test_a_check_above_its_start_is_told(folder: Path) -> None:
    task, start, work, check = cells("00.1")

    assert faults(lesson(task, check, start, work), folder) == [
        "`00_small.ipynb`: the cell `check-00-1` stands above `work-00-1`, which must have run before it.\n"
        "Hint: Bring them in the order `task-00-1`, `start-00-1`, `work-00-1`, `check-00-1`."
    ]
