"""What is remembered of one exercise, and how two memories of it become one without losing any of either."""

from dataclasses import dataclass, fields, replace
from typing import Any

OUTCOMES = ("", "done, with a note", "done")  # from nothing to the best
LOOKS = ("", "asked", "seen")
FAILURES = ("not yet", "your migration raised")  # what the learner can mend; the others are nobody's attempt


@dataclass(frozen=True)
class Record:
    """What is remembered of one exercise.

    Args:
        id: The exercise's id: "02.1".
        outcome: The best verdict it got; empty until it is solved.
        attempts: How often an answer was judged.
        hints: How many hints were read.
        failure: The kind of the last verdict if it was a failure.
        criterion: The criterion that failed then.
        repeats: How often that very failure came in a row.
        solution: "" not looked at, "asked" for once, or "seen".
    """

    id: str
    outcome: str = ""
    attempts: int = 0
    hints: int = 0
    failure: str = ""
    criterion: str = ""
    repeats: int = 0
    solution: str = ""

    @property
    def done(self) -> bool:
        """Tell whether the exercise was solved."""
        return bool(self.outcome)

    def judged(self, kind: str, criterion: str) -> "Record":
        """Give the record after one more verdict; one that judged nothing changes nothing."""
        if kind in OUTCOMES:
            best = max(self.outcome, kind, key=OUTCOMES.index)
            return replace(self, outcome=best, attempts=self.attempts + 1, failure="", criterion="", repeats=0)
        if kind not in FAILURES:
            return self
        repeats = self.repeats + 1 if (self.failure, self.criterion) == (kind, criterion) else 1
        return replace(self, attempts=self.attempts + 1, failure=kind, criterion=criterion, repeats=repeats)

    def merged(self, other: "Record") -> "Record":
        """Give one record with all that either of two tells; the last failure is that of `other` if it has one."""
        last = other if other.failure else self
        return Record(
            self.id,
            outcome=max(self.outcome, other.outcome, key=OUTCOMES.index),
            attempts=max(self.attempts, other.attempts),
            hints=max(self.hints, other.hints),
            failure=last.failure,
            criterion=last.criterion,
            repeats=last.repeats,
            solution=max(self.solution, other.solution, key=LOOKS.index),
        )


COLUMNS = tuple(one.name for one in fields(Record))


def fault(values: dict[str, Any]) -> str:
    """Say what is wrong with the values of a record; empty if nothing is."""
    for one in fields(Record):
        value = values.get(one.name, one.default)
        if type(value) is not (int if one.type is int else str) or (isinstance(value, int) and not 0 <= value < 2**31):
            return f"`{one.name}` is {value!r}"
    for name, allowed in (("outcome", OUTCOMES), ("solution", LOOKS)):
        if values.get(name, "") not in allowed:
            return f"`{name}` is {values[name]!r}"
    return ""
