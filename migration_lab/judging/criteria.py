"""Judge a replay by an exercise's `check.py`: one function for each criterion, known mistakes, and a note."""

import sqlite3
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise, Goal
from migration_lab.grid import cell
from migration_lab.judging.message import LONGEST
from migration_lab.judging.miss import Miss, Mistake
from migration_lab.judging.replay import NotReached, Replay, Step

FILE = "check.py"
MISTAKE, NOTE = "mistake_", "note"
Ask = Callable[[str], Step | None]


@dataclass(frozen=True)
class Fault:
    """Something of ours that broke: never the learner's mistake. `words` is the line to report."""

    kind: str
    place: str
    words: str


@dataclass(frozen=True)
class Outcome:
    """What one criterion said; it holds if it said nothing."""

    goal: Goal
    miss: Miss | None = None
    stopped: NotReached | None = None
    fault: Fault | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the criterion holds."""
        return not (self.miss or self.stopped or self.fault)


class Broke(Exception):  # noqa: N818  it reads as the sentence it becomes
    """Our own code broke while it judged."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.words)
        self.fault = fault


@dataclass(frozen=True)
class Check:
    """The functions of a `check.py`, by name, in its order."""

    exercise: Exercise
    functions: Mapping[str, Callable[[Replay], Any]]

    def outcomes(self, replay: Replay, ask: Ask) -> tuple[Outcome, ...]:
        """Judge all criteria, in the order of the goals.

        Args:
            replay: What came out.
            ask: Runs one more command on the copy when a criterion asks for it.
        """
        return tuple(self._outcome(goal, replay, ask) for goal in self.exercise.goals)

    def mistake(self, replay: Replay) -> Mistake | None:
        """Find the first known mistake that the replay shows.

        Raises:
            Broke: A function of `check.py` broke.
        """
        for name in self.functions:
            if name.startswith(MISTAKE) and (found := self._said(name, replay, Mistake)) is not None:
                return Mistake(found.why, found.next)
        return None

    def note(self, replay: Replay) -> str:
        """Return what there is to say of an answer that is right; empty if nothing.

        Raises:
            Broke: A function of `check.py` broke.
        """
        return str(self._said(NOTE, replay, str) or "") if NOTE in self.functions else ""

    def _outcome(self, goal: Goal, replay: Replay, ask: Ask) -> Outcome:
        try:
            return self._asked(goal, replay, ask)
        except NotReached as stopped:
            return Outcome(goal, stopped=stopped)
        except Broke as broke:
            return Outcome(goal, fault=broke.fault)
        except (Exception, SystemExit) as error:
            return Outcome(goal, fault=fault(self.exercise, error, goal.id))

    def _asked(self, goal: Goal, replay: Replay, ask: Ask) -> Outcome:
        function, asked = self.functions[goal.function], set[str]()
        while True:
            try:
                found = function(replay)
                break
            except NotReached as stopped:
                step = None if stopped.wanted in asked else ask(stopped.wanted)
                if step is None:
                    raise
                asked.add(stopped.wanted)
                replay = replace(replay, steps=(*replay.steps, step))
        if found is not None and not isinstance(found, Miss):
            raise TypeError(f"`{goal.function}` returned {type(found).__name__}, not a Miss or None")
        return Outcome(goal, miss=found)

    def _said(self, name: str, replay: Replay, kind: type[Any]) -> Any:
        try:
            found = self.functions[name](replay)
        except NotReached:
            return None
        except (Exception, SystemExit) as error:
            raise Broke(fault(self.exercise, error, name)) from error
        if found is not None and not isinstance(found, kind):
            wrong = TypeError(f"`{name}` returned {type(found).__name__}, not a {kind.__name__} or None")
            raise Broke(fault(self.exercise, wrong, name))
        return found


def load(exercise: Exercise) -> Check:
    """Read an exercise's `check.py`; nothing is written beside it.

    Raises:
        Broke: It is missing, or Python cannot read or run it.
        LabError: It does not belong to the goals of the exercise.
    """
    file = exercise.folder / FILE
    space: dict[str, Any] = {"__name__": f"check_{exercise.name}", "__file__": FILE}
    try:
        exec(compile(file.read_text(encoding="utf-8"), FILE, "exec", dont_inherit=True), space)
    except (Exception, SystemExit) as error:
        raise Broke(fault(exercise, error, FILE)) from error
    own = {name: one for name, one in space.items() if getattr(one, "__module__", "") == space["__name__"]}
    functions = {name: one for name, one in own.items() if callable(one) and not name.startswith("_")}
    _expect_goals(exercise, [name for name in functions if name != NOTE and not name.startswith(MISTAKE)])
    return Check(exercise, functions)


def _expect_goals(exercise: Exercise, names: list[str]) -> None:
    """Stop where goals and functions differ: with a goal taken out, a wrong answer would pass."""
    wanted = {goal.function: goal.id for goal in exercise.goals}
    lonely = [f"the goal `{wanted[name]}` has no function `{name}`" for name in wanted if name not in names]
    lonely += [f"the function `{name}` has no goal" for name in names if name not in wanted]
    if lonely:
        raise LabError(
            f"`{exercise.name}/{FILE}` and the goals in `exercise.toml` do not belong together: {lonely[0]}. "
            "So nothing was judged.",
            f"Undo what was changed in `exercises/{exercise.name}`, or get the lab's files again.",
        )


def fault(exercise: object, error: BaseException, place: str) -> Fault:
    """Put an error of ours into one line that can be pasted: no path, no time."""
    kind = type(error).__name__
    said = " ".join(str(error).split()) if not isinstance(error, OSError) else str(error.strerror)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{Path(one.filename).name}, line {one.lineno}" for one in frames[-1:]]
    versions = f"Python {sys.version_info.major}.{sys.version_info.minor}, SQLite {sqlite3.sqlite_version}"
    where = "; ".join([*lines, versions])
    words = f"migration-lab {getattr(exercise, 'id', '')} {place}: {kind}: {said} ({where})"
    return Fault(kind, place, cell(words, LONGEST))
