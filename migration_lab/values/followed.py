"""One row through the history of its table: when it came, which values each revision changed, whether it went."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migration_lab.errors import LabError
from migration_lab.grid import Grid, Shown, cell
from migration_lab.reading import sqlite_file

SHORT = 60  # characters of a value
Values = dict[str, Any]
Line = tuple[str, str]


@dataclass(frozen=True)
class Seen:
    """The row at one stop.

    Args:
        revision: The stop.
        values: Column and value; None where the row is not there.
        table: Whether its table is there.
        replayed: Whether the stop is there.
    """

    revision: str
    values: tuple[tuple[str, Any], ...] | None = None
    table: bool = True
    replayed: bool = True


@dataclass(frozen=True, repr=False)
class Followed(Shown):
    """One row at each stop of a timeline."""

    table: str
    key: tuple[Any, ...]
    seen: tuple[Seen, ...] = ()

    @property
    def title(self) -> str:
        """Name the row: `users 17`."""
        return f"{cell(self.table)} {', '.join(map(cell, self.key))}"

    @property
    def grid(self) -> Grid:
        """Show what became of the row, one line for each change, at least one for each stop."""
        rows = [
            (cell(one.revision) if not number else "", *line)
            for place, one in enumerate(self.seen)
            for number, line in enumerate(self._lines(place))
        ]
        return Grid(("revision", "change", "what"), tuple(rows), f"{self.title}, revision by revision")

    def at(self, revision: str) -> Grid:
        """Show the row at one stop, column by column: first what the revision changed in it, then what is the same."""
        place = next(place for place, one in enumerate(self.seen) if one.revision == revision)
        old, new = self._before(place), _values(self.seen[place])
        if new is None:
            return Grid(("change", "what"), tuple(self._lines(place)), f"{self.title} after {cell(revision)}")
        names = [*new, *(name for name in old or {} if name not in new)]
        rows = [(cell(name), *_step(old, new, name)) for name in names]
        rows.sort(key=lambda row: row[1] == "= same")  # what the revision did stands above what it left alone
        return Grid(("column", "change", "value"), tuple(rows), f"{self.title} after {cell(revision)}")

    def _before(self, place: int) -> Values | None:
        """Give the row at the last stop before that was replayed."""
        earlier = next((one for one in reversed(self.seen[:place]) if one.replayed), None)
        return _values(earlier) if earlier else None

    def _lines(self, place: int) -> list[Line]:
        one, old, new = self.seen[place], self._before(place), _values(self.seen[place])
        if not one.replayed:
            return [("! unknown", "this revision could not be replayed")]
        if new is None:
            return [self._absent(place, old)]
        if old is None:
            values = ", ".join(f"{cell(name)} {said(value)}" for name, value in new.items() if value is not None)
            return [("+ added", values)]
        return _changes(old, new) or [("= same", "")]

    def _absent(self, place: int, old: Values | None) -> Line:
        if old is not None:
            what = "the row" if self.seen[place].table else "the table"
            return "- removed", f"{what} is gone; it had {', '.join(f'{cell(n)} {said(v)}' for n, v in old.items())}"
        if any(one.values is not None for one in self.seen[:place]):
            return "= gone", ""
        return "= not there yet", "" if self.seen[place].table else f"no table {cell(self.table)}"


def follow(stops: Sequence[tuple[str, Path | None]], table: str, key: object) -> Followed:
    """Read the row whose primary key is `key` from each of these database files.

    Raises:
        LabError: No file has such a table, or its key has another number of values.
    """
    values = key if isinstance(key, tuple) else (key,)
    seen = tuple(_read(revision, file, table, values) for revision, file in stops)
    if seen and not any(one.table for one in seen if one.replayed):
        raise LabError(f"No revision has a table `{table}`.", "`lab.schema()` names the tables.")
    return Followed(table, values, seen)


def said(value: Any) -> str:
    """Say a value; text in quotes as SQL writes it, so that an empty one and a NULL look different."""
    return "'" + cell(value, SHORT).replace("'", "''") + "'" if isinstance(value, str) else cell(value, SHORT)


def _read(revision: str, file: Path | None, table: str, key: tuple[Any, ...]) -> Seen:
    if file is None:
        return Seen(revision, replayed=False)
    sqlite_file.require(file)
    try:
        with closing(sqlite_file.connect(file)) as connection:
            facts = connection.execute("SELECT name, pk FROM pragma_table_info(?)", (table,)).fetchall()
            if not facts:
                return Seen(revision, table=False)
            names = [name for name, place in sorted(facts, key=lambda fact: fact[1]) if place]
            if len(names) != len(key):
                raise _wrong_key(table, names, key)
            where = " AND ".join(f"{_quoted(name)} = ?" for name in names)
            cursor = connection.execute(f"SELECT * FROM {_quoted(table)} WHERE {where}", key)
            row = cursor.fetchone()
            return Seen(revision, row and tuple(zip([one[0] for one in cursor.description], row, strict=True)))
    except sqlite3.Error as error:
        raise sqlite_file.lesson(file.name, str(error)) from error


def _wrong_key(table: str, names: Sequence[str], key: tuple[Any, ...]) -> LabError:
    if not names:
        return LabError(f"`{table}` has no primary key, so none of its rows has a name.", "Follow another table.")
    columns = ", ".join(f"`{name}`" for name in names)
    return LabError(
        f"The key of `{table}` is {columns}: {len(names)} {'value' if len(names) == 1 else 'values'}, not {len(key)}.",
        "Give one value for each column, several as a tuple.",
    )


def _values(one: Seen) -> Values | None:
    return None if one.values is None else dict(one.values)


def _changes(old: Values, new: Values) -> list[Line]:
    gone = [("- removed", f"column {cell(name)}, which was {said(old[name])}") for name in old if name not in new]
    came = [("+ added", f"column {cell(name)}: {said(new[name])}") for name in new if name not in old]
    both = [name for name in new if name in old and not _same(old[name], new[name])]
    return gone + came + [("~ changed", f"{cell(name)}: {_arrow(old[name], new[name])}") for name in both]


def _step(old: Values | None, new: Values, name: str) -> Line:
    if name not in new:
        assert old is not None
        return "- removed", f"was {said(old[name])}"
    if old is None or name not in old:
        return "+ added", said(new[name])
    return ("= same", said(new[name])) if _same(old[name], new[name]) else ("~ changed", _arrow(old[name], new[name]))


def _arrow(old: Any, new: Any) -> str:
    return f"{said(old)} → {said(new)}"


def _same(old: Any, new: Any) -> bool:
    """Compare as the database stores: 1 and 1.0, or 1 and '1', are not the same."""
    return type(old) is type(new) and bool(old == new)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
