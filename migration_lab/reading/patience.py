"""A time limit for what somebody only wants to have a look at: a view may be as slow as its author likes."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from migration_lab.errors import LabError

SECONDS = 5.0
STEPS = 100_000  # SQLite's own steps between two looks at the clock


@contextmanager
def limited(connection: Connection, name: str) -> Iterator[None]:
    """Stop what SQLite is asked meanwhile about the table or view `name` when it takes longer than `SECONDS`.

    Raises:
        LabError: It took longer.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    end = time.monotonic() + SECONDS
    driver.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)
    try:
        yield
    except OperationalError as error:
        if "interrupted" not in str(error.orig):
            raise
        raise LabError(
            f"The rows of `{name}` did not come within {SECONDS:g} seconds, so the database was stopped.",
            "Look at the tables it reads, or ask for less with your own query.",
        ) from error
    finally:
        driver.set_progress_handler(None, 0)
