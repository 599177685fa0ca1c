"""What a learner made and a fresh start put aside: `work/attempts/NN_slug/<n>/`, numbered, nothing overwritten."""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from migration_lab import places
from migration_lab.grid import Grid, Shown, cell
from migration_lab.lessons import ledger

SMALL = 16 * 1024 * 1024  # a database up to this size is kept; a larger one is made again by the lesson's own cells
NOTE = "NOT_KEPT.txt"


@dataclass(frozen=True)
class Attempt:
    """One thing put aside: its number, its folder, and the files in it by their path in the project."""

    number: int
    path: Path
    files: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Attempts(Shown):
    """All that was put aside of one lesson, oldest first."""

    name: str
    kept: tuple[Attempt, ...]

    def __len__(self) -> int:
        return len(self.kept)

    def __iter__(self) -> Iterator[Attempt]:
        return iter(self.kept)

    def __getitem__(self, index: int) -> Attempt:
        return self.kept[index]

    @property
    def grid(self) -> Grid:
        """What was put aside, an attempt a line."""
        aside = f"Put aside when {self.name} was started again"
        caption = aside if self.kept else f"Nothing was put aside of {self.name}"
        rows = tuple((f"attempts/{self.name}/{one.number}", cell(", ".join(one.files))) for one in self.kept)
        return Grid(("folder", "your files"), rows, caption)


def read(name: str) -> Attempts:
    """List what was put aside of a lesson."""
    folder = places.home() / "attempts" / name
    numbers = sorted(int(child.name) for child in _children(folder) if child.name.isdigit())
    paths = [(number, folder / str(number)) for number in numbers]
    return Attempts(name, tuple(Attempt(number, path, tuple(ledger.read(path))) for number, path in paths))


def keep(name: str, work: Mapping[str, Path]) -> Attempt | None:
    """Copy a learner's work into a new numbered folder, complete or not at all.

    Args:
        name: The lesson.
        work: The files by the path they get in the attempt. The lesson's databases go along while they are small.

    Returns:
        The attempt that holds the work (the newest one if it holds all of it already), or None without work.
    """
    kept = {path: source for path, source in work.items() if not _too_large(path, source)}
    if not kept:
        return None
    earlier = read(name).kept
    if earlier and _holds(earlier[-1], kept):
        return earlier[-1]
    number = earlier[-1].number + 1 if earlier else 1
    folder = places.home() / "attempts" / name
    final = folder / str(number)
    with draft(folder / ".unfinished") as unfinished:
        for path, source in kept.items():
            _copy(source, unfinished / path)
        _note(unfinished / NOTE, work.keys() - kept.keys())
        unfinished.rename(final)
    return Attempt(number, final, tuple(sorted(kept)))


@contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """Give an empty folder to fill and then rename; whatever is left of it afterwards is removed."""
    discard(folder)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        discard(folder)  # on a full disk what is half done only takes more room


def discard(path: Path) -> None:
    """Remove a file, a link or a folder of the lab's own, if it is there and can be removed."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    path.chmod(0o700)
    for place, folders, _ in os.walk(path):
        for name in folders:
            if not Path(place, name).is_symlink():
                Path(place, name).chmod(0o700)  # nothing can be removed from a closed folder
    shutil.rmtree(path, ignore_errors=True)


def _children(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.exists() else []


def _is_database(path: str) -> bool:
    return path in ledger.DATABASES.values()


def _too_large(path: str, source: Path) -> bool:
    return _is_database(path) and source.is_file() and source.stat().st_size > SMALL


def _holds(attempt: Attempt, work: Mapping[str, Path]) -> bool:
    return all(path in attempt.files and _equal(path, attempt.path / path, source) for path, source in work.items())


def _equal(path: str, one: Path, other: Path) -> bool:
    if ledger.imprint(one) == ledger.imprint(other):
        return True
    return _is_database(path) and ledger.content(one) == ledger.content(other) != ""


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        target.symlink_to(source.readlink())
    elif source.is_file() and not (_is_database(source.name) and _copied_as_database(source, target)):
        shutil.copy2(source, target)
        for end in ("-wal", "-journal"):  # what SQLite has not merged yet belongs to the file
            side = source.with_name(source.name + end)
            if side.name in ledger.SIDE_FILES and side.is_file():
                shutil.copy2(side, target.with_name(side.name))


def _copied_as_database(source: Path, target: Path) -> bool:
    """Copy through SQLite, which sees a consistent state even while another program writes."""
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=0.2)) as connection,
            closing(sqlite3.connect(target)) as copy,
        ):
            connection.execute("BEGIN")  # backup() waits for ever on a lock; a reader's own lock keeps writers out
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
            connection.backup(copy)
    except sqlite3.Error:
        target.unlink(missing_ok=True)  # locked, damaged or no database at all: copied as bytes
        return False
    return True


def _note(path: Path, left_out: set[str]) -> None:
    if left_out:
        limit = SMALL // 1024 // 1024
        path.write_text(
            f"{', '.join(sorted(left_out))}: not kept, because a database of more than {limit} MB is not put aside.\n"
            "Your migrations are here; run them again and the database is there again.\n",
            encoding="utf-8",
        )
