"""Measure `Schema.read` and `diff` against SQLAlchemy's `MetaData.reflect` on one large SQLite file, in pairs.

Run: python benchmarks/schema_speed.py [pairs]
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import MetaData, create_engine
from sqlalchemy.pool import NullPool

from migration_lab.values.schema import Schema, diff

TABLES, COLUMNS = 1_000, 20
READ, DIFF = 0.5, 0.2  # of the time of one reflect, at most


def main(pairs: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        before, after = (_file(Path(folder), name, changed) for name, changed in (("before", 0), ("after", 1)))
        Schema.read(before)
        times = [_times(before, after) for _ in range(pairs)]
    reflect, read, compare = (statistics.median(column) for column in zip(*times, strict=True))
    shares = [statistics.median(one[place] / one[0] for one in times) for place in (1, 2)]
    print(f"{TABLES} tables of {COLUMNS} columns, indexes and foreign keys; median of {pairs} pairs")
    print(f"MetaData.reflect  {reflect * 1000:8.0f} ms")
    print(f"Schema.read       {read * 1000:8.0f} ms   {shares[0]:.2f} of it   (at most {READ})")
    print(f"diff of two       {compare * 1000:8.0f} ms   {shares[1]:.2f} of it   (less than {DIFF})")
    return 0 if shares[0] <= READ and shares[1] < DIFF else 1


def _times(before: Path, after: Path) -> tuple[float, float, float]:
    """Time one reflect, one reading and one comparison of the same two files, each from nothing."""
    engine = create_engine(f"sqlite:///{before}", poolclass=NullPool)
    metadata = MetaData()
    reflect = _seconds(lambda: metadata.reflect(engine))
    assert len(metadata.tables) == TABLES
    schemas: list[Schema] = []
    read = _seconds(lambda: schemas.append(Schema.read(before)))
    schemas.append(Schema.read(after))
    changes: list[int] = []
    compare = _seconds(lambda: changes.append(len(diff(*schemas))))
    assert (len(schemas[0].tables), changes) == (TABLES, [TABLES])
    return reflect, read, compare


def _file(folder: Path, name: str, changed: int) -> Path:
    """Make a file whose every table has its own names: nothing that was read of one is known of the next."""
    path = folder / f"{name}.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript("BEGIN;" + "".join(_table(number, changed) for number in range(TABLES)) + "COMMIT;")
    return path


def _table(number: int, changed: int) -> str:
    kinds = ("VARCHAR(50) NOT NULL", "INTEGER", "DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL", "BOOLEAN DEFAULT 0")
    columns = [f"c{place}_{number} {kinds[place % 4]}" for place in range(COLUMNS - 2)]
    columns[3] = f"c3_{number} VARCHAR({100 + 100 * changed})"
    parent = number * 7 // 11
    return (
        f"CREATE TABLE table_{number} (id INTEGER NOT NULL, parent_id INTEGER, {', '.join(columns)},"
        f" CONSTRAINT pk_table_{number} PRIMARY KEY (id), CONSTRAINT uq_table_{number} UNIQUE (c0_{number}),"
        f" CONSTRAINT ck_table_{number} CHECK (c1_{number} >= 0), CONSTRAINT fk_table_{number}"
        f" FOREIGN KEY(parent_id) REFERENCES table_{parent} (id) ON DELETE CASCADE);"
        f"CREATE INDEX ix_table_{number}_parent ON table_{number} (parent_id);"
        f"CREATE UNIQUE INDEX ix_table_{number}_two ON table_{number} (c4_{number}, c5_{number} DESC);"
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
