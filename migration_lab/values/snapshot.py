"""What a command changed: the state of a project's databases before and after, told in a few lines."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.grid import Grid, Shown, cell
from migration_lab.reading.source import reading
from migration_lab.values import history, rows, rows_diff, schema
from migration_lab.values.column_fate import fates
from migration_lab.values.rows import Rows
from migration_lab.values.rows_diff import RowsDiff
from migration_lab.values.schema import Schema
from migration_lab.values.statement import Statement
from migration_lab.values.strip import AGAIN, Changes, DatabaseChanges

__all__ = ["Changes", "DatabaseChanges", "DatabaseState", "Snapshot", "changes"]

Stamp = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class DatabaseState:
    """One database at one moment; `problem` says why it could not be read, if so."""

    revisions: tuple[str, ...] = ()
    schema: Schema = field(default=Schema("sqlite"), repr=False)
    rows: Rows = field(default=Rows(), repr=False)
    exists: bool = False
    problem: str = ""

    @property
    def stand(self) -> str:
        """Say at which revision the database stands, or why that is not known."""
        if self.problem:
            return cell(self.problem)
        return ", ".join(map(cell, self.revisions)) or ("base" if self.exists else "no file yet")


@dataclass(frozen=True, repr=False)
class Snapshot(Shown):
    """The databases of a project at one moment, by name."""

    databases: tuple[tuple[str, DatabaseState], ...] = ()

    @classmethod
    def read(cls, databases: Mapping[str, Path]) -> "Snapshot":
        """Read the SQLite files; a missing one is an empty database, an unreadable one a state with a problem.

        A file that did not change since it was last read is not read again.
        """
        return cls(tuple((name, _state(path)) for name, path in databases.items()))

    def __getitem__(self, name: str) -> DatabaseState:
        """Give the state of one database."""
        return dict(self.databases)[name]

    @property
    def grid(self) -> Grid:
        """Show where each database stands and how much is in it."""
        rows = tuple(
            (cell(name), state.stand, str(len(state.schema.tables)), str(sum(state.rows.counts.values())))
            for name, state in self.databases
        )
        return Grid(("database", "revision", "tables", "rows"), rows)


def changes(before: Snapshot, after: Snapshot, statements: tuple[Statement, ...] = ()) -> Changes:
    """Tell what happened between two snapshots, and which SQL did it; false if nothing did."""
    old, new = dict(before.databases), dict(after.databases)
    nothing = DatabaseState()
    found = (_compare(name, old.get(name, nothing), new.get(name, nothing)) for name in {**old, **new})
    return Changes(tuple(one for one in found if one), statements)


def _compare(name: str, before: DatabaseState, after: DatabaseState) -> DatabaseChanges:
    files = (before.exists, after.exists)
    if before == after:
        return DatabaseChanges(name, before.revisions, after.revisions, files=files)
    if after.problem:
        return DatabaseChanges(name, files=files, problem=after.problem)
    if before.problem:
        return DatabaseChanges(name, after.revisions, after.revisions, files=files, problem=AGAIN)
    shapes = schema.diff(before.schema, after.schema)
    tables = rows_diff.every(before.rows, after.rows)
    return DatabaseChanges(
        name,
        before.revisions,
        after.revisions,
        shapes,
        RowsDiff(tuple(one for one in tables if one)),
        fates=fates(shapes, before.rows, after.rows),
        files=files,
        schemas=(before.schema, after.schema),
        tables=tables,
    )


def _state(path: Path) -> DatabaseState:
    stamp = _stamp(path)
    if not stamp:
        return DatabaseState()
    try:
        return _read(path) if _is_fresh(stamp) else _remembered(path.absolute(), stamp)
    except LabError as error:
        return DatabaseState(exists=True, problem=error.message)


@lru_cache(maxsize=8)
def _remembered(path: Path, stamp: Stamp) -> DatabaseState:
    return _read(path)


def _read(path: Path) -> DatabaseState:
    with reading(path) as connection:
        found = Schema.read(connection)
        return DatabaseState(history.current(connection), found, rows.of(connection, found.tables), True)


def _stamp(path: Path) -> Stamp:
    """Tell one state of a file from the next without opening it.

    Opening and closing the file here would drop the locks that SQLite holds on it for this process.
    """
    found = []
    for ending in ("", "-wal", "-journal"):
        try:
            facts = path.with_name(path.name + ending).stat()
        except OSError:
            if not ending:
                return ()
            continue
        found.append((facts.st_ino, facts.st_size, facts.st_mtime_ns))
    return tuple(found)


def _is_fresh(stamp: Stamp) -> bool:
    """Tell whether the file was written so lately that another write could leave the same time behind."""
    now = time.time_ns()
    return any(now - written < (2_000_000_000 if written % 1_000_000_000 == 0 else 50_000_000) for *_, written in stamp)
