"""What became of the values of a column that is gone: lost, or moved to a new column, as a rename does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from migration_lab.grid import cell
from migration_lab.values.rows import Rows, TableRows
from migration_lab.values.schema_diff import Diff


@dataclass(frozen=True)
class Fate:
    """The values of one column that is gone, NULL not counted.

    Args:
        table: Its table.
        column: Its name.
        lost: How many values are nowhere in a new column of their row.
        moved: How many values stand in the new column `to`, in their row.
        to: That column; empty if nothing moved.
    """

    table: str
    column: str
    lost: int
    moved: int = 0
    to: str = ""

    @property
    def lines(self) -> Iterator[tuple[str, str]]:
        """Give sign with word, and sentence."""
        name = cell(f"{self.table}.{self.column}")
        if self.moved:
            yield "~ moved", f"{_values(self.moved)} of {name} to {cell(f'{self.table}.{self.to}')}"
        if self.lost:
            yield "- lost", f"{_values(self.lost)} of {name}"


def fates(shapes: Diff, before: Rows, after: Rows) -> tuple[Fate, ...]:
    """Follow the values of each column that went, row by row, where rows are few enough to be known."""
    gone = [(change.table, change.name) for change in shapes if (change.sign, change.kind) == ("-", "column")]
    new = [(change.table, change.name) for change in shapes if (change.sign, change.kind) == ("+", "column")]
    found = []
    for table, column in gone:
        if table in before and (old := _by_key(before[table], column)):
            others = [name for place, name in new if place == table and table in after]
            found.append(_fate(table, column, old, {name: _by_key(after[table], name) for name in others}))
    return tuple(found)


def _fate(table: str, column: str, old: Mapping[Any, Any], new: Mapping[str, Mapping[Any, Any]]) -> Fate:
    moved = {name: [value for key, value in old.items() if values.get(key) == value] for name, values in new.items()}
    to = max(moved, key=lambda name: len(moved[name]), default="")
    if not to or len(set(moved[to])) < 2:  # the same value in every row proves nothing: two columns of zeros are equal
        return Fate(table, column, len(old))
    return Fate(table, column, len(old) - len(moved[to]), len(moved[to]), to)


def _by_key(side: TableRows, column: str) -> dict[Any, Any]:
    """Give a column's values by the key of their row; by their place where the table has no key."""
    place, keys = side.columns.index(column), [side.columns.index(name) for name in side.key]
    rows = enumerate(side.values or ())
    named = ((tuple(row[key] for key in keys) or number, row[place]) for number, row in rows)
    return {key: value for key, value in named if value is not None}


def _values(number: int) -> str:
    return f"{number} {'value' if number == 1 else 'values'}"
