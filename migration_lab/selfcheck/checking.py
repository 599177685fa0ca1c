"""Check one exercise by all rules: its files, its start, its answers, their messages, and mutants of its solution."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.exercises import answers, exercise
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import criteria
from migration_lab.judging.criteria import Broke
from migration_lab.judging.verdict import Verdict
from migration_lab.selfcheck import problem, stage, told, transcript, written
from migration_lab.selfcheck.mutants import table
from migration_lab.selfcheck.mutants.table import Table
from migration_lab.selfcheck.problem import Problem
from migration_lab.selfcheck.stage import Tried

Messages = Mapping[str, Verdict]
Golden = Callable[[Exercise, Messages], Sequence[Problem]]


@dataclass(frozen=True)
class Report:
    """What the check of one exercise found.

    Args:
        name: The exercise's folder.
        problems: What is wrong with it.
        done: What was tried, in words; empty if it was not reached.
        grid: The table of mutants and criteria as text.
        equal: Mutants that come out as the solution does.
    """

    name: str
    problems: tuple[Problem, ...] = ()
    done: str = ""
    grid: str = ""
    equal: tuple[str, ...] = ()


def check(folder: Path, golden: Golden = transcript.problems) -> Report:
    """Check the exercise in a folder, on a desk of its own.

    Args:
        folder: The exercise.
        golden: What is done with all messages: compare them with the transcript, or write it.
    """
    found = written.problems(folder)
    if found:
        return Report(folder.name, tuple(found))
    try:
        with stage.desk():
            return _run(exercise.read(folder), golden)
    except LabError as error:
        return Report(folder.name, (problem.of(folder.name, "lab", error),))
    except Broke as broke:
        words = f"Our own checker broke: {broke.fault.words}."
        return Report(folder.name, (Problem(folder.name, "report", words, "Correct `check.py`."),))


def _run(one: Exercise, golden: Golden) -> Report:
    untouched = stage.at_the_start(one)
    tries = [stage.tried(one, answer) for answer in answers.every(one)]
    messages = dict(zip((told.START, told.OPENED), untouched, strict=True))
    messages |= {each.answer.name: each.verdict for each in tries}
    found = [*told.at_the_start(one, untouched), *(wrong for each in tries for wrong in told.of(one, each))]
    if not tries[0].verdict.done:
        return Report(one.name, tuple(found))
    made, twice = _mutants(one, tries[0])
    found += [*twice, *table.problems(made), *golden(one, messages)]
    said = f"{len(tries)} answers, {len(made.mutants)} mutants, {len(one.goals)} criteria"
    return Report(one.name, tuple(found), said, str(made.grid), made.equal)


def _mutants(one: Exercise, solution: Tried) -> tuple[Table, list[Problem]]:
    """Make the mutants from a second replay of the solution, which must be told the same as the first."""
    check = criteria.load(one)
    stage.lay(one, solution.answer)
    seen = stage.seen(one, check)
    return table.made(one, check, seen), list(_differs(one, solution.verdict, stage.told(seen, check)))


def _differs(one: Exercise, first: Verdict, second: Verdict) -> Iterator[Problem]:
    if (str(first), first.json) != (str(second), second.json):
        words = "The solution is told one thing the first time, and another the second time."
        yield Problem(one.name, "twice", words, "Let `check.py` look at nothing but the replay.")
