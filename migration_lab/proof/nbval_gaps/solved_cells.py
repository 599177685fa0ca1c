"""The notebook that `pytest --nbval --lab-solved` collects: a copy, made now, in which the exercises are solved."""

from collections.abc import Iterator
from functools import cached_property

from nbformat import NotebookNode

from migration_lab.proof import exercise_cells, notebook, solved
from migration_lab.proof.nbval_gaps.cells import LessonCell, LessonNotebook


class SolvedNotebook(LessonNotebook):
    """A notebook whose exercises are solved before they are checked; one without exercises has no cells here."""

    def collect(self) -> Iterator[LessonCell]:
        """List the cells of the copy, if the notebook has exercises."""
        if exercise_cells.has_exercises(notebook.read(self.path), self.path.stem):
            yield from super().collect()

    @cached_property
    def saved(self) -> NotebookNode:
        """The copy, with what each cell must show."""
        return solved.copy(notebook.read(self.path), self.path.stem)

    @property
    def label(self) -> str:
        """The notebook's name in reports, which are about the copy."""
        return f"{super().label}, solved copy"

    def advice(self, where: notebook.Place, cell: NotebookNode) -> str:
        """Say what to do about a cell of the copy that does not show what it must."""
        return solved.advice(cell)
