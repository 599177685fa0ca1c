"""Which lesson a person means before one is open, and what to run then: for the hints of errors."""

import os
from pathlib import Path

from migration_lab import places
from migration_lab.lessons import lesson

NOTEBOOK = "JPY_SESSION_NAME"  # JupyterLab gives a kernel the path of its notebook in it


def name() -> str:
    """Return the lesson of this kernel's notebook, else the one that was opened last, else the first."""
    known = lesson.names()
    notebook = Path(os.environ.get(NOTEBOOK, "")).name.partition(".")[0]
    return notebook if notebook in known else _opened_last(known)


def going_on() -> str:
    """Write the code that goes on with that lesson, ready to paste."""
    return f'`from migration_lab import continue_lesson; lab = continue_lesson("{name()}")`'


def beginning() -> str:
    """Write the code that opens that lesson at its start, ready to paste."""
    return f'`from migration_lab import open_lesson; lab = open_lesson("{name()}")`'


def _opened_last(known: tuple[str, ...]) -> str:
    notes = {one: places.backstage(one) / "opened.json" for one in known}
    times = {one: note.stat().st_mtime for one, note in notes.items() if note.is_file()}
    return max(times, key=times.__getitem__) if times else known[0]
