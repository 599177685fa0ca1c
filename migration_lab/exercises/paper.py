"""An answer to read: its files and commands, the learner's or the model's."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from html import escape
from textwrap import wrap

from migration_lab.exercises import answers
from migration_lab.exercises.exercise import Exercise
from migration_lab.grid import cell

LONGEST = 400  # characters of a line
MOST = 400  # lines of a file


@dataclass(frozen=True, repr=False)
class Paper:
    """An answer to read.

    Args:
        title: Whose it is.
        files: Path and text of each file; no text: the file is none.
        commands: What is run besides.
        words: What to say if there is nothing else.
    """

    title: str
    files: tuple[tuple[str, str], ...] = ()
    commands: tuple[str, ...] = ()
    words: str = ""

    def __str__(self) -> str:
        parts = [f"{path}\n\n{_indented(text)}" for path, text in self.pages]
        return "\n\n".join([self.title, *parts] if parts else [self.title, f"  {self.words}"])

    def __repr__(self) -> str:
        return str(self)

    def laid(self, width: int) -> str:
        """Lay the words out for a terminal of this width; lines of code stay as they are."""
        if self.pages:
            return str(self)
        return "\n\n".join([self.title, "\n".join(f"  {line}" for line in wrap(self.words, width - 2))])

    def without(self, files: Collection[str], words: str) -> "Paper":
        """Give the same answer without these files, with other words to say if nothing else is left."""
        return replace(self, files=tuple(one for one in self.files if one[0] not in files), words=words)

    def _repr_markdown_(self) -> str:
        parts = [f"**{cell(path)}**\n\n{_fenced(text)}" for path, text in self.pages]
        return "\n\n".join([f"**{cell(self.title)}**", *(parts or [self.words])])

    def _repr_html_(self) -> str:
        parts = [f"<p>{escape(path)}</p><pre>{escape(text)}</pre>" for path, text in self.pages]
        return f"<p><strong>{escape(self.title)}</strong></p>" + ("".join(parts) or f"<p>{escape(self.words)}</p>")

    @property
    def pages(self) -> list[tuple[str, str]]:
        """Give title and text of each page, without characters that could reorder or hide what is around."""
        pages = [(cell(path), _clean(text)) for path, text in self.files]
        return [*pages, ("commands", _clean("\n".join(self.commands)))] if self.commands else pages


def model(exercise: Exercise) -> Paper:
    """Read the model answer.

    Raises:
        LabError: It is missing, or wrong.
    """
    answer = answers.solution(exercise)
    files = tuple((path, file.read_text(encoding="utf-8")) for path, file in answer.files.items())
    return Paper(f"The model answer of {exercise.id} {exercise.title}", files, answer.commands)


def _clean(text: str) -> str:
    lines = text.expandtabs(4).splitlines()
    more = [f"… ({len(lines) - MOST} more lines)"] if len(lines) > MOST else []
    return "\n".join([*(cell(line, LONGEST) for line in lines[:MOST]), *more]) or "(no text)"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def _fenced(text: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, "".join(c if c == "`" else " " for c in text).split()), default=0))
    return f"{fence}python\n{text}\n{fence}"
