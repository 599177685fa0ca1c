"""All exercises with what is done of each: what `./lab progress` says."""

from collections.abc import Sequence
from dataclasses import dataclass

from migration_lab.command import LAB
from migration_lab.exercises import catalogue
from migration_lab.exercises.exercise import Exercise
from migration_lab.grid import Grid, Shown, cell
from migration_lab.progress import store
from migration_lab.progress.record import Record

LOOKS = {"": "", "asked": "", "seen": "seen"}


@dataclass(frozen=True, repr=False)
class Board(Shown):
    """The exercises there are, in order, and those that only the records know."""

    exercises: tuple[Exercise, ...]
    records: store.Records
    said: tuple[str, ...] = ()

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


def _row(exercise: Exercise, record: Record) -> tuple[str, ...]:
    return _line(record, exercise.title, f" of {len(exercise.hints)}")


def _line(record: Record, title: str, of: str = "") -> tuple[str, ...]:
    state = record.outcome or (record.failure if record.attempts else "not started")
    return record.id, cell(title), state, str(record.attempts), f"{record.hints}{of}", LOOKS[record.solution]
