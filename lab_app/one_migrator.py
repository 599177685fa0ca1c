"""Let one migrator at a time work on a database: two that start together would both run the same revisions."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, func, select

try:
    import fcntl
except ImportError:  # Windows: of two migrators on one SQLite file the second may stop with an error; run it again
    fcntl = None  # type: ignore[assignment]

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
    elif fcntl is not None and connection.dialect.name == "sqlite" and connection.engine.url.database:
        with _folder_locked(Path(connection.engine.url.database).absolute().parent):
            yield
    else:
        yield


@contextmanager
def _folder_locked(folder: Path) -> Iterator[None]:
    # the folder, not the file: opening and closing a database file drops the locks that SQLite itself holds on it
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
