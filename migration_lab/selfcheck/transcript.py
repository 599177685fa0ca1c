"""The golden transcript of an exercise: every message a learner can get for an answer that its author wrote."""

import re
from collections.abc import Mapping, Sequence
from difflib import unified_diff
from itertools import islice

from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging.verdict import Verdict
from migration_lab.selfcheck.problem import Problem
from migration_lab.selfcheck.written import TRANSCRIPT

ACCEPT = "Read it, then `selfcheck --accept` writes it."
SECTION = re.compile(r"^=== (.+)\n", re.MULTILINE)
SHOWN = 4  # changed lines in a problem


def text(messages: Mapping[str, Verdict | str]) -> str:
    """Write all messages, each under the name of the answer."""
    return "\n".join(f"=== {name}\n{verdict}\n" for name, verdict in messages.items())


def read(exercise: Exercise) -> dict[str, str]:
    """Read the messages as text, by the name of the answer: `text` the other way round.

    Raises:
        LabError: There is no transcript.
    """
    file = exercise.folder / TRANSCRIPT
    if not file.is_file():
        raise LabError(f"Exercise {exercise.id} has no `{TRANSCRIPT}`.", ACCEPT)
    _, *parts = SECTION.split(file.read_text(encoding="utf-8"))
    return {name: said.rstrip("\n") for name, said in zip(parts[::2], parts[1::2], strict=True)}


def problems(exercise: Exercise, messages: Mapping[str, Verdict]) -> list[Problem]:
    """Compare the messages with the transcript: words that changed, and nobody read."""
    file = exercise.folder / TRANSCRIPT
    if not file.is_file():
        return [Problem(exercise.name, "transcript", f"It has no `{TRANSCRIPT}`.", ACCEPT)]
    before = file.read_text(encoding="utf-8")
    if before == text(messages):
        return []
    changed = _changed(before.splitlines(), text(messages).splitlines())
    words = f"The messages differ from `{TRANSCRIPT}`: {changed}."
    return [Problem(exercise.name, "transcript", words, ACCEPT)]


def accept(exercise: Exercise, messages: Mapping[str, Verdict]) -> list[Problem]:
    """Write the transcript; nothing is wrong with it then."""
    file = exercise.folder / TRANSCRIPT
    if not file.is_file() or file.read_text(encoding="utf-8") != text(messages):
        file.write_text(text(messages), encoding="utf-8", newline="\n")
    return []


def _changed(before: Sequence[str], now: Sequence[str]) -> str:
    lines = (line for line in unified_diff(before, now, lineterm="", n=0) if not line.startswith(("---", "+++", "@@")))
    shown = [f"{line[0]} “{line[1:].strip()}”" for line in islice(lines, SHOWN)]
    return "; ".join(shown) or "other line ends"
