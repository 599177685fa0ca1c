"""Open a lesson: put its project at the start, keep what the learner made, and make it the place to work."""

import sys
import uuid
from collections.abc import Mapping
from pathlib import Path

from migration_lab import places
from migration_lab.lessons import attempts, disk, ledger, opened, start, workspace
from migration_lab.lessons import lesson as lessons
from migration_lab.lessons.attempts import Attempt, discard, draft
from migration_lab.lessons.lesson import Lesson
from migration_lab.lessons.opened import Opened
from migration_lab.lessons.start import Start
from migration_lab.lessons.swap import swap
from migration_lab.lessons.workspace import Workspace
from migration_lab.running import environment
from migration_lab.running.runner import Runner
from migration_lab.turn import turn

OLD = "old"  # what was in the workspace, while it makes way


def open_lesson(name: str | int) -> Workspace:
    """Put a lesson's project at its start and make it the current directory.

    Files you changed or added are kept in `attempts/` first (`lab.attempts` lists them).

    Args:
        name: The lesson's name or number: `"02_autogenerate"`, `"02"` or `2`.

    Raises:
        LabError: There is no such lesson, or the disk does not let us.
    """
    lesson = lessons.find(name)
    restore(lesson)
    lab = enter(lesson)
    print(lesson.ready)
    return lab


def continue_lesson(name: str | int) -> Workspace:
    """Go on with a lesson's project as it is, for example in a restarted kernel.

    Raises:
        LabError: There is no such lesson, or it was not opened yet.
    """
    lesson = lessons.find(name)
    opened.examine(lesson.name, places.home() / lesson.name, "")
    lab = enter(lesson)
    print(goes_on(lab))
    return lab


def goes_on(lab: Workspace) -> str:
    """Say that a project goes on as it is, and what is missing in it."""
    known = opened.read(lab.name)
    gone = [path for path in known.ledger if not (lab.path / path).exists()] if known else []
    missing = f" Not there any more: {', '.join(gone[:5])}{' …' if len(gone) > 5 else ''}." if gone else ""
    return f"{lab.name} goes on where you left it.{missing}"


def untouched(name: str) -> bool:
    """Tell whether an opened project is as its start is: nothing was made in it, and nothing taken away."""
    known, place = opened.read(name), places.home() / name
    return known is not None and not _work(place, known) and all((place / path).exists() for path in known.ledger)


def restore(lesson: Lesson, extra: Mapping[str, Path] | None = None) -> Attempt | None:
    """Put a lesson's project at its start, whatever is there; return the attempt that holds what was there.

    Args:
        lesson: Which one.
        extra: More files of the learner's to keep in the attempt, by their path in it.

    Raises:
        LabError: The disk does not let us; nothing was changed then.
    """
    notes, place = places.backstage(lesson.name), places.home() / lesson.name
    with disk.told(places.home()), turn(places.backstage(), lesson.name), draft(notes / "copy") as copy:
        discard(notes / opened.READY)
        beginning = _staged(lesson, notes, copy)
        known = opened.read(lesson.name) or Opened("", beginning.ledger, beginning.contents)
        attempts.keep(lesson.name, _work(notes / OLD, known))  # of an opening that was interrupted
        kept = attempts.keep(lesson.name, _work(place, known) | dict(extra or {}))
        discard(notes / OLD)
        copy.rename(notes / opened.READY)
        swap(notes / opened.READY, place, aside=notes / OLD)
        kept = attempts.keep(lesson.name, _work(notes / OLD, known)) or kept  # saved while we were moving
        opened.write(lesson.name, Opened(uuid.uuid4().hex, beginning.ledger, beginning.contents))
        (notes / opened.READY).rmdir()
        discard(notes / OLD)
    return kept


def _staged(lesson: Lesson, notes: Path, copy: Path) -> Start:
    """Lay a complete copy of the start beside the workspace; a start that was damaged is built anew."""
    found = start.ready(lesson, notes)
    if not found.copy(copy):
        found = start.build(lesson, found.folder.parent)
        found.copy(copy)
    return found


def _work(folder: Path, known: Opened) -> dict[str, Path]:
    """List what the learner changed or added in a folder since the lesson was opened."""
    if folder.is_symlink() or folder.is_file():
        return {folder.name: folder}
    if not folder.exists():
        return {}
    databases = [name for name in ledger.DATABASES.values() if (folder / name).is_file()]
    paths = {*ledger.changed(known.ledger, ledger.read(folder, without=databases))}
    paths |= {name for name in databases if not _is_as_it_was(folder / name, known)}
    return {path: folder / path for path in sorted(paths)}


def _is_as_it_was(database: Path, known: Opened) -> bool:
    """Tell whether a database holds what it held: it may have been migrated away and back, or just looked at.

    SQLite itself reads a small one: to open and close the file here would drop the locks of a learner's connection.
    """
    content = known.contents.get(database.name)
    if content is None:
        return database.name in known.ledger and ledger.imprint(database) == known.ledger[database.name]
    return database.stat().st_size <= attempts.SMALL and ledger.content(database) == content


def enter(lesson: Lesson) -> Workspace:
    """Make a lesson's project, which is there already, the place to work."""
    lab = Workspace(lesson.name, places.home() / lesson.name, opened.token(lesson.name))
    environment.adopt()
    workspace.enter(lab)
    shell = _shell()
    if shell is not None:
        from migration_lab.magics import register  # a script without a notebook does without it

        register(shell)
    Runner(lab.path).warm()
    return lab


def _shell() -> object | None:
    """Return the notebook's shell, without loading IPython where there is none."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
