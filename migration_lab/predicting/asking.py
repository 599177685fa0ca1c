"""Ask for a guess: `predict("What happens?", {"it stops": lambda run: not run.ok, …}, lambda lab: lab.alembic(…))`."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from migration_lab.errors import LabError
from migration_lab.lessons import workspace
from migration_lab.predicting.copied import copied
from migration_lab.predicting.prediction import Prediction
from migration_lab.predicting.seen import words

FEWEST = 2
LONGEST = 300  # characters of what was seen, in an error
AGAIN = (
    "If later cells have run already, or you changed files or a database of this lesson, run its cells from the first "
    "one again. "
    "If you are its author: exactly one choice must hold for what is seen."
)


def predict(question: str, choices: Mapping[str, object], run: Callable[..., object]) -> Prediction:
    """Ask for a guess; the answer is found out by running it, and shown after the guess.

    Args:
        question: What is asked; `code` and **bold** may stand in it.
        choices: Each choice in words, with what it means: the value that `run` returns, or a test of that value, which
            returns whether the choice holds, or the reason why it does, in words.
        run: What finds it out. If it takes an argument it gets a copy of the open project, so that whatever it does
            there leaves no trace: `lambda lab: lab.alembic("upgrade", "head")`. An error it raises is what is seen.

    Returns:
        The question; a notebook shows its choices, and without one `.guess(2)` guesses.

    Raises:
        LabError: Not exactly one choice holds, or no project is open to be copied.
    """
    if len(choices) < FEWEST:
        raise LabError(f"“{question}” has {len(choices)} choices.", f"A guess needs at least {FEWEST}.")
    seen = _seen(run)
    found = {place: reason for place, test in enumerate(choices.values()) if (reason := _holds(test, seen, question))}
    if len(found) != 1:
        raise _unclear(question, [tuple(choices)[place] for place in found], seen)
    place, reason = found.popitem()
    return Prediction(question, tuple(choices), (place, reason if isinstance(reason, str) else "", seen))


def _seen(run: Callable[..., object]) -> object:
    if not inspect.signature(run).parameters:
        return _outcome(run)
    with copied(workspace.current()) as lab:
        return _outcome(lambda: run(lab))


def _outcome(run: Callable[[], object]) -> object:
    """Give what it returns, or the error it raises: that may be just what is asked for."""
    try:
        return run()
    except Exception as error:
        return error


def _holds(test: object, seen: Any, question: str) -> object:
    try:
        return test(seen) if callable(test) else bool(test == seen)
    except Exception as error:
        if isinstance(seen, LabError):  # it never came to what is asked for; the error says why
            raise seen from error
        raise LabError(
            f"A choice of “{question}” cannot be tested ({type(error).__name__}: {error}). Seen: {_short(seen)}", AGAIN
        ) from error


def _unclear(question: str, holding: list[str], seen: object) -> LabError:
    both = ", ".join(f"“{one}”" for one in holding)
    what = f"{len(holding)} of its choices hold: {both}" if holding else "none of its choices holds"
    return LabError(f"“{question}” has no single answer: {what}. Seen: {_short(seen)}", AGAIN)


def _short(seen: object) -> str:
    text = " ⏎ ".join(line.strip() for line in words(seen).splitlines())
    return text if len(text) <= LONGEST else f"… {text[-LONGEST:]}"
