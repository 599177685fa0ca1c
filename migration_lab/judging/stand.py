"""Read how the databases of a project stand: schema, rows, revisions, rows without a parent. Nothing is written."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.judging.replay import Orphans, State
from migration_lab.lessons import ledger
from migration_lab.reading.source import reading
from migration_lab.values.snapshot import DatabaseState, Snapshot


def read(folder: Path) -> State:
    """Read the databases of a project; one that is missing or cannot be read is told in its state."""
    return of({name: folder / file for name, file in ledger.DATABASES.items()})


def of(files: Mapping[str, Path]) -> State:
    """Read databases that lie in different places, by name."""
    databases = Snapshot.read(files)
    found = [orphans for name, one in databases.databases for orphans in _orphans(name, one, files[name])]
    return State(databases, tuple(found))


def _orphans(name: str, state: DatabaseState, file: Path) -> Iterator[Orphans]:
    if state.exists and not state.problem and any(table.foreign_keys for table in state.schema.tables):
        try:
            yield from _checked(name, file)
        except LabError:  # a foreign key to columns that are not unique: SQLite refuses to look; the schema shows it
            return


def _checked(name: str, file: Path) -> list[Orphans]:
    with reading(file) as connection:
        found = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    pointing: dict[tuple[str, str], list[int | None]] = {}
    for table, row, parent, _ in found:
        pointing.setdefault((table, parent), []).append(row)
    return [
        Orphans(name, table, parent, len(rows), min((row for row in rows if row is not None), default=None))
        for (table, parent), rows in sorted(pointing.items())
    ]
