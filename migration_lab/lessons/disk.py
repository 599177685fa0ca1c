"""What the disk refuses, said in sentences: full, read-only, a file where a folder should be."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migration_lab import places
from migration_lab.command import LAB
from migration_lab.errors import LabError

FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
NO_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.ELOOP}
IN_USE = {32, 33}  # Windows: another process has the file open, or locked a part of it

KEPT = "Nothing of yours was changed."


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn an error of the operating system into a `LabError` that names the folder and the next step.

    Args:
        folder: What is being written, for the sentence.
    """
    try:
        yield
    except OSError as error:
        raise sentence(error, folder) from error


def sentence(error: OSError, folder: Path) -> LabError:
    """Say what this error means for a person who wants to start a lesson."""
    where = f"`{places.shown(folder)}`"
    if getattr(error, "winerror", None) in IN_USE:
        return LabError(
            f"{_file(error, folder)} is open in another program, so it cannot be replaced. {KEPT}",
            "Close that program (a second notebook, a terminal, a database browser) and run this again.",
        )
    if error.errno in FULL:
        return full(folder)
    if error.errno in CLOSED:
        return LabError(
            f"{where} cannot be written to ({_words(error)}: {_file(error, folder)}). The lab works there. {KEPT}",
            f"Give yourself the right to write there, or choose another folder: set `{places.HOME_VARIABLE}` to it.",
        )
    if error.errno in NO_FOLDER:
        return LabError(
            f"{_file(error, folder)} cannot be made, because there is a file where a folder is needed. {KEPT}",
            f"Give the file another name and run this again: `{places.shown(_in_the_way(error, folder))}`.",
        )
    return LabError(
        f"The disk refused in {where}: {_words(error)} ({_file(error, folder)}). {KEPT}",
        f"Run this again; if it stays, run `{LAB} doctor`.",
    )


def full(folder: Path) -> LabError:
    """Say that there is no space left."""
    return LabError(
        f"There is no space left for `{places.shown(folder)}` (the disk is full, or a limit is reached). {KEPT}",
        f"Free some space and run this again, or choose a folder on another disk: set `{places.HOME_VARIABLE}` to it.",
    )


def _words(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _file(error: OSError, folder: Path) -> str:
    path = folder / str(error.filename) if error.filename else folder
    return f"`{places.shown(path)}`"


def _in_the_way(error: OSError, folder: Path) -> Path:
    """Find the file that is no folder: the first one on the way down."""
    path = folder / str(error.filename or "")
    way = [*reversed(path.parents), path]
    return next((place for place in way if places.is_there(place) and not place.is_dir()), path)
