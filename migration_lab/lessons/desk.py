"""The learner's desk, `work/`: notebooks are laid on it, and a lesson is put back to its start."""

from dataclasses import dataclass
from pathlib import Path

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.lessons import attempts, disk, handout, ledger, opening, panes
from migration_lab.lessons import lesson as lessons
from migration_lab.lessons.attempts import Attempt
from migration_lab.lessons.handout import Laid
from migration_lab.lessons.lesson import Lesson
from migration_lab.places import ORIGIN, home
from migration_lab.turn import turn

__all__ = ["ORIGIN", "Reset", "home", "lay", "reset"]


@dataclass(frozen=True)
class Reset:
    """What a reset did.

    Args:
        lesson: The lesson that is at its start again.
        kept: Where the learner's work is now; None when there was none.
        notebook: The notebook that was laid again; None when the lesson has none.
    """

    lesson: Lesson
    kept: Attempt | None
    notebook: Path | None

    def __str__(self) -> str:
        lines = [self.lesson.ready]
        if self.kept:
            folder = f"attempts/{self.lesson.name}/{self.kept.number}"
            lines.append(f"Your work is kept in `{folder}`: {', '.join(self.kept.files)}.")
        if self.notebook:
            lines.append(f"`{handout.FOLDER}/{self.notebook.name}` is as it was; reload it if it is open in a browser.")
        return "\n".join(lines)


def lay(origin: Path = ORIGIN) -> tuple[str, ...]:
    """Lay the notebooks on the desk, and the handbook they link to; an edited notebook stays, the new one is beside it.

    Args:
        origin: The repository they come from.

    Returns:
        A sentence for each file of which the learner's copy was edited, or run: what became of it.

    Raises:
        LabError: The disk does not let us.
    """
    folder = home() / handout.FOLDER
    with disk.told(folder), turn(places.backstage(), handout.FOLDER):
        folder.mkdir(exist_ok=True)
        before = handout.laid()
        news = {name: origin / handout.FOLDER / name for name in handout.names(origin)}
        said = [_lay(new, folder / name, before.get(name)) for name, new in news.items()]
        handout.remember(before | {name: handout.laid_form(new) for name, new in news.items()})
        said.append(handout.lay_handbook(origin, home()))
        panes.lay(folder)
    return tuple(sentence for sentence in said if sentence)


def reset(number: str | int, origin: Path = ORIGIN) -> Reset:
    """Put a lesson's notebook and project back to the start; what the learner made is kept in `attempts/`.

    Raises:
        LabError: There is no such lesson, or the disk does not let us.
    """
    lesson = lessons.find(number)
    name = f"{lesson.name}.ipynb"
    notebook, copy = origin / handout.FOLDER / name, home() / handout.FOLDER / name
    changed = {f"{handout.FOLDER}/{name}": copy} if _says_more(copy, notebook) else {}
    _expect_no_folder(copy)
    kept = opening.restore(lesson, changed)
    if not notebook.exists():
        return Reset(lesson, kept, None)
    with disk.told(copy.parent), turn(places.backstage(), handout.FOLDER):
        copy.parent.mkdir(exist_ok=True)
        handout.copy(notebook, copy)
        handout.remember(handout.laid() | {name: handout.laid_form(notebook)})
        panes.lay(copy.parent)
    return Reset(lesson, kept, copy)


def _lay(new: Path, copy: Path, laid: Laid | None) -> str:
    """Lay one notebook; return what there is to say about it."""
    latest, found = handout.laid_form(new), ledger.imprint(copy)
    if found == latest.content:
        return ""
    if not places.is_there(copy) or (laid and found == laid.content):
        handout.copy(new, copy)
        return ""
    if not handout.is_edited(copy, latest) or (laid and laid.text == latest.text and copy.is_file()):
        return ""
    if laid is None or handout.is_edited(copy, laid):
        file, is_new = handout.beside(new, copy)
        there = f"`{copy.name}` has a new version. Yours was edited and stays; the new one is `{file.name}`."
        return there if is_new else ""
    return _replace(new, copy)


def _replace(new: Path, copy: Path) -> str:
    """Lay a new version over one that was run but not edited: its outputs are the learner's."""
    lesson = copy.stem
    with turn(places.backstage(), lesson):
        kept = attempts.keep(lesson, {f"{handout.FOLDER}/{copy.name}": copy})
    handout.copy(new, copy)
    where = f"attempts/{lesson}/{kept.number}" if kept else "attempts"
    return f"`{copy.name}` has a new version, which is laid; the one you ran is kept in `{where}`."


def _says_more(copy: Path, notebook: Path) -> bool:
    """Tell whether a notebook on the desk differs from the lab's, outputs included."""
    return places.is_there(copy) and not (
        copy.is_file() and notebook.is_file() and copy.read_bytes() == handout.blank(notebook)
    )


def _expect_no_folder(copy: Path) -> None:
    """Refuse to overwrite what is no file: nobody knows what is in it."""
    if copy.is_dir() and not copy.is_symlink():
        raise LabError(
            f"There is a folder where the notebook `{copy.name}` belongs, so nothing was put back.",
            f"Give the folder `{places.shown(copy)}` another name and run this again.",
        )
