"""A desk of its own, on which answers are laid into the exercise's workspace and judged as a learner's are."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab import places
from migration_lab.exercises import answers, starting
from migration_lab.exercises.answers import Answer
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import judge, replaying
from migration_lab.judging.criteria import Check, Outcome
from migration_lab.judging.replay import Replay, Step
from migration_lab.judging.verdict import Verdict
from migration_lab.running.runner import Run


@dataclass(frozen=True)
class Tried:
    """What came of one answer."""

    answer: Answer
    runs: tuple[Run, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Seen:
    """What the criteria saw of a workspace, and said.

    Args:
        replay: What came out.
        outcomes: What each criterion said.
        asked: What further commands said, by their words; None for one that could not be run.
    """

    replay: Replay
    outcomes: tuple[Outcome, ...]
    asked: dict[str, Step | None]


@contextmanager
def desk() -> Iterator[Path]:
    """Give an empty desk for the length of a `with` block; the learner's own one is not touched."""
    before = os.environ.get(places.HOME_VARIABLE)
    with TemporaryDirectory(prefix="migration-lab-selfcheck-", ignore_cleanup_errors=True) as folder:
        os.environ[places.HOME_VARIABLE] = folder
        try:
            yield Path(folder)
        finally:
            os.environ.pop(places.HOME_VARIABLE)
            os.environ |= {places.HOME_VARIABLE: before} if before is not None else {}


def at_the_start(exercise: Exercise) -> tuple[Verdict, Verdict]:
    """Judge an exercise before it was opened, and as it is when it was only opened."""
    unopened = judge.judge(exercise)
    starting.restore(exercise)
    return unopened, judge.judge(exercise)


def lay(exercise: Exercise, answer: Answer, *, left_out: str = "") -> tuple[Run, ...]:
    """Put the workspace at its start, lay an answer into it and run its commands.

    Args:
        exercise: Which one.
        answer: What is laid.
        left_out: A file of the answer that stays as it is at the start.
    """
    starting.restore(exercise)
    workspace = places.home() / exercise.name
    file = workspace / left_out
    before = file.read_bytes() if file.is_file() else None
    answers.lay(answer, workspace)
    if left_out and before is None:
        file.unlink()
    elif before is not None:
        file.write_bytes(before)
    return answers.run(answer, workspace)


def tried(exercise: Exercise, answer: Answer) -> Tried:
    """Lay an answer and judge it."""
    return Tried(answer, lay(exercise, answer), judge.judge(exercise))


def seen(exercise: Exercise, check: Check) -> Seen:
    """Replay what lies in the workspace and let the criteria see it, as the judge does."""
    asked: dict[str, Step | None] = {}
    with replaying.laid(exercise) as copy:
        replay = replaying.run(copy)

        def ask(wanted: str) -> Step | None:
            if wanted not in asked:
                asked[wanted] = judge.asked(copy, wanted, replay)
            return asked[wanted]

        outcomes = check.outcomes(replay, ask)
    return Seen(replay, outcomes, asked)


def told(seen: Seen, check: Check) -> Verdict:
    """Say once more what a replay is worth."""
    return judge.verdict_on(seen.replay, check, seen.asked.get)


def without(answer: Answer, command: int) -> Answer:
    """Give an answer that leaves out one of its commands."""
    return replace(answer, commands=answer.commands[:command] + answer.commands[command + 1 :])
