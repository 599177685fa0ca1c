"""Where replayed histories are kept by their content: complete or not at all, and never too many."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.lessons.attempts import discard
from migration_lab.turn import turn

NOTE = "timeline.json"  # written last: a folder without it is not complete
DRAFT = "draft-"
LOCK = ".lock"
MOST = 16  # histories
ROOM = 1024**3  # bytes of all of them together


def find(store: Path, key: str) -> Path | None:
    """Return the folder of this content, if it is there; it counts as used now."""
    folder = store / key
    with suppress(OSError):
        os.utime(folder / NOTE)
        return folder
    return None


@contextmanager
def draft(store: Path) -> Iterator[Path]:
    """Give an empty folder to fill and then `settle`; whatever was not settled is removed afterwards."""
    store.mkdir(parents=True, exist_ok=True)
    _sweep(store)
    folder = Path(tempfile.mkdtemp(prefix=DRAFT, dir=store))
    try:
        with turn(store, folder.name):
            yield folder
    finally:
        discard(folder)
        with suppress(OSError):
            _lock(folder).unlink()


def settle(folder: Path, store: Path, key: str) -> Path:
    """Give a finished draft its place; if another kernel was faster, its folder is as good."""
    place = store / key
    with suppress(OSError):
        folder.rename(place)
    _trim(store, place)
    return place


def _sweep(store: Path) -> None:
    """Remove the drafts of kernels that are gone: nobody holds their turn."""
    for folder in store.glob(f"{DRAFT}*"):
        if folder.is_dir():
            with suppress(LabError, OSError), turn(store, folder.name, wait=0.0):
                discard(folder)
            if not folder.exists():
                _lock(folder).unlink(missing_ok=True)


def _trim(store: Path, newest: Path) -> None:
    """Remove the histories that were not used for the longest time, so that the rest fits."""
    known = [note.parent for note in store.glob(f"*/{NOTE}") if note.parent != newest]
    known.sort(key=lambda folder: (folder / NOTE).stat().st_mtime_ns, reverse=True)
    left, room = MOST - 1, ROOM - _size(newest)
    for folder in known:
        left, room = left - 1, room - _size(folder)
        if left < 0 or room < 0:
            discard(folder)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir() if file.is_file())


def _lock(folder: Path) -> Path:
    return folder.with_name(folder.name + LOCK)
