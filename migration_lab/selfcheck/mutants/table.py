"""All mutants of one solution, and which criteria see them: the table that proves an exercise's criteria."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from migration_lab import places
from migration_lab.exercises import answers
from migration_lab.exercises.exercise import Exercise
from migration_lab.grid import Grid
from migration_lab.judging.criteria import Check
from migration_lab.judging.replay import UPGRADE
from migration_lab.judging.standing import is_untouched
from migration_lab.selfcheck import accepted, stage
from migration_lab.selfcheck.mutants import mutant, results, rewriting
from migration_lab.selfcheck.mutants.mutant import Mutant
from migration_lab.selfcheck.problem import Problem
from migration_lab.selfcheck.stage import Seen

MOST_FILES = 4
SAID = 6  # mutants that nobody sees, each in a sentence of its own


@dataclass(frozen=True)
class Table:
    """The mutants of one solution.

    Args:
        exercise: Whose.
        mutants: Those that come out otherwise than the solution.
        equal: The words of those that come out as the solution does: there is nothing to see.
    """

    exercise: Exercise
    mutants: tuple[Mutant, ...]
    equal: tuple[str, ...] = ()

    @property
    def grid(self) -> Grid:
        """Show a line for each mutant and a column for each criterion that can see it."""
        ids = [goal.id for goal in self.exercise.goals]
        rows = [(one.words, *("x" if name in one.killers else "" for name in ids)) for one in self.mutants]
        totals = ("seen by it", *(str(sum(name in one.killers for one in self.mutants)) for name in ids))
        names = tuple(name.partition(".")[2] for name in ids)
        caption = f"{self.exercise.id}: {len(self.mutants)} mutants, {len(self.equal)} more that equal the solution"
        return Grid(("mutant", *names), (*rows, totals), caption)


def made(exercise: Exercise, check: Check, seen: Seen) -> Table:
    """Make and judge all mutants of the solution.

    Args:
        exercise: Which exercise; its workspace is used up.
        check: Its criteria.
        seen: What came of the solution.
    """
    found = [*results.mutants(seen, check), *_rewritten(exercise, check, seen), *_skipped(exercise, check)]
    other = tuple(one for one in found if not one.equals(seen.replay))
    return Table(exercise, other, tuple(one.words for one in found if one.equals(seen.replay)))


def problems(table: Table) -> Iterator[Problem]:
    """Yield mutants that nothing sees, criteria that see no mutant, and criteria that broke over one."""
    one = table.exercise
    for each in table.mutants:
        for fault in each.faults:
            words = f"Over the mutant “{each.words}” our checker broke: {fault}."
            yield Problem(one.name, "report", words, "Correct it.")
    yield from _unseen(table)
    for goal in one.goals:
        if not any(goal.id in each.killers for each in table.mutants):
            words = f"`{goal.id}` sees no mutant: it would hold whatever a learner does."
            yield Problem(one.name, "dead", words, "Let it look closer, or take it away.")


def _unseen(table: Table) -> Iterator[Problem]:
    """Yield the mutants that neither a criterion sees nor a reason excuses, and reasons that excuse nothing."""
    name, reasons = table.exercise.name, accepted.read(table.exercise)
    unseen = [each.words for each in table.mutants if not each.killers and not each.faults]
    left = [words for words in unseen if words not in reasons]
    more = f"Let a criterion see it, or say in `{accepted.FILE}` why none has to."
    for words in left[:SAID]:
        yield Problem(name, "mutant", f"No criterion sees the mutant “{words}”.", more)
    if left[SAID:]:
        rest = f"{len(left) - SAID} more mutants are seen by no criterion."
        yield Problem(name, "mutant", rest, "`selfcheck --table` shows them all.")
    for words in [words for words in reasons if words not in unseen]:
        more = f"Take it out of `{accepted.FILE}`."
        yield Problem(name, "mutant", f"There is no unseen mutant “{words}”.", more)


def _rewritten(exercise: Exercise, check: Check, solution: Seen) -> Iterator[Mutant]:
    migrated = results.is_migrated(solution.replay)
    for one in rewriting.mutants(solution.replay):
        stage.lay(exercise, answers.solution(exercise))
        one.lay(places.home() / exercise.name)
        found = stage.seen(exercise, check)
        yield mutant.of(one.words, _migrated(found, check) if migrated else found, check=check)


def _migrated(found: Seen, check: Check) -> Seen:
    """Give what is seen if the learner has migrated with the damaged revision, not with the solution's."""
    if found.replay.failed is not None and found.replay.failed.name == UPGRADE:
        return found
    replay = replace(found.replay, own=found.replay.after(UPGRADE))
    return Seen(replay, check.outcomes(replay, found.asked.get), found.asked)


def _skipped(exercise: Exercise, check: Check) -> Iterator[Mutant]:
    """Leave out each of the solution's files and commands, in turn."""
    solution = answers.solution(exercise)
    ways: dict[str, Callable[[], object]] = {
        f"files: without `{path}`": partial(stage.lay, exercise, solution, left_out=path)
        for path in list(solution.files)[:MOST_FILES]
    }
    ways |= {
        f"commands: without `{command}`": partial(stage.lay, exercise, stage.without(solution, number))
        for number, command in enumerate(solution.commands)
    }
    for words, lay in ways.items():
        lay()
        found = stage.seen(exercise, check)
        if not is_untouched(found.replay):  # then it is "not started", and no criterion is asked
            yield mutant.of(words, found, check=check)
