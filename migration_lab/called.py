"""What a workspace is called: whether it is a lesson's or an exercise's, and the code that opens it."""

import re

EXERCISE = re.compile(r"(\d\d)_(\d+)_([a-z0-9_]+)")


def identity(name: str) -> str:
    """Return the id that belongs to the name of an exercise, `02.1` for `02_1_rename`; empty for a lesson's."""
    found = EXERCISE.fullmatch(name)
    return f"{found[1]}.{found[2]}" if found else ""


def kind(name: str) -> str:
    """Say `exercise` or `lesson`."""
    return "exercise" if identity(name) else "lesson"


def beginning(name: str) -> str:
    """Write the code that puts a workspace at its start."""
    return f'exercise("{identity(name)}").reset()' if identity(name) else f'lab = open_lesson("{name}")'


def going_on(name: str) -> str:
    """Write the code that goes on with a workspace as it is."""
    if identity(name):
        return f'from migration_lab import exercise; lab = exercise("{identity(name)}").start()'
    return f'from migration_lab import continue_lesson; lab = continue_lesson("{name}")'
