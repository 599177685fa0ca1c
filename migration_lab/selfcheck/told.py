"""What answers are told: nothing at the start, praise for right ones, the promised words for wrong ones."""

from collections.abc import Iterator

from migration_lab.exercises import answers
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging.message import LINES
from migration_lab.judging.verdict import Verdict
from migration_lab.selfcheck.problem import Problem
from migration_lab.selfcheck.stage import Tried

START, OPENED = "before start", "start"


def at_the_start(exercise: Exercise, verdicts: tuple[Verdict, Verdict]) -> Iterator[Problem]:
    """Yield what is wrong if an untouched exercise is not "not started"."""
    for name, verdict in zip((START, OPENED), verdicts, strict=True):
        if verdict.kind != "not started":
            words = f"Untouched ({name}), it is told “{verdict.kind}”, not “not started”: {_why(verdict)}."
            yield Problem(exercise.name, "start", words, "Let `start/` lay no answer, and the start be whole.")


def of(exercise: Exercise, one: Tried) -> Iterator[Problem]:
    """Yield what is wrong with what an answer is told."""
    name = f"`{one.answer.name}`"
    if one.runs and not one.runs[-1].ok and one.answer.kind != answers.WRONG:
        words = f"{name}: `{one.runs[-1].command}` ended with exit code {one.runs[-1].exit_code}."
        yield Problem(exercise.name, "commands", words, "Correct `commands` in its `answer.toml`.")
    if one.verdict.report:
        words = f"{name}: our own checker broke: {one.verdict.report}."
        yield Problem(exercise.name, "report", words, "Correct `check.py`: it must understand every state.")
        return
    yield from _verdict(exercise, one)
    if len(str(one.verdict).splitlines()) > LINES:
        words = f"The message for {name} has more than {LINES} lines."
        yield Problem(exercise.name, "length", words, "Shorten goal sentences, Why or Next.")


def _verdict(exercise: Exercise, one: Tried) -> Iterator[Problem]:
    name, promised, verdict = f"`{one.answer.name}`", one.answer, one.verdict
    if one.answer.kind != answers.WRONG:
        if not verdict.done:
            words = f"{name} is right, but it is told “{verdict.kind}” ({_why(verdict)})."
            yield Problem(exercise.name, "right", words, "Correct the answer, or the criterion that is too strict.")
        return
    if verdict.kind != promised.verdict:
        words = f"{name} is told “{verdict.kind}” ({_why(verdict)}), but its `answer.toml` says “{promised.verdict}”."
        yield Problem(exercise.name, "wrong", words, "Correct the one or the other.")
    elif verdict.criterion != promised.criterion:
        words = f"{name} fails `{verdict.criterion}`, but its `answer.toml` says `{promised.criterion}`."
        yield Problem(exercise.name, "wrong", words, "Correct `criterion`, or the order of the goals.")
    else:
        said = "\n".join(line.words for line in verdict.lines)
        for missing in [words for words in promised.words if words not in said]:
            words = f"The message for {name} does not say “{missing}”."
            yield Problem(exercise.name, "words", words, "Correct `words` in its `answer.toml`, or the message.")


def _why(verdict: Verdict) -> str:
    found = verdict["Found"] or verdict["holds"] or "no word of what was found"
    return f"{verdict.criterion}: {found}" if verdict.criterion else found
