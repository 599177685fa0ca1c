"""What is in the tables: counts, and the rows by primary key where there are not too many."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Connection, and_, column, or_
from sqlalchemy import table as table_named

from migration_lab.errors import LabError
from migration_lab.grid import Grid, Shown, cell
from migration_lab.reading import row_counts
from migration_lab.reading.names import quoted
from migration_lab.reading.source import Source, reading
from migration_lab.values.parts import Table
from migration_lab.values.rows_diff import RowsDiff, TableDiff, diff
from migration_lab.values.schema import Schema

__all__ = ["Row", "Rows", "RowsDiff", "TableDiff", "TableRows", "diff", "find", "some"]

LIMIT = 10_000
SHOWN = 20  # rows that are shown where nobody chose any


@dataclass(frozen=True, repr=False)
class Row(Shown):
    """One named row."""

    table: str
    key: tuple[Any, ...]
    columns: tuple[str, ...]
    values: tuple[Any, ...]

    def __getitem__(self, column: str) -> Any:
        """Give the value in `column`.

        Raises:
            LabError: The row has no such column.
        """
        if column not in self.columns:
            names = ", ".join(f"`{name}`" for name in self.columns)
            raise LabError(f"The row has no column `{column}`.", f"Choose one of {names}.")
        return self.values[self.columns.index(column)]

    def __contains__(self, column: object) -> bool:
        return column in self.columns

    @property
    def grid(self) -> Grid:
        """Show one line for each column."""
        rows = tuple((cell(name), cell(value)) for name, value in zip(self.columns, self.values, strict=True))
        return Grid(("column", "value"), rows, f"{cell(self.table)} {', '.join(map(cell, self.key))}")


@dataclass(frozen=True)
class TableRows:
    """The rows of one table: always how many, and which ones where `values` is not None."""

    name: str
    count: int
    columns: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    values: tuple[tuple[Any, ...], ...] | None = field(default=None, repr=False)


@dataclass(frozen=True, repr=False)
class Rows(Shown):
    """The rows of all tables, and what those tables looked like."""

    tables: tuple[TableRows, ...] = ()
    shapes: tuple[Table, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def read(cls, source: Source, limit: int = LIMIT) -> "Rows":
        """Count the rows of every table and read those of tables with at most `limit`.

        Alembic's version table is left out.

        Raises:
            LabError: The database is missing or cannot be read.
        """
        with reading(source) as connection:
            return of(connection, Schema.read(connection).tables, limit=limit)

    def __contains__(self, table: object) -> bool:
        return any(one.name == table for one in self.tables)

    def __getitem__(self, table: str) -> TableRows:
        """Give the rows of `table`.

        Raises:
            LabError: There is no such table.
        """
        for one in self.tables:
            if one.name == table:
                return one
        raise _no_table(table, [one.name for one in self.tables])

    def __iter__(self) -> Iterator[TableRows]:
        return iter(self.tables)

    @property
    def counts(self) -> dict[str, int]:
        """Give the number of rows in each table."""
        return {one.name: one.count for one in self.tables}

    @property
    def grid(self) -> Grid:
        """Show the number of rows in each table."""
        rows = tuple((cell(name), str(count)) for name, count in self.counts.items())
        return Grid(("table", "rows"), rows, "" if rows else "no tables")


def of(connection: Connection, tables: Iterable[Table], *, limit: int = LIMIT) -> Rows:
    """Read the rows of `tables`, whose shapes are known already, through an open connection."""
    shapes = tuple(table for table in tables if table.columns)
    return Rows(tuple(_table(connection, table, limit) for table in shapes), shapes)


def find(source: Source, table: str, key: object) -> Row | None:
    """Read the one row of `table` whose primary key is `key` (a tuple for a key of several columns).

    Raises:
        LabError: There is no such table, it has no primary key, or `key` has another number of values.
    """
    values = key if isinstance(key, tuple) else (key,)
    with reading(source) as connection:
        schema = Schema.read(connection)
        if table not in schema:
            raise _no_table(table, schema.table_names)
        columns, keys = schema[table].column_names, schema[table].primary_key.columns
        if len(keys) != len(values):
            raise _wrong_key(table, keys, values)
        shape = table_named(table, *map(column, columns))
        named = (shape.c[name] == value for name, value in zip(keys, values, strict=True))
        found = connection.execute(shape.select().where(*named)).first()
    return None if found is None else Row(table, values, columns, tuple(found))


def some(connection: Connection, table: Table, keys: Sequence[tuple[Any, ...]] = ()) -> tuple[tuple[Any, ...], ...]:
    """Read the rows of `table` with these primary keys, or the first `SHOWN` if none are given, in order of the key."""
    shape = table_named(table.name, *map(column, table.column_names))
    names = table.primary_key.columns
    asked = shape.select().order_by(*(shape.c[name] for name in names))
    if keys:
        named = (and_(*(shape.c[name] == value for name, value in zip(names, key, strict=True))) for key in keys)
        asked = asked.where(or_(*named))
    else:
        asked = asked.limit(SHOWN)
    return tuple(tuple(map(_frozen, row)) for row in connection.execute(asked))


def _table(connection: Connection, table: Table, limit: int) -> TableRows:
    quote = partial(quoted, connection.dialect)
    name = quote(table.name)
    (count,) = row_counts.one(connection, f"SELECT count(*) FROM {name}")
    key = table.primary_key.columns
    if count > limit:
        return TableRows(table.name, count, table.column_names, key)
    columns = ", ".join(map(quote, table.column_names))
    order = f" ORDER BY {', '.join(map(quote, key))}" if key else ""
    with closing(connection.connection.cursor()) as cursor:  # SQLAlchemy's own rows would take twice the time
        cursor.execute(f"SELECT {columns} FROM {name}{order}")
        values = tuple(cursor.fetchall())
    if connection.dialect.name != "sqlite":
        values = tuple(tuple(map(_frozen, row)) for row in values)
    return TableRows(table.name, count, table.column_names, key, values)


def _frozen(value: Any) -> Any:
    """Make values of drivers comparable: PostgreSQL gives lists and mappings."""
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    if isinstance(value, (list, tuple)):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return tuple(sorted((name, _frozen(inner)) for name, inner in value.items()))
    return value


def _no_table(table: str, names: Sequence[str]) -> LabError:
    known = ", ".join(f"`{name}`" for name in names)
    return LabError(
        f"There is no table `{table}` in this database.",
        f"Choose one of {known}." if known else "The database has no tables yet: run `alembic upgrade head` first.",
    )


def _wrong_key(table: str, keys: Sequence[str], values: Sequence[Any]) -> LabError:
    if not keys:
        return LabError(
            f"Table `{table}` has no primary key, so none of its rows has a name.",
            f"Read its rows with a query instead, for example `select * from {table}`.",
        )
    return LabError(
        f"The primary key of `{table}` has {len(keys)} {'column' if len(keys) == 1 else 'columns'}"
        f" ({', '.join(keys)}); the number of values given is {len(values)}.",
        f"Give one value for each column, as a tuple: ({', '.join(f'<{key}>' for key in keys)}).",
    )
