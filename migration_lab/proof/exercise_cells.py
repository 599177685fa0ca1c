"""The cells of a notebook that belong to its exercises, and what is wrong with them, in words for the author."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from nbformat import NotebookNode

from migration_lab.errors import LabError
from migration_lab.exercises import catalogue
from migration_lab.exercises.exercise import EXERCISES
from migration_lab.proof.notebook import code_cells

TASK, START, WORK, CHECK = "task", "start", "work", "check"
KINDS = (TASK, START, WORK, CHECK)  # in this order
CALLS = {TASK: 'exercise("{}")', START: 'exercise("{}").start()', CHECK: 'exercise("{}").check()'}
_CELL = re.compile(rf"({'|'.join(KINDS)})-(\d\d)-(\d+)")


@dataclass(frozen=True)
class ExerciseCell:
    """What the id of a cell says: `check-02-1` is the check of 02.1."""

    kind: str
    exercise: str

    @property
    def id(self) -> str:
        """Write it as the id of a cell."""
        return f"{self.kind}-{self.exercise.replace('.', '-')}"

    @property
    def call(self) -> str:
        """Write what its code must call; empty: it is the learner's own."""
        return CALLS.get(self.kind, "").format(self.exercise)


def read(cell: NotebookNode) -> ExerciseCell | None:
    """Read the id of a cell; None if it belongs to no exercise."""
    found = _CELL.fullmatch(cell.get("id", ""))
    return ExerciseCell(found[1], f"{found[2]}.{found[3]}") if found else None


def has_exercises(notebook: NotebookNode, name: str, folder: Path = EXERCISES) -> bool:
    """Tell whether a notebook has cells of exercises, or should have."""
    return bool(catalogue.of(name, folder)) or any(map(read, code_cells(notebook)))


def faults(notebook: NotebookNode, name: str, folder: Path = EXERCISES) -> Iterator[LabError]:
    """Yield what is wrong with the cells of exercises in the notebook of a lesson.

    Args:
        notebook: The notebook.
        name: Its name, `02_autogenerate`: the number tells which exercises are its own.
        folder: Where the exercises are.
    """
    cells = {found: cell for cell in code_cells(notebook) if (found := read(cell))}
    own = [one.id for one in catalogue.of(name, folder)]
    file, places = f"`{name}.ipynb`", list(cells)
    for found in places:
        if found.exercise not in own:
            yield _foreign(file, found, own)
        elif found.call not in cells[found].source:
            message = f"{file}: the cell `{found.id}` does not call `{found.call}`."
            yield LabError(message, f"Write `{found.call}`, or give the cell another id.")
    for exercise in own:
        wanted = [ExerciseCell(kind, exercise) for kind in KINDS]
        for missing in [each for each in wanted if each not in cells]:
            yield _missing(file, missing)
        for first, second in pairwise(each for each in wanted if each in cells):
            if places.index(first) > places.index(second):
                message = f"{file}: the cell `{second.id}` stands above `{first.id}`, which must have run before it."
                yield LabError(message, f"Bring them in the order {_listed(wanted)}.")


def _foreign(file: str, found: ExerciseCell, own: list[str]) -> LabError:
    known = f"The exercises of this lesson are {', '.join(own)}." if own else "This lesson has no exercises."
    message = f"{file}: the cell `{found.id}` belongs to exercise {found.exercise}, which is none of this lesson."
    return LabError(message, f"{known} Correct the number in the cell's id, or give the cell another id.")


def _missing(file: str, missing: ExerciseCell) -> LabError:
    does = f"that calls `{missing.call}`" if missing.call else "with a comment that it is the learner's turn"
    message = f"{file} has no cell `{missing.id}`, and exercise {missing.exercise} needs it."
    return LabError(message, f"Add a code cell with that id {does}.")


def _listed(cells: list[ExerciseCell]) -> str:
    return ", ".join(f"`{each.id}`" for each in cells)
