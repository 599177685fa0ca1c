"""A mutant: a damaged solution in a few words, and what the criteria see of it."""

from dataclasses import dataclass, field

from migration_lab.judging.criteria import Broke, Check, Outcome
from migration_lab.judging.replay import Replay, State
from migration_lab.selfcheck.stage import Seen


@dataclass(frozen=True)
class Mutant:
    """One damage.

    Args:
        words: What was done: "upgrade: one row of users lost". They name it in the table.
        replay: What came out.
        outcomes: What each criterion said of it.
        broke: What broke in `check.py` when it looked for known mistakes, ready to report.
    """

    words: str
    replay: Replay = field(repr=False)
    outcomes: tuple[Outcome, ...] = field(default=(), repr=False)
    broke: str = ""

    @property
    def killers(self) -> tuple[str, ...]:
        """Name the criteria that see it.

        One that only says that a step failed counts if it is the first: that is the one the learner is told.
        """
        missed = [one.goal.id for one in self.outcomes if one.miss]
        first = next((one for one in self.outcomes if not one.holds), None)
        stopped = [first.goal.id] if first and first.stopped else []
        return tuple(one.goal.id for one in self.outcomes if one.goal.id in {*missed, *stopped})

    @property
    def faults(self) -> tuple[str, ...]:
        """Give what broke in `check.py` over it, ready to report."""
        return (*(one.fault.words for one in self.outcomes if one.fault), *([self.broke] if self.broke else []))

    def equals(self, solution: Replay) -> bool:
        """Tell whether what came out is what comes out of the solution: then there is nothing to see.

        A criterion may see it all the same, by what a further command says of models or env.py.
        """
        return not self.killers and _result(self.replay) == _result(solution)


def of(words: str, seen: Seen, *, check: Check) -> Mutant:
    """Make a mutant, and let the known mistakes look at it too: they must understand whatever comes out."""
    try:
        check.mistake(seen.replay)
    except Broke as broke:
        return Mutant(words, seen.replay, seen.outcomes, broke.fault.words)
    return Mutant(words, seen.replay, seen.outcomes)


def _result(replay: Replay) -> object:
    heads = {name: history.heads for name, history in replay.histories.items()}
    steps = [(step.name, step.ok, _state(step.state)) for step in replay.steps]
    return heads, steps, _state(replay.own), [step.run.error for step in replay.steps]


def _state(state: State) -> object:
    return state.databases, state.orphans
