"""One thing that is wrong with an exercise, in one sentence, and what its author does about it."""

from dataclasses import dataclass

from migration_lab.errors import LabError


@dataclass(frozen=True)
class Problem:
    """One problem.

    Args:
        exercise: The folder of the exercise: "02_1_rename".
        rule: The rule that was broken, in one word: "hints", "mutant".
        words: What is wrong.
        next: What to do about it.
    """

    exercise: str
    rule: str
    words: str
    next: str

    def __str__(self) -> str:
        return f"{self.exercise} ({self.rule}): {self.words} {self.next}"


def of(exercise: str, rule: str, error: LabError) -> Problem:
    """Turn an error of ours into a problem."""
    return Problem(exercise, rule, " ".join(error.message.split()), error.hint)
