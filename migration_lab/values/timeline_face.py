"""What a timeline says in words: its stops, and one row through all of them."""

from dataclasses import dataclass

from migration_lab.errors import LabError
from migration_lab.grid import Grid, ShownInParts, cell
from migration_lab.values.followed import Followed
from migration_lab.values.timeline import Stop, Timeline

SHORT = 30  # revisions: so many are replayed while somebody waits for the words
ALL = "`print(lab.timeline())` tells what each of them changed"


@dataclass(frozen=True, repr=False)
class TimelineFace(ShownInParts):
    """Tables, one below the other."""

    parts: tuple[Grid, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables in their order."""
        return self.parts


def of(timeline: Timeline, row: "Row | None") -> TimelineFace:
    """Tell all of a timeline, and what became of one row."""
    return TimelineFace((timeline.grid, *([row.grid] if row else [])))


def planned(stops: tuple[Stop, ...], name: str) -> TimelineFace:
    """Tell what is known before anything is replayed: the revisions."""
    rows = tuple((cell(stop.revision), cell(stop.message)) for stop in stops)
    caption = f"{name}: {len(stops)} revisions, oldest first; {ALL}"
    return TimelineFace((Grid(("revision", "message"), rows, caption),))


@dataclass(frozen=True)
class Row:
    """One row followed through a timeline, or why it cannot be."""

    found: Followed | LabError
    title: str

    @classmethod
    def of(cls, timeline: Timeline, table: str, key: object) -> "Row":
        """Follow a row."""
        try:
            return cls(timeline.follow(table, key), f"{cell(table)} {cell(key)}")
        except LabError as error:
            return cls(error, f"{cell(table)} {cell(key)}")

    @property
    def grid(self) -> Grid:
        """Show the row's whole way."""
        if isinstance(self.found, Followed):
            return self.found.grid
        lines = ((cell(self.found.message),), (f"Hint: {cell(self.found.hint)}",))
        return Grid(("! not followed",), lines, self.title)

    def at(self, revision: str) -> tuple[Grid, ...]:
        """Show the row at one stop, then its whole way."""
        return (self.found.at(revision), self.grid) if isinstance(self.found, Followed) else (self.grid,)
