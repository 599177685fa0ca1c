"""Say why a command failed: the learner's file and line, the error itself, what to do next. All else is folded."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

from migration_lab.errors import LabError
from migration_lab.running import frames, hints, missing_revision, mistyped, operations

if TYPE_CHECKING:
    from migration_lab.running.frames import Place
    from migration_lab.running.runner import Run

LINES, LONGEST = 6, 300  # of an error that is quoted
_BACKGROUND = "(Background on this error at"  # a link: a lesson works offline
_STEP = re.compile(r"Running (upgrade|downgrade) (\S*) -> ([^,\s]*)")
_FAILED = re.compile(r"^(?:FAILED: |(?=alembic(?: \w+)?: error: ))", re.MULTILINE)
_BRACKETS = re.compile(r"^\[(?:SQL|parameters): .*?\]$", re.MULTILINE | re.DOTALL)
_OURS = re.compile(r"migration_lab\.[\w.]+: (?P<message>.*)\nHint: (?P<hint>.*)\n", re.DOTALL)
_END = {
    "time limit": "`{command}` did not end within its time limit, so it was stopped, with everything it had started.",
    "stopped": "`{command}` was stopped by you, before it was done.",
    "lost": "`{command}` was stopped, because the lab's helper process was ended from outside.",
    "crash": "`{command}` was ended by {signal}.",
    "exit": "`{command}` ended with exit code {code}.",
}
_EXPLAINED = (operations.explain, missing_revision.explain, mistyped.explain)  # the words alone would mislead
_ROWS = "sqlalchemy.exc.IntegrityError"
_CRASHED = "The Python process crashed. That is not an error in SQL or in Alembic: something ended it from inside."
_ENDED = "The program was ended from inside, before Alembic was done."


class AlembicFailed(LabError):  # noqa: N818  it reads as the sentence a learner says
    """A command did not do what it was asked to do.

    Args:
        run: What happened.
        first: A sentence: what to do before the line is corrected, where the run left something behind.
    """

    def __init__(self, run: Run, first: str = "") -> None:
        super().__init__(*explain(run, first))
        self.run = run


def explain(run: Run, first: str = "") -> tuple[str, str]:
    """Put a failed run into a message and a next step."""
    ours = _OURS.match(run.error)
    if ours:
        return ours["message"], ours["hint"]
    end = _END[run.ending].format(command=run.command, code=run.exit_code, signal=_signal(-run.exit_code))
    explained = _explained(run)
    if explained:
        return f"{explained[0]}\n{end}", explained[1] or _hint(run)
    where = _place(run)
    lines = [str(where) if where else _step(run), *_error(run), end]
    return "\n".join(line for line in lines if line), _hint(run, where, first)


def _explained(run: Run) -> tuple[str, str | None] | None:
    """Look for a failure that is better told in the lab's words."""
    if run.ending != "exit" or not run.command.startswith("alembic"):
        return None
    told = (explain_one(run, _said(run)) for explain_one in _EXPLAINED)
    return next((one for one in told if one), None)


def _place(run: Run) -> Place | None:
    """Find the line of the learner's own files where a run failed."""
    own = frames.read(run.traceback).places
    inner = [place for place in own if not place.file.endswith("env.py")]  # env.py is on every way
    if not inner and run.ending in ("time limit", "stopped") and _step(run):
        return None  # the database is at work, and Python knows only who waits for it
    return [None, *own, *inner][-1]


def _step(run: Run) -> str:
    """Name the revision that was running last: all that is known when Python could not say a line."""
    steps = _STEP.findall(run.words)
    if not steps or _FAILED.search(run.words):
        return ""
    direction, before, after = steps[-1]
    return f"In revision `{after if direction == 'upgrade' else before}`, during its {direction}:"


def _error(run: Run) -> list[str]:
    """Quote the error: what Python or Alembic said last."""
    if run.ending in ("crash", "stopped"):
        return [_CRASHED] if run.ending == "crash" else []
    text = _said(run)
    if run.ending == "exit" and (not text or text.startswith("SystemExit")):
        return [_ENDED]
    text = _BRACKETS.sub(lambda found: " ".join(found[0].split()), text)
    lines = [line for line in text.strip().splitlines() if not line.startswith(_BACKGROUND)]
    if lines and lines[0].startswith("File "):  # of a syntax error: place and message are enough
        lines = lines[-1:]
    return [line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in lines[:LINES]]


def _said(run: Run) -> str:
    """Return the error itself: Python's, else what Alembic calls failed, else nothing."""
    return run.error or (_FAILED.split(run.words)[-1] if _FAILED.search(run.words) else "")


def _signal(number: int) -> str:
    names = {one.value: one.name for one in signal.Signals}
    return f"signal {number} ({names[number]})" if number in names else f"signal {number}"


def _hint(run: Run, where: Place | None = None, first: str = "") -> str:
    known = hints.known(_said(run), run.workspace)
    again = f"run `%{run.command}` again" if run.command.startswith("alembic") else "run it again"
    if known and run.ending != "stopped":
        return known
    if run.ending == "time limit":
        return f"look for a loop that never ends, then {again}. What was committed before is in the database."
    if run.ending in ("stopped", "lost"):
        return f"see with `%alembic current` where the database stands, then {again}."
    if where:
        step = _correct(run, where, again)
        return f"{first} {step[0].upper()}{step[1:]}" if first else step
    return f"read the words above, then {again}."


def _correct(run: Run, where: Place, again: str) -> str:
    """Say what to correct: the line, unless the line did its work and what it met is the cause."""
    line = f"`{where.file}` at line {where.line}"
    if where.code.startswith(("raise ", "assert ")):
        return f"{line} stopped this run on purpose: put right what it found, not the line. Then {again}."
    if _said(run).startswith(_ROWS):
        return f"the rows are not as {line} needs them. Look at them first; correct the rows or the line, then {again}."
    return f"correct {line}, then {again}."
