"""Expectations about rows that must still be there: with their values, moved to another column, with their children."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from migration_lab.judging.expecting.difference import difference
from migration_lab.judging.expecting.matching import Keyed, row, same, together, value
from migration_lab.judging.expecting.spot import (
    START,
    Spot,
    named,
    no_column,
    no_table,
    number,
    rows,
    spot,
    table,
    where,
)
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import UPGRADE, Replay
from migration_lab.values.rows import LIMIT, TableRows

Change = Callable[[Any], Any]


def rows_kept(
    replay: Replay, place: str, *, columns: Sequence[str] = (), example: object = None, after: str = UPGRADE
) -> Miss | None:
    """Expect that every row of the start is there, with equal values in these columns.

    Args:
        replay: What came out.
        place: The table.
        columns: Which ones; none: all that the table had at the start.
        example: The key of the row to show if it is among the damaged ones.
        after: The state to look at.
    """
    at = spot(place)
    before = _start(replay, at)
    wanted = tuple(columns) or before.columns
    compared = _compared(replay, at, at, after=after, columns=(wanted, wanted))
    if isinstance(compared, Miss):
        return compared
    return difference(*compared, columns=wanted, example=example, place=where(after))


def values_moved(replay: Replay, old: str, new: str, *, example: object = None, after: str = UPGRADE) -> Miss | None:
    """Expect that each value of a column at the start stands in another column now, in the row of the same key."""
    return values_changed(replay, (old, new), change=_unchanged, example=example, after=after)


def values_changed(
    replay: Replay, places: tuple[str, str], *, change: Change, example: object = None, after: str = UPGRADE
) -> Miss | None:
    """Expect that a column holds what `change` makes of another one's value at the start, row by row.

    Args:
        replay: What came out.
        places: The column at the start and the column now: ("users.full_name", "users.display_name").
        change: What becomes of a value.
        example: The key of the row to show if it is among the wrong ones.
        after: The state to look at.
    """
    old, new = map(spot, places)
    compared = _compared(replay, old, new, after=after, columns=((old.column,), (new.column,)))
    if isinstance(compared, Miss):
        return compared
    before, now = compared
    meant = Keyed(before.table, before.key, {key: (change(*values),) for key, values in before.values.items()})
    return difference(meant, now, columns=(new.column,), example=example, place=where(after))


def children_kept(replay: Replay, place: str, *, example: object = None, after: str = UPGRADE) -> Miss | None:
    """Expect that every row of a child table ("orders.user_id") is there and points to the parent it had."""
    at = spot(place)
    missed = rows_kept(replay, f"{at.database}:{at.table}", columns=(at.column,), example=example, after=after)
    shape = table(replay, at, START)
    parent = next((key.target for key in shape.foreign_keys if key.columns == (at.column,)), "") if shape else ""
    left = rows(replay, Spot(at.database, parent), after)
    had = replay.start.count(parent, database=at.database)
    if missed is None or left is None or had is None:
        return missed
    return Miss(f"{missed.found}. Rows of {named(parent)}: {left.count:,} of {had:,}", missed.where)


def row_is(
    replay: Replay, place: str, *, key: object, values: Mapping[str, object], after: str = UPGRADE
) -> Miss | None:
    """Expect one row with this key and these values."""
    at, wanted = spot(place), key if isinstance(key, tuple) else (key,)
    found = rows(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    missing = [name for name in values if name not in found.columns]
    if missing:
        return _no_column(replay, Spot(at.database, at.table, missing[0]), after)
    names = found.key or _start_key(replay, at)
    here = [one for one in found.values or () if tuple(one[found.columns.index(name)] for name in names) == wanted]
    if not here:
        return Miss(f"{row(at.table, wanted)} is not there; the table has {number(found.count, 'row')}", where(after))
    is_now = {name: here[0][found.columns.index(name)] for name in values}
    wrong = [name for name in values if not same(is_now[name], values[name])]
    if not wrong:
        return None
    said = ", ".join(f"{named(name)} {value(is_now[name])}, not {value(values[name])}" for name in wrong)
    return Miss(f"{row(at.table, wanted)} has {said} ({number(found.count, 'row')} in the table)", where(after))


def _unchanged(one: Any) -> Any:
    return one


def _start(replay: Replay, at: Spot) -> TableRows:
    return replay.start.rows(at.database)[at.table]


def _start_key(replay: Replay, at: Spot) -> tuple[str, ...]:
    start = replay.start.rows(at.database)
    return start[at.table].key if at.table in start else ()


def _compared(
    replay: Replay, old: Spot, new: Spot, *, after: str, columns: tuple[Sequence[str], Sequence[str]]
) -> tuple[Keyed, Keyed] | Miss:
    """Let the rows of the start and of now meet, or tell why they cannot."""
    before, now = _start(replay, old), rows(replay, new, after)
    if now is None:
        return no_table(replay, new, after)
    missing = [name for name in columns[1] if name not in now.columns]
    if missing:
        return _no_column(replay, Spot(new.database, new.table, missing[0]), after)
    if now.values is None and before.values is not None:
        return Miss(
            f"{named(new.table)} has {now.count:,} rows, more than the {LIMIT:,} that are looked at; "
            f"{named(old.table)} had {before.count:,}",
            where(after),
        )
    return together(before, now, *columns)


def _no_column(replay: Replay, at: Spot, after: str) -> Miss:
    shape = table(replay, at, after)
    return no_column(at, shape, after) if shape else no_table(replay, at, after)
