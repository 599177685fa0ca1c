"""The columns of one table as a list to be read: type, null, default, and the keys they belong to."""

from collections.abc import Iterator

from migration_lab.grid import Grid, cell
from migration_lab.values.parts import Column, Table, View

HEADERS: tuple[str, ...] = ("column", "type", "null", "default", "key", "more")


def of_table(table: Table) -> Grid:
    """Show one line for each column of a table."""
    options = f" ({cell(', '.join(table.options))})" if table.options else ""
    rows = tuple(_row(column, ", ".join(_keys(table, column.name))) for column in table.columns)
    shown = slice(None) if any(row[-1] for row in rows) else slice(-1)  # few columns have more to tell
    caption = f"table {cell(table.name)}{options}" + ("" if rows else ": its columns cannot be read")
    return Grid(HEADERS[shown], tuple(row[shown] for row in rows), caption)


def of_view(view: View, columns: tuple[Column, ...]) -> Grid:
    """Show one line for each column of a view."""
    rows = tuple((cell(column.name), cell(column.type)) for column in columns)
    return Grid(("column", "type"), rows, f"view {cell(view.name)}")


def _row(column: Column, keys: str) -> tuple[str, ...]:
    collation = f"COLLATE {column.collation}" if column.collation else ""
    more = " ".join(word for word in (collation, column.generated, column.comment) if word)
    default = "" if column.default is None else column.default
    return tuple(map(cell, (column.name, column.type, column.null, default, keys, more)))


def _keys(table: Table, column: str) -> Iterator[str]:
    if column in table.primary_key.columns:
        yield "PK"
    for key in table.foreign_keys:
        if column in key.columns:
            place = key.columns.index(column)
            there = key.target_columns[place] if place < len(key.target_columns) else ""
            yield f"FK → {key.target}" + (f".{there}" if there else "")
    indexes = [index.columns for index in table.indexes if index.unique and not index.where]
    if (column,) in [*(unique.columns for unique in table.uniques), *indexes]:
        yield "UNIQUE"
