"""What a timeline says in words: its stops, and one row through all of them."""

from dataclasses import dataclass

from migration_lab.errors import LabError
from migration_lab.grid import Grid, cell
from migration_lab.values.timeline import Stop, Timeline

SHORT = 30  # revisions: so many are replayed while somebody waits for the words
ALL = "`print(lab.timeline())` tells what each of them changed"


@dataclass(frozen=True, repr=False)
class TimelineFace:
    """Tables, one below the other."""

    grids: tuple[Grid, ...]

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.grids))

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return "\n\n".join(grid._repr_markdown_() for grid in self.grids)

    def _repr_html_(self) -> str:
        return "".join(grid._repr_html_() for grid in self.grids)


def of(timeline: Timeline, follow: tuple[str, object] | None) -> TimelineFace:
    """Tell all of a timeline, and what became of one row."""
    return TimelineFace((timeline.grid, *(row(timeline, follow) if follow else ())))


def planned(stops: tuple[Stop, ...], name: str) -> TimelineFace:
    """Tell what is known before anything is replayed: the revisions."""
    rows = tuple((cell(stop.revision), cell(stop.message)) for stop in stops)
    caption = f"{name}: {len(stops)} revisions, oldest first; {ALL}"
    return TimelineFace((Grid(("revision", "message"), rows, caption),))


def row(timeline: Timeline, follow: tuple[str, object], revision: str = "") -> tuple[Grid, ...]:
    """Show one row at a stop, if one is named, and its whole way; or say why it cannot be followed."""
    try:
        found = timeline.follow(*follow)
    except LabError as error:
        lines = ((cell(error.message),), (f"Hint: {cell(error.hint)}",))
        return (Grid(("! not followed",), lines, " ".join(map(cell, follow))),)
    return (found.at(revision), found.grid) if revision else (found.grid,)
