"""Progress files of every kind: older, newer, damaged; and what becomes of them."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab.progress import store, updating
from migration_lab.progress.record import Record

RIGHT = "If another program has it open, close it; else give yourself the right to write that file and its folder."
OLD = Path(__file__).parent / "old"
DONE = Record("00.1", outcome="done", attempts=1)
OPEN = Record("02.1", attempts=7, hints=2, failure="not yet", criterion="rename.rows-kept", repeats=4)


def lay(script: str) -> Path:
    """Lay a progress file that a script makes on the desk."""
    file = store.place()
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)
    return file


def old(revision: str) -> str:
    """Read how a file of an older version of the lab was made."""
    return (OLD / f"{revision}.sql").read_text(encoding="utf-8")


def remember(*records: Record) -> Path:
    """Write records with the store itself, into a file that was made once for all tests."""
    if not store.place().exists():
        store.place().parent.mkdir(parents=True, exist_ok=True)
        store.place().write_bytes(_empty())
    store.change(lambda _: {one.id: one for one in records})
    return store.place()


def known(exercise: str) -> Record:
    """Read what is noted of an exercise."""
    return store.read().records.get(exercise, Record(exercise))


def names(desk: Path) -> list[str]:
    """List what lies on the desk, the lab's own notes left out."""
    return sorted(path.name for path in desk.iterdir() if path.name != ".lab")


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        updating.migrate(Path(folder) / "progress.db")
        return (Path(folder) / "progress.db").read_bytes()
