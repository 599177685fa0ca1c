"""Look at some rows of a table at two moments: never more of them in memory than a table that is kept anyway."""

from dataclasses import replace

from migration_lab.errors import LabError
from migration_lab.grid import cell
from migration_lab.values import moment, rows_diff
from migration_lab.values.moment import Given, Key, Moment
from migration_lab.values.peek import Choice, Peek
from migration_lab.values.peek_lines import Columns, key_of, lines
from migration_lab.values.rows import SHOWN, Rows, TableRows
from migration_lab.values.rows_diff import TableDiff

Side = TableRows | None
Sides = tuple[Moment, Moment]


def peek(before: Given, after: Given, table: str, choice: Choice = Choice()) -> Peek:  # noqa: B008 (it is frozen)
    """Look at rows of `table` before and after.

    Args:
        before: Any moment, as `moment.opened` takes it: `Rows` kept earlier, a workspace, a `Path`, a URL, …
        after: Likewise.
        table: The table's name.
        choice: Which rows and columns.

    Raises:
        LabError: Neither side has the table, or a column or the kind of key that is asked for; or one cannot be read.
    """
    with moment.opened(before) as old, moment.opened(after) as new:
        _require(table, tables(old, new))
        was, now = (side.rows(table) if table in side.names else None for side in (old, new))
        found = _found(table, was, now)
        columns = Columns.of(was, now)
        keys = _keys(table, columns, choice)
        was, now, note = _known((old, new), (was, now), keys)
    return _chosen(Peek(found, columns, note=note), choice, (was, now), keys)


def tables(before: Moment, after: Moment) -> tuple[str, ...]:
    """Name the tables of both moments: those that are there now, then those that are gone."""
    return tuple(dict.fromkeys((*after.names, *before.names)))


def _require(table: str, known: tuple[str, ...]) -> None:
    if table not in known:
        names = ", ".join(f"`{name}`" for name in known)
        raise LabError(
            f"There is no table `{table}`, neither before nor after.",
            f"Choose one of {names}." if names else "Neither side has a table: run `alembic upgrade head` first.",
        )


def _found(table: str, was: Side, now: Side) -> TableDiff:
    if any(side and side.values is None for side in (was, now)):
        found = TableDiff(table, None, None)
    else:
        found = rows_diff.diff(Rows((was,) if was else ()), Rows((now,) if now else ()))[table]
    return replace(found, before=was.count if was else None, after=now.count if now else None)


def _keys(table: str, columns: Columns, choice: Choice) -> tuple[Key, ...]:
    unknown = [name for name in choice.columns if name not in columns.names]
    if unknown:
        known = ", ".join(f"`{name}`" for name in columns.names)
        raise LabError(
            f"Table `{table}` has no column `{unknown[0]}`, neither before nor after.", f"Choose of {known}."
        )
    keys = tuple(key if isinstance(key, tuple) else (key,) for key in choice.keys)
    if keys and not columns.key:
        raise LabError(
            f"The rows of `{table}` have no name: there is no primary key, or not the same one before and after.",
            "Leave the keys out to see the rows that differ.",
        )
    for key in keys:
        if len(key) != len(columns.key):
            raise LabError(
                f"The key of `{table}` is ({', '.join(columns.key)}), and {key!r} has {len(key)} values.",
                f"Give one value for each column, as a tuple: ({', '.join(f'<{name}>' for name in columns.key)}).",
            )
    return keys


def _known(moments: Sides, sides: tuple[Side, Side], keys: tuple[Key, ...]) -> tuple[Side, Side, str]:
    """Give the rows that can be laid beside each other: all of them, or some where there are too many."""
    was, now = sides
    large = [side for side in sides if side and side.values is None]
    if not large:
        return was, now, ""
    name, key = large[0].name, key_of(was, now)
    if not key:
        return _none(was), _none(now), "Its rows are too many to be compared without a primary key."
    asked = keys or _first(moments, sides, key)
    some = [one.some(name, asked) if side and asked else () for one, side in zip(moments, sides, strict=True)]
    if None in some:
        when = "before" if some[0] is None else "after"
        return _none(was), _none(now), f"Of its rows {when} only the number was kept: they were too many."
    note = "" if keys else f"They are too many: the first {SHOWN} by key are looked at; choose others by their keys."
    old, new = (replace(side, values=rows) if side else None for side, rows in zip(sides, some, strict=True))
    return old, new, note


def _none(side: Side) -> Side:
    return replace(side, values=()) if side else None


def _first(moments: Sides, sides: tuple[Side, Side], key: tuple[str, ...]) -> tuple[Key, ...]:
    """Name the first rows of each side: both sides must be asked for the same ones."""
    found: dict[Key, None] = {}
    for one, side in zip(moments, sides, strict=True):
        if side:
            places = [side.columns.index(name) for name in key]
            found |= {tuple(row[place] for place in places): None for row in one.some(side.name, ()) or ()}
    return tuple(found)


def _chosen(whole: Peek, choice: Choice, sides: tuple[Side, Side], keys: tuple[Key, ...]) -> Peek:
    """Keep the rows and columns that are asked for, and say how many are not shown."""
    wanted = {tuple(map(str, key)) for key in keys}
    every = lines(*sides)
    rows = choice.rows(line for line in every if not wanted or tuple(map(str, line.key)) in wanted)
    shown = rows[: choice.most]
    notes = [whole.note] if whole.note else []
    if len(rows) > choice.most:
        notes.append(f"The first {choice.most} rows of several more.")
    absent = wanted - {tuple(map(str, line.key)) for line in shown}
    if absent and len(rows) <= choice.most:
        notes.append(f"No row has the key {', '.join(cell(', '.join(key)) for key in sorted(absent))}.")
    names = choice.names(whole.columns, shown)
    hidden = [name for name in whole.columns.names if name not in names]
    if hidden and not choice.columns:
        notes.append(f"{len(hidden)} more {'column' if len(hidden) == 1 else 'columns'}, not shown.")
    return replace(whole, lines=shown, note=" ".join(notes)).only(names)
