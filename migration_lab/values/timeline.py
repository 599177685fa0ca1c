"""The past of a database: what it looked like after each revision of its history, failed revisions included."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.grid import Grid, Shown, cell
from migration_lab.values import followed, snapshot
from migration_lab.values.followed import Followed
from migration_lab.values.rows import Rows
from migration_lab.values.schema import Schema
from migration_lab.values.schema_diff import WORDS
from migration_lab.values.snapshot import DatabaseState, Snapshot
from migration_lab.values.strip import Changes, DatabaseChanges

LONGEST = 3  # changes that one line of a timeline tells


@dataclass(frozen=True, repr=False)
class Stop(Shown):
    """One revision, and the database as it was after it; false if the revision could not be replayed.

    Args:
        revision: Its id.
        message: What its author wrote.
        file: The database file; None if the revision could not be replayed.
        error: Why it could not be replayed.
        hint: What to do about that.
        counts: The number of rows of each table.
        changes: What differs from the stop before, in short.
    """

    revision: str
    message: str = ""
    file: Path | None = field(default=None, compare=False)
    error: str = ""
    hint: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    changes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return not self.error

    @property
    def state(self) -> DatabaseState:
        """The database with all that is in it.

        Raises:
            LabError: The revision could not be replayed, or its file was removed meanwhile.
        """
        if self.file is None:
            raise LabError(self.error, self.hint)
        found = Snapshot.read({self.revision: self.file})[self.revision]
        if not found.exists or found.problem:
            raise LabError(
                f"The database file of `{self.revision}` is not there any more: old timelines make room for new ones.",
                "Run the cell again: the history is replayed anew.",
            )
        return found

    @property
    def schema(self) -> Schema:
        """The tables as they were."""
        return self.state.schema

    @property
    def rows(self) -> Rows:
        """The rows as they were."""
        return self.state.rows

    @property
    def grid(self) -> Grid:
        """Show the number of rows in each table, or the error."""
        title = f"{cell(self.revision)} {cell(self.message)}".rstrip()
        if self.error:
            lines = tuple((cell(line),) for line in (*self.error.splitlines(), f"Hint: {self.hint}"))
            return Grid(("! not replayed",), lines, title)
        return Grid(("table", "rows"), tuple((cell(name), str(count)) for name, count in self.counts), title)


@dataclass(frozen=True, repr=False)
class Timeline(Shown):
    """The stops of a history, in the order of an upgrade.

    Args:
        stops: One for each revision.
        name: The database's name.
        note: Where the rows come from.
    """

    stops: tuple[Stop, ...] = ()
    name: str = "primary"
    note: str = ""

    def __len__(self) -> int:
        return len(self.stops)

    def __iter__(self) -> Iterator[Stop]:
        return iter(self.stops)

    def __getitem__(self, which: int | str) -> Stop:
        """Give a stop by its place or its revision.

        Raises:
            LabError: There is no such stop.
        """
        return self.stops[self._place(which)]

    def before(self, which: int | str) -> Stop | None:
        """Give the last stop before this one that was replayed; None at the beginning."""
        return next((stop for stop in reversed(self.stops[: self._place(which)]) if stop), None)

    def diff(self, which: int | str) -> Changes:
        """Tell what a revision changed: the difference to the stop before.

        Raises:
            LabError: The revision could not be replayed, or there is none.
        """
        earlier, stop = self.before(which), self[which]
        old = earlier.state if earlier else DatabaseState()
        return snapshot.changes(Snapshot(((self.name, old),)), Snapshot(((self.name, stop.state),)))

    def follow(self, table: str, key: object) -> Followed:
        """Follow one row through all stops.

        Args:
            table: The table it is in.
            key: Its primary key; a tuple for a key of several columns.

        Raises:
            LabError: No stop has such a table, or its key has another number of values.
        """
        return followed.follow([(stop.revision, stop.file) for stop in self.stops], table, key)

    @property
    def grid(self) -> Grid:
        """Show one line for each stop."""
        rows = tuple(self._line(stop) for stop in self.stops)
        caption = f"{self.name}: {self.note}" if rows else f"{self.name}: no revisions yet"
        return Grid(("revision", "message", "tables", "rows", "changes"), rows, caption)

    def _line(self, stop: Stop) -> tuple[str, ...]:
        words = cell(stop.revision), cell(stop.message)
        if stop.error:
            return *words, "", "", f"! {cell(': '.join(stop.error.splitlines()[:2]))}"
        rows = sum(count for _, count in stop.counts)
        return *words, str(len(stop.counts)), str(rows), "; ".join(map(cell, stop.changes)) or "= nothing changed"

    def _place(self, which: int | str) -> int:
        places: dict[int | str, int] = {stop.revision: place for place, stop in enumerate(self.stops)}
        places |= {place: place % len(self.stops) for place in range(-len(self.stops), len(self.stops))}
        if which not in places:
            names = ", ".join(f"`{stop.revision}`" for stop in self.stops)
            raise LabError(
                f"The timeline has no stop `{which}`.", f"Choose one of {names}." if names else "Make a revision first."
            )
        return places[which]


def counts(state: DatabaseState) -> tuple[tuple[str, int], ...]:
    """Give the number of rows of each table, as a stop keeps it."""
    return tuple(state.rows.counts.items())


def brief(changes: Changes) -> tuple[str, ...]:
    """Say in a few words what a revision changed, as a stop keeps it."""
    words = [line for one in changes for line in _lines(one)]
    rest = len(words) - LONGEST
    return tuple(words) if rest < 1 else (*words[:LONGEST], f"and {rest} more")


def _lines(one: DatabaseChanges) -> Iterator[str]:
    for change in one.schema:
        yield f"{change.sign} {WORDS[change.sign]} {change.kind} {change.where}"
    for table in one.rows:
        for sign, word, sentence in table.facts:
            yield f"{sign} {word} {sentence.partition(',')[0].partition(' (')[0]}"
    for fate in one.fates:
        for sign, sentence in fate.lines:
            yield f"{sign} {sentence}"
