"""What happened to the rows between two readings: added, lost, changed, with one example each."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from migration_lab.grid import Grid, Shown, cell

if TYPE_CHECKING:
    from migration_lab.values.rows import Rows, TableRows

SHOWN = 3  # columns of an example
SHORT = 60  # characters of a value in an example


@dataclass(frozen=True)
class TableDiff:
    """What happened to the rows of one table.

    Args:
        table: The table's name.
        before: How many rows there were; None if there was no such table.
        after: How many rows there are; None if there is no such table.
        added: How many rows are new; None if the rows were too many to be compared one by one.
        lost: How many rows are gone; None likewise.
        changed: How many rows have another value in a column that both have; None if not compared.
        examples: The first added, lost and changed row in words, by `"added"`, `"lost"`, `"changed"`.
    """

    table: str
    before: int | None
    after: int | None
    added: int | None = None
    lost: int | None = None
    changed: int | None = None
    examples: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.lost or self.changed) or (self.before or 0) != (self.after or 0)

    @property
    def counts(self) -> str:
        """Say the number of rows before and after: `0 → 1000`."""
        return f"{self.before or 0} → {self.after or 0}"

    @property
    def facts(self) -> tuple[tuple[str, str, str], ...]:
        """Give sign, word and sentence of each kind of difference."""
        if self.added is None:
            more = (self.after or 0) - (self.before or 0)
            return (("+" if more > 0 else "-", "added" if more > 0 else "lost", self._sentence("", abs(more))),)
        numbers = (("+", "added", self.added), ("-", "lost", self.lost), ("~", "changed", self.changed))
        return tuple((sign, word, self._sentence(word, number)) for sign, word, number in numbers if number)

    def _sentence(self, word: str, number: int) -> str:
        rows = f"{number} {'row' if number == 1 else 'rows'} of {cell(self.table)}"
        counts = f" ({self.counts})" if self.before != self.after and word != "changed" else ""
        example = dict(self.examples).get(word)
        return f"{rows}{counts}" + (f", first: {example}" if example else "")

    def __str__(self) -> str:
        return "\n".join(f"{sign} {word} {sentence}" for sign, word, sentence in self.facts)


@dataclass(frozen=True, repr=False)
class RowsDiff(Shown):
    """The tables whose rows differ; false if there are none."""

    tables: tuple[TableDiff, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tables)

    def __iter__(self) -> Iterator[TableDiff]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def __contains__(self, table: object) -> bool:
        return any(one.table == table for one in self.tables)

    def __getitem__(self, table: str) -> TableDiff:
        """Give what happened to the rows of `table`: an empty difference if nothing did."""
        return next((one for one in self.tables if one.table == table), TableDiff(table, None, None, 0, 0, 0))

    @property
    def grid(self) -> Grid:
        """Show one line for each kind of difference in each table."""
        rows = tuple((f"{sign} {word}", words) for one in self.tables for sign, word, words in one.facts)
        return Grid(("change", "rows"), rows, "" if rows else "no row differs")

    def __str__(self) -> str:
        return "\n".join(map(str, self.tables)) or "no row differs"


def diff(before: "Rows", after: "Rows") -> RowsDiff:
    """Tell what happened to the rows, on the columns that both readings have.

    A table without a primary key, or with another one than before, is compared as a heap of equal and
    unequal rows: there a changed row counts as one lost and one added.
    """
    return RowsDiff(tuple(one for one in every(before, after) if one))


def every(before: "Rows", after: "Rows") -> tuple[TableDiff, ...]:
    """Tell it for all tables, also for those whose rows are the same."""
    old, new = ({one.name: one for one in rows.tables} for rows in (before, after))
    return tuple(_table(name, old.get(name), new.get(name)) for name in sorted(old.keys() | new.keys()))


def _table(name: str, before: "TableRows | None", after: "TableRows | None") -> TableDiff:
    counts = (before.count if before else None, after.count if after else None)
    old = before.values if before else ()
    new = after.values if after else ()
    if old is None or new is None:
        return TableDiff(name, *counts)
    if before is None or after is None:
        side = before or after
        assert side is not None
        example = (("added" if after else "lost", _words(side, (old or new)[0])),) if side.count else ()
        return TableDiff(name, *counts, len(new), len(old), 0, example)
    if before.columns == after.columns and old == new:
        return TableDiff(name, *counts, 0, 0, 0)
    by_key = _by_key(before, after)
    return by_key if by_key is not None else _as_heap(before, after)


def _by_key(before: "TableRows", after: "TableRows") -> TableDiff | None:
    """Compare rows by their key; None where the key does not name rows on both sides."""
    if not before.key or before.key != after.key:
        return None
    old, new = (_keyed(side) for side in (before, after))
    if len(old) != before.count or len(new) != after.count:
        return None  # SQLite allows NULL in a key, more than once
    added = [key for key in new if key not in old]
    lost = [key for key in old if key not in new]
    was, now = (_pick(side, _shared(before, after)) for side in (before, after))
    changed = [key for key in old if key in new and was(old[key]) != now(new[key])]
    examples = [("added", _words(after, new[key])) for key in added[:1]]
    examples += [("lost", _words(before, old[key])) for key in lost[:1]]
    examples += [("changed", _step(before, old[key], after, new[key])) for key in changed[:1]]
    return TableDiff(before.name, before.count, after.count, len(added), len(lost), len(changed), tuple(examples))


def _as_heap(before: "TableRows", after: "TableRows") -> TableDiff:
    shared = _shared(before, after)
    old, new = (Counter(map(_pick(side, shared), side.values or ())) for side in (before, after))
    added, lost = new - old, old - new
    examples = [
        (word, _row(shared, (), min(rows, key=repr))) for word, rows in (("added", added), ("lost", lost)) if rows
    ]
    return TableDiff(before.name, before.count, after.count, added.total(), lost.total(), 0, tuple(examples))


def _keyed(side: "TableRows") -> dict[Any, tuple[Any, ...]]:
    return dict(zip(map(_pick(side, side.key), side.values or ()), side.values or (), strict=True))


def _shared(before: "TableRows", after: "TableRows") -> tuple[str, ...]:
    return tuple(name for name in before.columns if name in after.columns)


def _pick(side: "TableRows", names: Sequence[str]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Make the function that takes the values of these columns out of a row; `itemgetter` is the fast way."""
    places = [side.columns.index(name) for name in names]
    if len(places) < 2:
        return lambda row: tuple(row[place] for place in places)
    return itemgetter(*places)


def _words(side: "TableRows", row: tuple[Any, ...]) -> str:
    return _row(side.columns, side.key, row)


def _row(columns: Sequence[str], key: Sequence[str], row: Sequence[Any]) -> str:
    """Say a row: its key and the first other columns, those with a value if there are any."""
    named = dict(zip(columns, row, strict=True))
    rest = [name for name in columns if name not in key and named[name] is not None]
    chosen = [*key, *rest][: max(SHOWN, len(key))] or columns[:SHOWN]
    return _values(chosen, [named[name] for name in chosen])


def _step(before: "TableRows", old: tuple[Any, ...], after: "TableRows", new: tuple[Any, ...]) -> str:
    """Say which values of one row changed."""
    was, now = dict(zip(before.columns, old, strict=True)), dict(zip(after.columns, new, strict=True))
    steps = [
        f"{cell(name)} {_value(was[name])} → {_value(now[name])}"
        for name in before.columns
        if name in now and was[name] != now[name]
    ]
    more = f" and {len(steps) - SHOWN} more" if len(steps) > SHOWN else ""
    key = _values(before.key, [was[name] for name in before.key])
    return f"{key}: {', '.join(steps[:SHOWN])}{more}"


def _values(names: Sequence[str], values: Sequence[Any]) -> str:
    return ", ".join(f"{cell(name)} {_value(value)}" for name, value in zip(names, values, strict=True))


def _value(value: Any) -> str:
    """Say a value; text in quotes as SQL writes it, so that an empty one and a NULL look different."""
    return "'" + cell(value, SHORT).replace("'", "''") + "'" if isinstance(value, str) else cell(value, SHORT)
