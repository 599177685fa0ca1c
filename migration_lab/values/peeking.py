"""Look at some rows of a table at two moments: never more of them in memory than a table that is kept anyway."""

from dataclasses import dataclass, replace

from migration_lab.errors import LabError
from migration_lab.grid import cell
from migration_lab.values import column_words, moment, rows_diff
from migration_lab.values.moment import Given, Key, Moment
from migration_lab.values.peek import CALLED, Choice, Peek
from migration_lab.values.peek_lines import Columns, Line, differing, key_of, lines
from migration_lab.values.rows import SHOWN, Rows, TableRows
from migration_lab.values.rows_diff import TableDiff

Side = TableRows | None
Sides = tuple[Moment, Moment]


@dataclass(frozen=True)
class Beside:
    """One table at two moments, its rows read as far as they must be.

    Args:
        found: What happened to all its rows.
        columns: The columns of both sides.
        sides: The rows of both sides: all of them, or those of some keys where all would be too many.
        note: What is not known, in a sentence.
        extent: "all" rows were read, "some" by their keys, or "none" because they are not known.
        fate: What became of columns that only one side has, in words.
    """

    found: TableDiff
    columns: Columns
    sides: tuple[Side, Side]
    note: str = ""
    extent: str = "all"
    fate: str = ""

    def keys(self, choice: Choice) -> tuple[Key, ...]:
        """Give the keys of a choice in the form that rows have.

        Raises:
            LabError: The table has no key, or one of another number of columns.
        """
        return _keys(self.found.table, self.columns.key, choice)

    def peek(self, choice: Choice) -> Peek:
        """Choose rows and columns, and say how many are not shown.

        Raises:
            LabError: There is no such column, or no such kind of key.
        """
        _require_columns(self.found.table, self.columns.names, choice)
        wanted = {tuple(map(str, key)) for key in self.keys(choice)}
        every = lines(*self.sides) if wanted or choice.kind == "all" else differing(*self.sides)
        shown, count = choice.rows(line for line in every if not wanted or tuple(map(str, line.key)) in wanted)
        names = choice.names(self.columns, shown)
        notes = [self.note, _first_of(len(shown), count, choice)]
        notes += [
            "" if self.extent == "none" else _absent(wanted, shown),
            "" if choice.columns else _hidden(len(self.columns.names) - len(names)),
        ]
        note = " ".join(note for note in notes if note)
        return Peek(self.found, self.columns, shown, note, self.fate).only(names)


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
    return read(before, after, table, choice).peek(choice)


def read(before: Given, after: Given, table: str, choice: Choice = Choice()) -> Beside:  # noqa: B008 (it is frozen)
    """Read one table of both moments; of one with too many rows only those with the keys of `choice`.

    Raises:
        LabError: Neither side has the table, or a side cannot be read, or the keys do not fit.
    """
    with moment.opened(before) as old, moment.opened(after) as new:
        _require(table, _names(old, new))
        was, now = (side.rows(table) if table in side.names else None for side in (old, new))
        columns = Columns.of(was, now)
        whole = Beside(_found(table, was, now), columns, (was, now), fate=column_words.of(columns, was, now))
        if not any(side and side.values is None for side in (was, now)):
            return whole
        was, now, note = _some((old, new), (was, now), whole.keys(choice))
    extent = "some" if any(side and side.values for side in (was, now)) or not note else "none"
    return replace(whole, sides=(was, now), note=note, extent=extent)


def tables(before: Given, after: Given) -> tuple[str, ...]:
    """Name the tables of both moments: those that are there after, then those that are gone.

    Raises:
        LabError: There are none, or a side cannot be read.
    """
    with moment.opened(before) as old, moment.opened(after) as new:
        known = _names(old, new)
    _require(known[0] if known else "", known)
    return known


def first_that_differs(before: Given, after: Given) -> str:
    """Name the first table whose rows differ, or the first one; a table too large to be compared by its number only.

    Raises:
        LabError: There is no table, or a side cannot be read.
    """
    with moment.opened(before) as old, moment.opened(after) as new:
        known = _names(old, new)
        _require(known[0] if known else "", known)
        return next((table for table in known if _differs(old, new, table)), known[0])


def _names(old: Moment, new: Moment) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*new.names, *old.names)))


def _differs(old: Moment, new: Moment, table: str) -> bool:
    was, now = (Rows((side.rows(table),)) if table in side.names else Rows() for side in (old, new))
    return table in rows_diff.diff(was, now) or old.columns(table) != new.columns(table)


def _require(table: str, known: tuple[str, ...]) -> None:
    if table not in known:
        names = ", ".join(f"`{name}`" for name in known)
        raise LabError(
            f"There is no table `{table}`, neither before nor after." if names else "Neither side has any table.",
            f"Choose one of {names}." if names else "Run `alembic upgrade head` first.",
        )


def _found(table: str, was: Side, now: Side) -> TableDiff:
    if any(side and side.values is None for side in (was, now)):
        found = TableDiff(table, None, None)
    else:
        found = rows_diff.diff(Rows((was,) if was else ()), Rows((now,) if now else ()))[table]
    return replace(found, before=was.count if was else None, after=now.count if now else None)


def _require_columns(table: str, names: tuple[str, ...], choice: Choice) -> None:
    unknown = [name for name in choice.columns if name not in names]
    if unknown:
        raise LabError(
            f"Table `{table}` has no column `{unknown[0]}`, neither before nor after.",
            f"Choose one of {', '.join(f'`{name}`' for name in names)}.",
        )


def _keys(table: str, names: tuple[str, ...], choice: Choice) -> tuple[Key, ...]:
    keys = tuple(key if isinstance(key, tuple) else (key,) for key in choice.keys)
    if keys and not names:
        raise LabError(
            f"The rows of `{table}` have no name: there is no primary key, or not the same one before and after.",
            "Leave the keys out to see the rows that differ.",
        )
    for key in keys:
        if len(key) != len(names):
            raise LabError(
                f"The key of `{table}` is ({', '.join(names)}); the number of values in {key!r} is {len(key)}.",
                f"Give one value for each column, as a tuple: ({', '.join(f'<{name}>' for name in names)}).",
            )
    return keys


def _some(moments: Sides, sides: tuple[Side, Side], keys: tuple[Key, ...]) -> tuple[Side, Side, str]:
    """Give the rows with these keys, or the first ones, of a table that is too large on one side at least."""
    was, now = sides
    key = key_of(was, now)
    if not key:
        return _none(was), _none(now), "Its rows are too many to be compared without a primary key."
    asked = keys or _first(moments, sides, key)
    some = [one.some(side.name, asked) if side and asked else () for one, side in zip(moments, sides, strict=True)]
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


def _first_of(shown: int, count: int, choice: Choice) -> str:
    called = "rows" if choice.keys else CALLED.get(choice.kind, "rows")
    return f"The first {shown} of {count} {called}." if count > shown else ""


def _absent(wanted: set[Key], rows: tuple[Line, ...]) -> str:
    absent = wanted - {tuple(map(str, line.key)) for line in rows}
    return f"No row has the key {', '.join(cell(', '.join(key)) for key in sorted(absent))}." if absent else ""


def _hidden(columns: int) -> str:
    return f"{columns} more {'column' if columns == 1 else 'columns'}, not shown." if columns else ""
