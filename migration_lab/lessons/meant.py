"""Which lesson a person means before one is open, and what to run then: for the hints of errors."""

import os
from pathlib import Path

from migration_lab import called, places
from migration_lab.lessons import lesson

NOTEBOOK = "JPY_SESSION_NAME"  # JupyterLab gives a kernel the path of its notebook in it


def name() -> str:
    """Return the lesson of this kernel's notebook, else the one that was opened last, else the first."""
    known = lesson.names()
    notebook = Path(os.environ.get(NOTEBOOK, "")).name.partition(".")[0]
    return notebook if notebook in known else _opened_last(known)


def exercise() -> str:
    """Return the id of that lesson's exercise that was opened last, else of its first one; empty if it has none."""
    number = name()[:3]
    known = tuple(sorted(one.name for one in (places.ORIGIN / "exercises").glob(f"{number}*_*") if one.is_dir()))
    known = tuple(one for one in known if called.identity(one))
    return called.identity(_opened_last(known)) if known else ""


def again() -> str:
    """Say how to go on in a kernel that knows nothing yet, and how to begin anew; the same words everywhere."""
    lesson, task = name(), exercise()
    also = f' or `work = exercise("{task}").start()`' if task else ""
    return (
        "Run the lesson's first code cell again (`from migration_lab import …`). "
        f'Then `lab = continue_lesson("{lesson}")`{also} goes on where you were; '
        f'`lab = open_lesson("{lesson}")` begins anew.'
    )


def _opened_last(known: tuple[str, ...]) -> str:
    notes = {one: places.backstage(one) / "opened.json" for one in known}
    times = {one: note.stat().st_mtime for one, note in notes.items() if note.is_file()}
    return max(times, key=times.__getitem__) if times else known[0]
