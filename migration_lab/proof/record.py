"""Run a lesson's notebook again and save it, byte-stable; nobody edits outputs by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent

from nbformat import NotebookNode

from migration_lab.errors import LabError, UnknownWordError
from migration_lab.places import ORIGIN
from migration_lab.proof import kernel, notebook
from migration_lab.proof.notebook import PLANNED_FAILURE, Place, code_cells, place
from migration_lab.proof.unstable import unstable

NOTEBOOKS = ORIGIN / "notebooks"
PASSES = 2

REPAIR = f"Repair the cell; if the failure is planned, give the cell the tag `{PLANNED_FAILURE}`."
UNTAG = "Make the cell fail as the text around it says, or take the tag away."
STEADY = "Show something that is the same in every run: a name, a count, a path relative to the workspace."


@dataclass(frozen=True)
class Recorded:
    """What recording did with one notebook."""

    file: str
    cells: int
    changed: bool

    def __str__(self) -> str:
        return f"`{self.file}`: {self.cells} code cells, {'saved' if self.changed else 'nothing changed'}"


def record(lessons: Sequence[str] = (), folder: Path = NOTEBOOKS) -> tuple[Recorded, ...]:
    """Run notebooks from the top in a fresh kernel on a temporary desk, twice, and save what both runs gave.

    Args:
        lessons: Numbers (`2`, `02`), names (`02_autogenerate`) or files; all notebooks if none is given.
        folder: Where the notebooks are.

    Raises:
        UnknownWordError: There is no such notebook.
        LabError: A cell failed that was not planned to, or shows what the next run would show differently. The file
            stays as it was.
    """
    return tuple(_record(path) for path in _find(lessons, folder))


def _find(lessons: Sequence[str], folder: Path) -> list[Path]:
    known = sorted(folder.glob("*.ipynb"))
    chosen = [path for path in known if not lessons or any(_is(path, lesson) for lesson in lessons)]
    for lesson in lessons:
        if not any(_is(path, lesson) for path in known):
            names = ", ".join(path.stem for path in known) or "none yet"
            raise UnknownWordError(f"There is no notebook `{lesson}` in `{folder.name}`.", f"Choose one of: {names}.")
    return chosen


def _is(path: Path, lesson: str) -> bool:
    stem = Path(lesson).name.removesuffix(".ipynb")
    return path.stem == stem or (stem.isdigit() and path.stem.split("_")[0] == stem.zfill(2))


def _record(path: Path) -> Recorded:
    before = notebook.read(path)
    runs = []
    with TemporaryDirectory(prefix="migration-lab-desk-", ignore_cleanup_errors=True) as desk:
        for _ in range(PASSES):
            execution = kernel.execute(before, path.parent, home=Path(desk))
            _refuse_failures(path.name, execution)
            runs.append(execution.notebook)
    _refuse_unstable(path.name, runs)
    content = notebook.saved_form(runs[0])
    changed = content != path.read_text(encoding="utf-8")
    if changed:
        path.write_text(content, encoding="utf-8", newline="\n")
    return Recorded(path.name, len(code_cells(before)), changed)


def _refuse_failures(file: str, execution: kernel.Execution) -> None:
    if execution.stop is not None:
        where, stop = place(execution.notebook, file, execution.stop.number), execution.stop
        _refuse(where, f"{stop.reason}\n{indent(stop.traceback, '    ')}".rstrip(), REPAIR)
    for number, cell in enumerate(code_cells(execution.notebook), 1):
        where = place(execution.notebook, file, number)
        if cell.execution_count is None:
            _refuse(where, "The cell is empty.", "Delete the cell.")
        if PLANNED_FAILURE in cell.metadata.get("tags", []) and not notebook.failed(cell):
            _refuse(where, f"The cell carries the tag `{PLANNED_FAILURE}`, but nothing was raised.", UNTAG)


def _refuse_unstable(file: str, runs: Sequence[NotebookNode]) -> None:
    for number, cells in enumerate(zip(*map(code_cells, runs), strict=True), 1):
        said = [notebook.text(cell.outputs) for cell in cells]
        where = place(runs[0], file, number)
        found = unstable(said[0])
        if found:
            _refuse(where, f"The output shows {found}, which differs from machine to machine or day to day.", STEADY)
        if cells[0].outputs != cells[1].outputs:
            change = notebook.difference(said[0], said[1], ("first run", "second run"))
            _refuse(where, f"Two runs gave two outputs:\n{indent(change, '    ')}", STEADY)


def _refuse(where: Place, what: str, hint: str) -> None:
    raise LabError(f"{where}: {what}", f"{hint} The file stays as it was.")
