"""What a style of the race works with: a connection as a revision has it, and a meter."""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

Parameters = Mapping[str, object] | Sequence[Mapping[str, object]]


class Work:
    """A database that is written by one style.

    Args:
        file: Its file.
        tell: Called with the number of users that are done.

    Attributes:
        statements: How many were sent.
        transactions: How many were committed.
        lock: The longest of them, in seconds.
    """

    def __init__(self, file: Path, tell: Callable[[int], None]) -> None:
        engine = sa.create_engine(f"sqlite:///{file}", poolclass=sa.NullPool)
        event.listen(engine, "connect", _hand_over)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        self._connection = engine.connect()
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self.raw = driver
        self.tell = tell
        self.statements, self.transactions, self.lock = 0, 0, 0.0

    def send(self, statement: str, parameters: Parameters | None = None) -> sa.CursorResult[Any]:
        """Send a statement as a revision sends it, with bound parameters."""
        self.statements += 1
        return self._connection.execute(sa.text(statement), parameters)

    def send_raw(self, statement: str, parameters: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Send a statement with nothing between it and the driver."""
        self.statements += 1
        return self.raw.execute(statement, parameters)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock, and commit at the end."""
        with self._measured(), self._connection.begin():
            yield

    @contextmanager
    def raw_transaction(self) -> Iterator[None]:
        """Hold the write lock with the driver's own words."""
        with self._measured():
            self.raw.execute("BEGIN IMMEDIATE")
            yield
            self.raw.execute("COMMIT")

    @contextmanager
    def _measured(self) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.lock = max(self.lock, time.perf_counter() - begun)
        self.transactions += 1


def peak_memory() -> float:
    """Tell the most memory that this process has used, in MB; 0 where the system does not say."""
    status = Path("/proc/self/status")  # getrusage would count what the parent process had used as well
    if status.exists():
        words = next((line.split() for line in status.read_text().splitlines() if line.startswith("VmHWM")), ["", "0"])
        return int(words[1]) / 1024
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    import psutil  # type: ignore[import-untyped]  # Windows: ipykernel brings it

    return float(getattr(psutil.Process().memory_info(), "peak_wset", 0)) / 1024**2


def _hand_over(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
