"""The notebook and the cell that `pytest --nbval` collects: run once from the top, then compared cell by cell."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import nbval.plugin  # type: ignore[import-untyped]
import pytest
from nbformat import NotebookNode

from migration_lab.errors import LabError
from migration_lab.proof import kernel, notebook
from migration_lab.proof.nbval_gaps.report import compare, recording


def install(kind: "type[LessonNotebook]") -> None:
    """Put our notebook in the place of nbval's."""
    nbval.plugin.IPyNbFile = kind


class CellError(Exception):
    """What an author reads about one cell; shown as it is, without frames."""


class LessonNotebook(pytest.File):
    """A notebook file; its first cell runs all of it, so that any cell can be chosen alone."""

    def collect(self) -> Iterator["LessonCell"]:
        """List one test for each code cell, numbered from 1 as in the reports."""
        for number in range(1, len(notebook.code_cells(self.saved)) + 1):
            yield LessonCell.from_parent(self, name=f"Cell {number}", number=number)

    @cached_property
    def saved(self) -> NotebookNode:
        """The notebook as its file has it."""
        return notebook.read(self.path)

    @property
    def label(self) -> str:
        """The notebook's name in reports."""
        root = self.config.rootpath
        return self.path.relative_to(root).as_posix() if self.path.is_relative_to(root) else self.path.name

    def advice(self, where: notebook.Place, cell: NotebookNode) -> str:
        """Say what to do about a cell that is not as it was saved."""
        return recording(where, cell)

    @cached_property
    def now(self) -> kernel.Execution:
        """The notebook as it comes out of a fresh kernel now."""
        limit = min(self.config.getoption("--nbval-cell-timeout"), kernel.TIME_LIMIT)
        with TemporaryDirectory(prefix="migration-lab-desk-", ignore_cleanup_errors=True) as own:
            desk = Path(self.config.getoption("--lab-desk") or own)
            return kernel.execute(self.saved, self.path.parent, home=desk, time_limit=limit)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Show what is wrong with the file without frames."""
        return str(excinfo.value) if isinstance(excinfo.value, LabError) else str(super().repr_failure(excinfo))


class LessonCell(pytest.Item):
    """One code cell: its saved output against the one it has now."""

    parent: LessonNotebook

    def __init__(self, *, number: int, **arguments: object) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]
        self.number = number

    def runtest(self) -> None:
        """Compare the cell, or say in one word that an earlier cell ended the run."""
        book, now = self.parent, self.parent.now
        if now.stop is not None and self.number > now.stop.number:
            pytest.skip(f"not run: code cell {now.stop.number} ended the run")
        finding = compare(book.saved, now, file=book.label, number=self.number, advice=book.advice)
        if finding:
            raise CellError(finding)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Show the finding without frames; anything else is a fault of ours and keeps its frames."""
        if isinstance(excinfo.value, CellError | LabError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the cell in the header of its report."""
        return self.path, None, f"{self.parent.label}: code cell {self.number}"
