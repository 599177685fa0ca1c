"""A folder for one replay: empty at first, gone at the end, and swept by the next one if this process is killed.

Each replay has a folder and a lock of its own, so that two at once do not meet.
"""

import shutil
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.lessons.attempts import discard
from migration_lab.turn import turn

STORE = "replays"
VERSION = "alembic_version"


@contextmanager
def place(name: str) -> Iterator[Path]:
    """Give an empty folder called `name` for the length of a `with` block.

    Args:
        name: The exercise: messages of the commands that run there speak of a folder of this name.
    """
    store, word = places.backstage(STORE), uuid.uuid4().hex[:12]
    with ExitStack() as ours:
        with turn(places.backstage(), STORE):
            sweep(store)
            ours.callback((store / f"{word}.lock").unlink, missing_ok=True)  # last: Windows removes no open file
            ours.enter_context(turn(store, word))
        ours.callback(discard, store / word)
        folder = store / word / name
        folder.mkdir(parents=True)
        yield folder


def sweep(store: Path) -> None:
    """Remove the folders of replays that were killed: nobody holds their turn any more."""
    for word in sorted({child.name.removesuffix(".lock") for child in store.glob("*")}):
        try:
            with turn(store, word, wait=0):
                discard(store / word)
        except LabError:  # it is running
            continue
        (store / f"{word}.lock").unlink(missing_ok=True)


def stamp(file: Path, revisions: Sequence[str]) -> None:
    """Write into a database where it stands, and change nothing else; one that is not there is made."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {VERSION} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.execute(f"DELETE FROM {VERSION}")
        connection.executemany(f"INSERT INTO {VERSION} VALUES (?)", [(one,) for one in revisions])


def copy_database(source: Path, target: Path) -> None:
    """Copy a database that nobody writes to; its time goes along, so that an unchanged one is not read again."""
    shutil.copy2(source, target)
