"""Find the learner's own lines in what Python writes when a program fails."""

import re
from dataclasses import dataclass
from html import escape

_FRAME = re.compile(
    r'^ *File "(?P<file>[^"\n]+)", line (?P<line>\d+)(?:,? in (?P<function>\S[^\n]*))?\n(?P<code>    [^\n]*\n)?',
    re.MULTILINE,
)
_TITLE = "Your lines on the way to the error"
_NOT_THE_LEARNERS = ("site-packages/", "python/", "migration_lab/", "<", "/")


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
class Frames:
    """The learner's own lines on the way to an error, the outermost first; the libraries' lines are left out."""

    places: tuple[Place, ...]

    def __bool__(self) -> bool:
        return len(self.places) > 1

    def __str__(self) -> str:
        return "\n".join((f"{_TITLE}:", *self._lines(), "All of it: `print(_alembic.output)`"))

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        lines = escape("\n".join(self._lines()))
        rest = "All of it: <code>print(_alembic.output)</code>"
        return f"<details><summary>{_TITLE}</summary><pre>{lines}</pre>{rest}</details>"

    def _lines(self) -> list[str]:
        return [f"  {place.file}, line {place.line}: {place.code or place.function}" for place in self.places]


def read(traceback: str) -> Frames:
    """Collect the learner's own lines from a traceback, or from what `faulthandler` writes."""
    frames = (
        Place(found["file"], int(found["line"]), found["function"] or "", (found["code"] or "").strip())
        for found in _FRAME.finditer(traceback)
    )
    own = [frame for frame in frames if not frame.file.startswith(_NOT_THE_LEARNERS)]
    if "most recent call first" in traceback:
        own.reverse()
    return Frames(tuple(dict.fromkeys(own)))
