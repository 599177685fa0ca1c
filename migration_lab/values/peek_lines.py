"""Two readings of one table laid beside each other, row by row: the lines of a peek."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from operator import itemgetter
from typing import Any

from migration_lab.values.rows import TableRows

Key = tuple[Any, ...]
Pair = tuple[Any, Any]


class Missing(Enum):
    """The value of a cell on the side that has no such row or column."""

    HERE = ""


NOTHING = Missing.HERE


@dataclass(frozen=True)
class Line:
    """One row before and after.

    Args:
        sign: `~` changed, `+` added, `-` lost, or nothing.
        key: Its primary key, or its place in a table without one.
        cells: For each column the two values; `NOTHING` on a side that has no such row or column.
    """

    sign: str
    key: Key
    cells: tuple[Pair, ...]

    @property
    def differs(self) -> bool:
        """Tell whether anything of the row differs, be it only that a new column has a value."""
        return bool(self.sign) or any(sign_of(pair) for pair in self.cells)


@dataclass(frozen=True)
class Columns:
    """The columns of both sides in one order, each with `+` or `-` where only one side has it."""

    names: tuple[str, ...]
    signs: tuple[str, ...]
    key: tuple[str, ...]

    @classmethod
    def of(cls, before: TableRows | None, after: TableRows | None) -> "Columns":
        """Gather the columns: those before in their order, then new ones.

        A table that only one side has is not told column by column.
        """
        old, new = (side.columns if side else () for side in (before, after))
        names = tuple(dict.fromkeys((*old, *new)))
        both = before is not None and after is not None
        signs = tuple(("+" if name not in old else "-" if name not in new else "") if both else "" for name in names)
        return cls(names, signs, key_of(before, after))


def key_of(before: TableRows | None, after: TableRows | None) -> tuple[str, ...]:
    """Name the columns that name a row on both sides; none if the sides do not agree."""
    keys = {side.key for side in (before, after) if side}
    return keys.pop() if len(keys) == 1 else ()


def sign_of(pair: Pair) -> str:
    """Tell what happened to one cell; a new column without a value is nothing new."""
    was, now = pair
    if was is NOTHING:
        return "" if now is None or now is NOTHING else "+"
    if now is NOTHING:
        return "" if was is None else "-"
    return "" if was == now else "~"


def lines(before: TableRows | None, after: TableRows | None) -> Iterator[Line]:
    """Lay the rows beside each other, by their key where it names rows on both sides, else as equal and unequal ones.

    The rows of before come first in their order, then the added ones.
    """
    columns = Columns.of(before, after)
    old, new = (_keyed(side, columns.key) for side in (before, after))
    if columns.key and old is not None and new is not None:
        yield from _by_key(columns, (before, old), (after, new))
    else:
        yield from _as_heap(columns, before, after)


def differing(before: TableRows | None, after: TableRows | None) -> Iterator[Line]:
    """Lay only those rows beside each other that are not equal: a fast way where most are."""
    if not before or not after or before.columns != after.columns or not key_of(before, after):
        return lines(before, after)
    old, new = (_keyed(side, side.key) for side in (before, after))
    if old is None or new is None:
        return lines(before, after)
    lost = tuple(row for key, row in old.items() if new.get(key) != row)
    added = tuple(row for key, row in new.items() if old.get(key) != row)
    return lines(replace(before, values=lost), replace(after, values=added))


def _by_key(columns: Columns, old: Any, new: Any) -> Iterator[Line]:
    (before, olds), (after, news) = old, new
    was, now = (_spread(side, columns.names) for side in (before, after))
    shared = [place for place, sign in enumerate(columns.signs) if not sign]
    for key, row in olds.items():
        other = news.get(key)
        cells = tuple(zip(was(row), now(other), strict=True))
        changed = other is not None and any(cells[place][0] != cells[place][1] for place in shared)
        yield Line("~" if changed else "" if other is not None else "-", key, cells)
    for key, row in news.items():
        if key not in olds:
            yield Line("+", key, tuple(zip(was(None), now(row), strict=True)))


def _as_heap(columns: Columns, before: TableRows | None, after: TableRows | None) -> Iterator[Line]:
    """Pair rows that are equal in the columns of both sides; a changed one is one lost and one added."""
    was, now = (_spread(side, columns.names) for side in (before, after))
    shared = [name for name, sign in zip(columns.names, columns.signs, strict=True) if not sign]
    equal: defaultdict[Key, deque[Key]] = defaultdict(deque)
    if after:
        pick = _spread(after, shared)
        for row in after.values or ():
            equal[pick(row)].append(row)
    number = 0
    if before:
        pick = _spread(before, shared)
        for number, row in enumerate(before.values or (), 1):
            others = equal[pick(row)]
            other = others.popleft() if others else None
            cells = tuple(zip(was(row), now(other), strict=True))
            yield Line("-" if other is None else "", (number,), cells)
    rest = (row for rows in equal.values() for row in rows)
    for place, row in enumerate(rest, number + 1):
        yield Line("+", (place,), tuple(zip(was(None), now(row), strict=True)))


def _keyed(side: TableRows | None, key: tuple[str, ...]) -> dict[Key, Key] | None:
    """Give rows by key; None where the key does not name them: SQLite allows NULL in a key, more than once."""
    if side is None:
        return {}
    rows = side.values or ()
    pick = _spread(side, key)
    found = {pick(row): row for row in rows}
    return found if len(found) == len(rows) else None


def _spread(side: TableRows | None, names: Sequence[str]) -> Callable[[Key | None], Key]:
    """Make the function that puts a row's values in the order of `names`."""
    blank = (NOTHING,) * len(names)
    if side is None:
        return lambda row: blank
    place_of = {name: place for place, name in enumerate(side.columns)}
    places = [place_of.get(name, len(place_of)) for name in names]
    if len(places) < 2:
        return lambda row: blank if row is None else tuple((*row, NOTHING)[place] for place in places)
    pick = itemgetter(*places)
    return lambda row: blank if row is None else pick((*row, NOTHING))
