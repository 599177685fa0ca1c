"""All exercises there are, found by the words a person has for one: id, old id, name or slug."""

from pathlib import Path

from migration_lab.called import EXERCISE, identity
from migration_lab.errors import UnknownWordError
from migration_lab.exercises import exercise as records
from migration_lab.exercises.exercise import EXERCISES, FILE, Exercise


def names(folder: Path = EXERCISES) -> tuple[str, ...]:
    """List the folders of the exercises, in order of their ids."""
    found = [file.parent.name for file in folder.glob(f"[0-9][0-9]_*/{FILE}")]
    return tuple(sorted(found, key=_order))


def every(folder: Path = EXERCISES) -> tuple[Exercise, ...]:
    """Read all exercises.

    Raises:
        LabError: One of them cannot be read.
    """
    return tuple(records.read(folder / name) for name in names(folder))


def of(lesson: str, folder: Path = EXERCISES) -> tuple[Exercise, ...]:
    """Read the exercises of one lesson, given by its number or name."""
    return tuple(records.read(folder / name) for name in names(folder) if name[:2] == lesson[:2])


def find(wanted: str | float, folder: Path = EXERCISES) -> Exercise:
    """Find an exercise by its id `02.1` (also `2.1`), an id it had before, its name `02_1_rename` or its slug.

    Raises:
        LabError: There is no such exercise, or its file cannot be read.
    """
    return records.read(folder / locate(wanted, folder))


def locate(wanted: str | float, folder: Path = EXERCISES) -> str:
    """Find the folder of an exercise; the file in it is read only to look for an older id.

    Raises:
        LabError: There is no such exercise, or a file that had to be read cannot be.
    """
    word = str(wanted).strip().lower().replace("-", "_")
    known = names(folder)
    for name in known:
        if word in {name, identity(name), _slug(name)} or _padded(word) == identity(name):
            return name
    for name in known:
        if _padded(word) in records.read(folder / name).aliases:
            return name
    ids = ", ".join(identity(name) for name in known)
    raise UnknownWordError(
        f"There is no exercise {wanted!r}.",
        f"Choose one of {ids}." if known else "Get the lab again: it has no exercises.",
    )


def _padded(word: str) -> str:
    """Give a number its two digits: `2.1` is meant as `02.1`."""
    number, dot, rest = word.partition(".")
    return f"{number.zfill(2)}.{rest}" if dot and number.isdigit() else word


def _slug(name: str) -> str:
    found = EXERCISE.fullmatch(name)
    return found[3] if found else ""


def _order(name: str) -> tuple[str, int, str]:
    found = EXERCISE.fullmatch(name)
    return (found[1], int(found[2]), name) if found else (name[:2], 0, name)
