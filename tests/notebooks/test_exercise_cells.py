"""Every exercise has its four cells in the notebook of its lesson, and every such cell has its exercise."""

from pathlib import Path

import pytest

from migration_lab.exercises import catalogue
from migration_lab.proof import exercise_cells, notebook

FOLDER = Path(__file__).parents[2] / "notebooks"
FILES = sorted(FOLDER.glob("*.ipynb"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_exercises_of_a_lesson_and_the_cells_of_its_notebook_belong_together(file: Path) -> None:
    faults = exercise_cells.faults(notebook.read(file), file.stem)

    assert list(map(str, faults)) == []


@pytest.mark.parametrize("name", catalogue.names())
def test_an_exercise_belongs_to_a_lesson_that_has_a_notebook(name: str) -> None:
    lesson = catalogue.find(name).lesson

    assert (FOLDER / f"{lesson}.ipynb").is_file()
    assert lesson[:2] == name[:2]
