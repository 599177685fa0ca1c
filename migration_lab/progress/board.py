"""All exercises with what is done of each: what `./lab progress` says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from migration_lab.command import LAB
from migration_lab.exercises import catalogue
from migration_lab.exercises.exercise import Exercise
from migration_lab.grid import Grid, Shown, cell
from migration_lab.progress import store
from migration_lab.progress.record import Record

LOOKS = {"": "", "asked": "", "seen": "seen"}
WIDTH, GAP = 80, 2  # columns of a terminal, and between two of the table's
TITLE = 1  # which of the table's columns is folded


@dataclass(frozen=True, repr=False)
class Board(Shown):
    """The exercises there are, in order, and those that only the records know."""

    exercises: tuple[Exercise, ...]
    records: store.Records
    said: tuple[str, ...] = ()

    def __str__(self) -> str:
        return str(_folded(self.grid))

    @property
    def grid(self) -> Grid:
        """One line an exercise."""
        rows = [_row(one, self.records.get(one.id, Record(one.id))) for one in self.exercises]
        known = {one.id for one in self.exercises}
        rows += [_line(one, "(not in this version of the lab)") for one in self._others(known)]
        done = sum(self.records.get(one.id, Record(one.id)).done for one in self.exercises)
        caption = " ".join([*self.said, f"{done} of {len(self.exercises)} exercises are done."])
        return Grid(("id", "exercise", "state", "attempts", "hints", "solution"), tuple(rows), caption)

    def _others(self, known: set[str]) -> Sequence[Record]:
        return [self.records[name] for name in sorted(self.records.keys() - known)]

    @property
    def next(self) -> str:
        """Say which exercise comes next; empty when all are done."""
        for one in self.exercises:
            if not self.records.get(one.id, Record(one.id)).done:
                return f"Next: {one.id} {one.title} (`{LAB} check {one.id}`)."
        return ""


def read() -> Board:
    """Read the board.

    Raises:
        LabError: An exercise or the progress cannot be read.
    """
    kept, exercises = store.read(), catalogue.every()
    return Board(exercises, renamed(kept.records, exercises), kept.said)


def renamed(records: store.Records, exercises: Sequence[Exercise]) -> dict[str, Record]:
    """Let the records of an exercise's older ids count for the exercise."""
    found = dict(records)
    for one in exercises:
        for alias in found.keys() & set(one.aliases):
            found[one.id] = found.get(one.id, Record(one.id)).merged(found.pop(alias))
    return found


def _folded(grid: Grid) -> Grid:
    """Fold long titles, so that no line is wider than a terminal; a table in a notebook folds by itself."""
    table = (grid.headers, *grid.rows)
    others = [max(len(row[place]) for row in table) for place in range(len(grid.headers)) if place != TITLE]
    room = WIDTH - sum(others) - GAP * len(others)
    rows = [line for row in grid.rows for line in _lines(row, max(room, len(grid.headers[TITLE])))]
    return replace(grid, rows=tuple(rows), caption="\n".join(wrap(grid.caption, WIDTH)))


def _lines(row: tuple[str, ...], room: int) -> Iterator[tuple[str, ...]]:
    first, *more = wrap(row[TITLE], room) or [""]
    yield (*row[:TITLE], first, *row[TITLE + 1 :])
    yield from (("",) * TITLE + (one,) + ("",) * (len(row) - TITLE - 1) for one in more)


def _row(exercise: Exercise, record: Record) -> tuple[str, ...]:
    return _line(record, exercise.title, f" of {len(exercise.hints)}")


def _line(record: Record, title: str, of: str = "") -> tuple[str, ...]:
    state = record.outcome or (record.failure if record.attempts else "not started")
    return record.id, cell(title), state, str(record.attempts), f"{record.hints}{of}", LOOKS[record.solution]
