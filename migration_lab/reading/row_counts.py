"""Let the database count what is too much to be read: NULLs and different values of a column, rows without a parent."""

from contextlib import closing
from typing import Any

from sqlalchemy import Connection

from migration_lab.reading.names import quoted
from migration_lab.values.parts import Column, ForeignKey, Table

# PostgreSQL's types that know no equality: their text is counted instead
_BLUNT = {"box", "circle", "json", "line", "lseg", "path", "point", "polygon", "xml"}


def columns(connection: Connection, table: Table) -> dict[str, tuple[int, int]]:
    """Count for each column how many values are NULL and how many are different."""
    dialect = connection.dialect
    asked = ["count(*)"]
    for column in table.columns:
        asked += [f"count({quoted(dialect, column.name)})", f"count(DISTINCT {_compared(connection, column)})"]
    found = one(connection, f"SELECT {', '.join(asked)} FROM {quoted(dialect, table.name)}")
    rows, counts = found[0], iter(found[1:])
    return {column.name: (rows - next(counts), next(counts)) for column in table.columns}


def orphans(connection: Connection, child: str, foreign_key: ForeignKey, parent: str) -> int:
    """Count the rows of `child` that point to a parent which is not there; a NULL points to nobody.

    Args:
        connection: Where to ask.
        child: The table that has the foreign key's columns.
        foreign_key: Declared or not: SQLite does not check the rows that were there before it.
        parent: "parent" if the table it points to is there, "nobody" if it is not: then every child is an orphan.
    """
    dialect = connection.dialect
    ours = [f"child.{quoted(dialect, name)}" for name in foreign_key.columns]
    theirs = [f"parent.{quoted(dialect, name)}" for name in foreign_key.target_columns]
    points = " AND ".join(f"{name} IS NOT NULL" for name in ours)
    query = f"SELECT count(*) FROM {quoted(dialect, child)} AS child WHERE {points}"
    if parent == "parent":
        same = " AND ".join(f"{one} = {other}" for one, other in zip(theirs, ours, strict=True))
        query += f" AND NOT EXISTS (SELECT 1 FROM {quoted(dialect, foreign_key.target)} AS parent WHERE {same})"
    return int(one(connection, query)[0])


def one(connection: Connection, query: str) -> tuple[Any, ...]:
    """Run a query without parameters and give its only row; the driver takes `%` in a name for what it is."""
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(query)
        (found,) = cursor.fetchall()
    return tuple(found)


def _compared(connection: Connection, column: Column) -> str:
    name = quoted(connection.dialect, column.name)
    if connection.dialect.name == "sqlite":
        return f"{name} COLLATE BINARY"
    return f"CAST({name} AS text)" if column.type in _BLUNT else name
