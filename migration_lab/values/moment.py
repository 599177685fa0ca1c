"""One database at one moment, kept or living, asked in the same words: which tables, which rows, how many of what.

A learner keeps `before = lab.rows()`, runs a command, and compares with `lab`: one side is a value in memory, the
other a database. Whatever compares two moments asks them here and need not know which is which.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection

from migration_lab.errors import LabError
from migration_lab.reading import row_counts
from migration_lab.reading.source import Source, reading
from migration_lab.values import rows
from migration_lab.values.parts import ForeignKey, Table
from migration_lab.values.rows import Rows, TableRows
from migration_lab.values.schema import Schema

PRIMARY = "primary"  # the database that is meant where a project has several
MOST = 4  # schemas that are remembered: a click on a table of many shall not read the others again

Key = tuple[Any, ...]
_schemas: dict[Key, Schema] = {}


class State(Protocol):
    """A database as it was: a state of a snapshot, a stop of a timeline."""

    @property
    def schema(self) -> Schema:
        """Its tables."""

    @property
    def rows(self) -> Rows:
        """Its rows."""


class Project(Protocol):
    """What has databases by their names: a workspace or a snapshot."""

    @property
    def databases(self) -> Any:
        """A mapping, or pairs, of names and databases."""


Kept = Rows | State | Project
Given = Source | Kept


class Moment(Protocol):
    """What can be asked of a database at one moment."""

    @property
    def shapes(self) -> tuple[Table, ...] | None:
        """The tables with all their facts; None where only rows were kept."""

    @property
    def names(self) -> tuple[str, ...]:
        """Name the tables."""

    def columns(self, table: str) -> tuple[str, ...]:
        """Name the columns of a table; none if it is not there."""

    def rows(self, table: str) -> TableRows:
        """Give the number of rows of a table that is there, and the rows if they are few enough."""

    def some(self, table: str, keys: tuple[Key, ...]) -> tuple[Key, ...] | None:
        """Give the rows with these keys, the first ones if none are given; None where they are not known."""

    def counts(self, table: str) -> dict[str, tuple[int, int]] | None:
        """Give for each column how many values are NULL and how many differ; None where that is not known."""

    def orphans(self, child: str, foreign_key: ForeignKey) -> int | None:
        """Count the rows of `child` whose parent is missing; None where that is not known."""


@contextmanager
def opened(given: Given) -> Iterator[Moment]:
    """Make a moment of whatever somebody holds, open as long as it is asked.

    Args:
        given: A `Path`, URL, engine or connection; `Rows` read earlier; a workspace or a snapshot (then its primary
            database), a state of a snapshot or a stop of a timeline.

    Raises:
        LabError: The database cannot be read.
    """
    if isinstance(given, Rows):
        yield Remembered(given, given.shapes or None)
    elif hasattr(given, "databases"):
        with opened(_primary(given)) as moment:
            yield moment
    elif isinstance(getattr(given, "rows", None), Rows) and isinstance(getattr(given, "schema", None), Schema):
        yield _remembered(given)
    else:
        with reading(given) as connection:  # type: ignore[arg-type]  # it says itself what it cannot read
            yield Living(connection, _schema(connection))


@dataclass(frozen=True)
class Living:
    """A database that is there now."""

    connection: Connection
    schema: Schema

    @property
    def shapes(self) -> tuple[Table, ...]:
        """The tables with all their facts."""
        return self.schema.tables

    @property
    def names(self) -> tuple[str, ...]:
        """Name the tables."""
        return self.schema.table_names

    def columns(self, table: str) -> tuple[str, ...]:
        """Name the columns of a table; none if it is not there."""
        return self.schema[table].column_names if table in self.schema else ()

    def rows(self, table: str) -> TableRows:
        """Count the rows of a table; read them if they are at most `rows.LIMIT`."""
        (found,) = rows.of(self.connection, [self.schema[table]])
        return found

    def some(self, table: str, keys: tuple[Key, ...]) -> tuple[Key, ...] | None:
        """Read the rows with these keys, or the first ones."""
        return rows.some(self.connection, self.schema[table], keys)

    def counts(self, table: str) -> dict[str, tuple[int, int]] | None:
        """Count in memory where the rows are few, so that both sides count alike; else let the database count."""
        found = self.rows(table)
        if found.values is not None:
            return _counted(found)
        return row_counts.columns(self.connection, self.schema[table])

    def orphans(self, child: str, foreign_key: ForeignKey) -> int | None:
        """Let the database count; None if the child table has no such columns."""
        if not set(foreign_key.columns) <= set(self.columns(child)):
            return None
        known = set(foreign_key.target_columns) <= set(self.columns(foreign_key.target))
        return row_counts.orphans(self.connection, child, foreign_key, "parent" if known else "nobody")


@dataclass(frozen=True)
class Remembered:
    """A database as it was read earlier."""

    kept: Rows
    shapes: tuple[Table, ...] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Name the tables."""
        return tuple(one.name for one in self.kept)

    def columns(self, table: str) -> tuple[str, ...]:
        """Name the columns of a table; none if it was not there."""
        return self.kept[table].columns if table in self.kept else ()

    def rows(self, table: str) -> TableRows:
        """Give what was kept of a table."""
        return self.kept[table]

    def some(self, table: str, keys: tuple[Key, ...]) -> tuple[Key, ...] | None:
        """Give kept rows with these keys, or the first ones; None if only their number was kept."""
        found = self.kept[table]
        if found.values is None:
            return None
        if not keys:
            return found.values[: rows.SHOWN]
        wanted = {_alike(key) for key in keys}
        pick = _picker(found, found.key)
        return tuple(row for row in found.values if _alike(pick(row)) in wanted)

    def counts(self, table: str) -> dict[str, tuple[int, int]] | None:
        """Count in memory; None if only the number of rows was kept."""
        return _counted(self.kept[table])

    def orphans(self, child: str, foreign_key: ForeignKey) -> int | None:
        """Count in memory; None if the rows or the columns are not there."""
        if not set(foreign_key.columns) <= set(self.columns(child)):
            return None
        side = self.kept[child]
        parents = self._parents(foreign_key)
        if side.values is None or parents is None:
            return None
        found = map(_picker(side, foreign_key.columns), side.values)
        return sum(None not in values and _alike(values) not in parents for values in found)

    def _parents(self, foreign_key: ForeignKey) -> set[Key] | None:
        if not set(foreign_key.target_columns) <= set(self.columns(foreign_key.target)):
            return set()
        side = self.kept[foreign_key.target]
        return (
            None
            if side.values is None
            else set(map(_alike, map(_picker(side, foreign_key.target_columns), side.values)))
        )


def _schema(connection: Connection) -> Schema:
    """Read the schema, unless a SQLite database has the very text of one that was read lately."""
    if connection.dialect.name != "sqlite":
        return Schema.read(connection)
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master UNION ALL SELECT name, sql FROM sqlite_temp_master")
        text = tuple(map(tuple, cursor.fetchall()))
    if text not in _schemas:
        while len(_schemas) >= MOST:
            del _schemas[next(iter(_schemas))]
        _schemas[text] = Schema.read(connection)
    return _schemas[text]


def _primary(given: Any) -> Given:
    examine = getattr(given, "examine", None)
    if examine is not None:
        examine()
    databases: dict[str, Given] = dict(given.databases)
    if PRIMARY not in databases:
        raise LabError(
            f"There is no database called `{PRIMARY}` among {', '.join(f'`{name}`' for name in databases) or 'none'}.",
            "Hand over one of the databases itself.",
        )
    return databases[PRIMARY]


def _remembered(state: Any) -> Remembered:
    problem = getattr(state, "problem", "")
    if problem:
        raise LabError(
            f"This moment of the database is not known: {problem}", "Choose another moment, or read it again."
        )
    return Remembered(state.rows, state.schema.tables)


def _counted(side: TableRows) -> dict[str, tuple[int, int]] | None:
    if side.values is None:
        return None
    columns = zip(*side.values, strict=True) if side.values else [()] * len(side.columns)
    found = {}
    for name, values in zip(side.columns, columns, strict=True):
        known = [value for value in values if value is not None]
        found[name] = (len(values) - len(known), len(set(known)))
    return found


def _picker(side: TableRows, names: tuple[str, ...]) -> Callable[[Key], Key]:
    places = [side.columns.index(name) for name in names]
    return lambda row: tuple(row[place] for place in places)


def _alike(values: Key) -> Key:
    """Make keys comparable as SQLite does between columns of two types: 17 and '17' name the same row."""
    return tuple(str(value) if isinstance(value, int) else value for value in values)
