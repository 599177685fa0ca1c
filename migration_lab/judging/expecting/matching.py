"""Two states of a table, row by row: what an expectation about rows compares."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from migration_lab.grid import cell
from migration_lab.judging.expecting.spot import named
from migration_lab.values.rows import LIMIT, TableRows

SHORT = 80  # characters of a value
Key = tuple[Any, ...]
Values = tuple[Any, ...]


class TooManyRows(Exception):  # noqa: N818  it names what the author gave us
    """The start has more rows in a table than are kept in mind: its rows cannot be compared one by one."""

    def __init__(self, rows: TableRows) -> None:
        super().__init__(f"`{rows.name}` has {rows.count:,} rows, more than the {LIMIT:,} that are compared")


@dataclass(frozen=True)
class Keyed:
    """The wanted columns of a table's rows, by key; by the values themselves where no key names the rows."""

    table: str
    key: tuple[str, ...]
    values: Mapping[Key, Values]


def keyed(rows: TableRows, columns: Sequence[str], *, key: Sequence[str] = ()) -> Keyed:
    """Take columns of a table's rows by its primary key, or by another key.

    A heap (no key, or one that SQLite left NULL or twice) gets a key of the values and their number:
    then an equal row is an equal row, wherever it stands.

    Raises:
        TooManyRows: The rows are not known.
    """
    if rows.values is None:
        raise TooManyRows(rows)
    names = tuple(key) or rows.key
    pick = _picker(rows, columns)
    if names and set(names) <= set(rows.columns):
        by = _picker(rows, names)
        found = {by(row): pick(row) for row in rows.values}
        if len(found) == rows.count:
            return Keyed(rows.name, names, found)
    return Keyed(rows.name, (), _heap(map(pick, rows.values)))


def together(before: TableRows, after: TableRows, columns: Sequence[str], others: Sequence[str]) -> tuple[Keyed, Keyed]:
    """Take columns of two states so that their rows meet: by the key of the first if both have it, else as heaps."""
    old, new = keyed(before, columns), keyed(after, others, key=before.key)
    if old.key == new.key:
        return old, new
    pick, pick_other = _picker(before, columns), _picker(after, others)
    heaps = (_heap(map(pick, before.values or ())), _heap(map(pick_other, after.values or ())))
    return Keyed(before.name, (), heaps[0]), Keyed(after.name, (), heaps[1])


def without(rows: TableRows, columns: Collection[str]) -> TableRows:
    """Give the rows of a table without some of its columns."""
    kept = tuple(name for name in rows.columns if name not in columns)
    if kept == rows.columns:
        return rows
    values = None if rows.values is None else tuple(map(_picker(rows, kept), rows.values))
    return replace(rows, columns=kept, key=() if set(rows.key) & set(columns) else rows.key, values=values)


def value(one: Any) -> str:
    """Write a value; text in quotes as SQL does, so that an empty one and NULL look different."""
    return "'" + cell(one, SHORT).replace("'", "''") + "'" if isinstance(one, str) else cell(one, SHORT)


def row(table: str, key: Key) -> str:
    """Name a row: row 17 of users, row (3, 'Ada') of members."""
    words = ", ".join(map(value, key))
    return f"row {words if len(key) == 1 else f'({words})'} of {named(table)}"


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal and of one kind: 1 is not '1', and not 1.0 where that is another text."""
    return type(one) is type(other) and one == other


def _picker(rows: TableRows, columns: Sequence[str]) -> Callable[[Values], Values]:
    """Give what takes these columns out of a row, always as a tuple; every row of a check goes through it."""
    places = [rows.columns.index(name) for name in columns]
    if len(places) > 1:
        return itemgetter(*places)
    return itemgetter(slice(places[0], places[0] + 1) if places else slice(0))


def _heap(found: Any) -> dict[Key, Values]:
    seen: Counter[Key] = Counter()
    heap: dict[Key, Values] = {}
    for values in found:
        name = tuple((type(one).__name__, one) for one in values)  # to Python 1 and 1.0 are one key
        seen[name] += 1
        heap[(*name, seen[name])] = values
    return heap
