"""Say why a command failed: the learner's file and line, the error itself, what to do next. All else is folded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migration_lab.errors import LabError

if TYPE_CHECKING:
    from migration_lab.runner import Run

_FRAME = re.compile(r'^ *File "(?P<file>[^"]+)", line (?P<line>\d+)(?:,? in (?P<function>[^\n]+))?$', re.MULTILINE)
_NOT_THE_LEARNERS = ("site-packages/", "python/", "migration_lab/", "<", "/")


@dataclass(frozen=True)
class Place:
    """A line in one of the learner's files."""

    file: str
    line: int
    function: str

    def __str__(self) -> str:
        inside = f", in `{self.function}`" if self.function else ""
        return f"`{self.file}`, line {self.line}{inside}"


class AlembicFailed(LabError):  # noqa: N818  it reads as the sentence a learner says
    """A command ended with an exit code that is not 0."""

    def __init__(self, run: Run) -> None:
        super().__init__(*explain(run))
        self.run = run


def explain(run: Run) -> tuple[str, str]:
    """Put a failed run into a message and a next step."""
    where = place(run)
    first = f"{where}\n" if where else ""
    return (
        f"{first}{_error(run)}\n`{run.command}` ended with exit code {run.exit_code}.",
        "correct it and run it again.",
    )


def place(run: Run) -> Place | None:
    """Find the line of the learner's own files where a run failed."""
    frames = [Place(m["file"], int(m["line"]), m["function"] or "") for m in _FRAME.finditer(run.traceback)]
    own = [frame for frame in frames if not frame.file.startswith(_NOT_THE_LEARNERS)]
    if not own:
        return None
    return own[0] if "most recent call first" in run.traceback else own[-1]


def _error(run: Run) -> str:
    if run.error:
        return run.error.strip()
    lines = run.words.strip().splitlines()
    return lines[-1].removeprefix("FAILED: ") if lines else "It printed nothing."
