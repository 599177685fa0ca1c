"""One line of a lesson's closing table: a small experiment that really ran."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from migration_lab.grid import Grid, Prose, cell

HEADERS = ("What was done", "What people expect", "What happened", "The way that works")


@dataclass(frozen=True)
class Experiment:
    """What an experiment did and found. `happened` and `works` carry values that were read, not typed.

    Args:
        codes: The rows of the catalogue it runs ("B4"), and blocks of the reference ("S6"), for the sweep over lessons.
        done: What was done, in a few words.
        expected: What people expect of it.
        happened: What happened.
        works: The way that works, run as well, with what it gave.
    """

    codes: tuple[str, ...]
    done: str
    expected: str
    happened: str
    works: str


def closing_table(experiments: Iterable[Callable[[], Experiment]], caption: str = "") -> Grid:
    """Run the experiments in the order given and line up what they found."""
    return Prose(HEADERS, tuple(_line(experiment()) for experiment in experiments), caption)


def _line(experiment: Experiment) -> tuple[str, ...]:
    return tuple(cell(text) for text in (experiment.done, experiment.expected, experiment.happened, experiment.works))
