"""Let one migrator at a time work on a database: two that start together would both run the same revisions."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import Connection, func, select

NUMBER = 20_250_301  # PostgreSQL's advisory locks have numbers; this one is ours
log = logging.getLogger("alembic.env")


@contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Wait until no other migrator works on the connection's database, and keep others waiting meanwhile.

    The lock spans all revisions of a run, also those that commit in between. It ends with the process, however
    that ends. Readers and writers of the service are not kept waiting.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_lock(NUMBER)))  # ends with the connection
        connection.commit()  # an open transaction would make Alembic leave the commit to us
        yield
    elif connection.dialect.name == "sqlite" and connection.engine.url.database:
        with _folder_locked(Path(connection.engine.url.database).absolute().parent):
            yield
    else:
        yield


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def _folder_locked(folder: Path) -> Iterator[None]:
        name = sha256(str(folder).encode()).hexdigest()[:16]  # Windows locks files only, so one stands for the folder
        opened = os.open(Path(gettempdir()) / f"migrator-{name}.lock", os.O_RDWR | os.O_CREAT)
        try:
            while True:
                try:
                    msvcrt.locking(opened, msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # it gives up after ten seconds
                    log.info("Waiting: another migrator works on a database in this folder.")
            yield
        finally:
            os.close(opened)

else:
    import fcntl

    @contextmanager
    def _folder_locked(folder: Path) -> Iterator[None]:
        # the folder, not the file: closing a database file drops the locks that SQLite itself holds on it
        opened = os.open(folder, os.O_RDONLY)
        try:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                log.info("Waiting: another migrator works on a database in this folder.")
                fcntl.flock(opened, fcntl.LOCK_EX)
            yield
        finally:
            os.close(opened)
