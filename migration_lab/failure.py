"""Say why a command failed: the learner's file and line, the error itself, what to do next. All else is folded."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from migration_lab import hints
from migration_lab.errors import LabError

if TYPE_CHECKING:
    from migration_lab.runner import Run

LINES, LONGEST = 6, 300  # of an error that is quoted
_FRAME = re.compile(
    r'^ *File "(?P<file>[^"\n]+)", line (?P<line>\d+)(?:,? in (?P<function>\S[^\n]*))?\n(?P<code>    [^\n]*\n)?',
    re.MULTILINE,
)
_NOT_THE_LEARNERS = ("site-packages/", "python/", "migration_lab/", "<", "/")
_STEP = re.compile(r"Running (upgrade|downgrade) (\S*) -> ([^,\s]*)")
_GUARDED = "migration_lab.guard.Refused: "


class AlembicFailed(LabError):  # noqa: N818  it reads as the sentence a learner says
    """A command ended with an exit code that is not 0."""

    def __init__(self, run: Run) -> None:
        super().__init__(*explain(run))
        self.run = run


@dataclass(frozen=True)
class Place:
    """A line in one of the learner's files."""

    file: str
    line: int
    function: str
    code: str = ""

    def __str__(self) -> str:
        inside = f", in `{self.function}`" if self.function else ""
        return f"`{self.file}`, line {self.line}{inside}"


@dataclass(frozen=True)
class Folded:
    """The learner's own lines on the way to an error; the libraries' lines are left out."""

    places: tuple[Place, ...]

    def __bool__(self) -> bool:
        return bool(self.places)

    def __str__(self) -> str:
        return "\n".join(("Your lines on the way to the error (all of it: `print(_alembic.output)`):", *self._lines()))

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        title = "Your lines on the way to the error (all of it: <code>print(_alembic.output)</code>)"
        return f"<details><summary>{title}</summary><pre>{escape(chr(10).join(self._lines()))}</pre></details>"

    def _lines(self) -> list[str]:
        return [f"  {place.file}, line {place.line}: {place.code or place.function}" for place in self.places]


def explain(run: Run) -> tuple[str, str]:
    """Put a failed run into a message and a next step."""
    if run.error.startswith(_GUARDED):
        message, _, hint = run.error.removeprefix(_GUARDED).strip().partition("\nHint: ")
        return message, hint
    where = place(run)
    lines = [str(where) if where else _step(run), *_error(run), _end(run)]
    return "\n".join(line for line in lines if line), _hint(run, where)


def place(run: Run) -> Place | None:
    """Find the line of the learner's own files where a run failed."""
    own = folded(run).places
    if not own:
        return None
    return own[0] if "most recent call first" in run.traceback else own[-1]


def folded(run: Run) -> Folded:
    """Collect the learner's own lines from a traceback."""
    frames = (
        Place(found["file"], int(found["line"]), found["function"] or "", (found["code"] or "").strip())
        for found in _FRAME.finditer(run.traceback)
    )
    return Folded(tuple(frame for frame in frames if not frame.file.startswith(_NOT_THE_LEARNERS)))


def _step(run: Run) -> str:
    """Name the revision that was running last: all that is known when Python could not say a line."""
    steps = _STEP.findall(run.words)
    if not steps or "FAILED: " in run.words:
        return ""
    direction, before, after = steps[-1]
    return f"In revision `{after if direction == 'upgrade' else before}`, during its {direction}:"


def _error(run: Run) -> list[str]:
    """Quote the error: what Python or Alembic said last."""
    if run.ending in ("time limit", "stopped", "lost"):
        return []
    if run.ending == "crash":
        return ["The Python process crashed. That is not an error in SQL or Alembic: something ended it from inside."]
    lines = run.error.strip().splitlines() or [line for line in run.words.splitlines() if line.strip()][-1:]
    if lines and lines[0].startswith("  File "):
        lines = lines[-1:]
    if run.error.startswith("SystemExit"):
        lines = ["The migration ended the program itself, before Alembic was done."]
    if not run.error and not run.words.strip().rpartition("\n")[2].startswith(
        ("FAILED: ", "alembic: error: ", "alembic ")
    ):
        lines = ["The program ended itself without an error, before Alembic was done."]
    told = [line.removeprefix("FAILED: ") for line in lines if not line.startswith("(Background on this error at")]
    return [line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in told[:LINES]]


def _end(run: Run) -> str:
    if run.ending == "time limit":
        return f"`{run.command}` did not end within its time limit, so it was stopped, with everything it had started."
    if run.ending == "stopped":
        return f"`{run.command}` was stopped by you, before it was done."
    if run.ending == "lost":
        return f"`{run.command}` was stopped, because the lab's helper process was ended from outside."
    if run.ending == "crash":
        return f"`{run.command}` was ended by signal {-run.exit_code} ({_signal_name(-run.exit_code)})."
    return f"`{run.command}` ended with exit code {run.exit_code}."


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"


def _hint(run: Run, where: Place | None) -> str:
    known = hints.known(run.error or run.words)
    if run.ending == "exit" and known:
        return known
    again = f"`%{run.command}`" if run.command.startswith("alembic") else "it"
    if run.ending == "time limit":
        return f"look for a loop that never ends, then run {again} again. What was committed before is in the database."
    if run.ending in ("stopped", "lost"):
        return f"see where the database stands with `%alembic current`, then run {again} again."
    if where:
        return f"correct `{where.file}` at line {where.line}, then run {again} again."
    return f"read Alembic's words above, then run {again} again."
