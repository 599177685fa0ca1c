"""The frame of every message: verdict and count, then labelled lines; the same sentences as text and as HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from migration_lab.grid import Grid, cell

LINES = 12  # of text at most
LONGEST = 600  # characters of one labelled line; what is longer is cut
LABEL = 10
ROOM = 2 + LABEL  # where the words of a line begin
TITLE = 56  # where the exercise's name begins, beside the verdict
WIDTHS = (110, 150, 220, LONGEST + LABEL + 40)  # the narrowest that needs no more than `LINES`
_CODE = re.compile(r"`([^`]+)`")
LEFT = ' style="text-align:left"'  # JupyterLab sets cells of a table to the right


@dataclass(frozen=True)
class Line:
    """One labelled line: "Found", and what was found. Control and direction characters in it are made visible."""

    label: str
    words: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", cell(" ".join(self.words.split("\n")), LONGEST))


@dataclass(frozen=True)
class Message:
    """What a message says: the verdict or another headline, the exercise, and the labelled lines."""

    headline: str
    title: str
    lines: tuple[Line, ...]


def text(headline: str, title: str, lines: Sequence[Line], *, widths: Sequence[int] = WIDTHS) -> str:
    """Lay a message out for a terminal: in the first of these widths that needs at most `LINES` lines, or the last."""
    laid = [_laid(headline, title, lines, width) for width in widths]
    return "\n".join(next((one for one in laid if len(one) <= LINES), laid[-1]))


def read(said: str) -> Message:
    """Read what `text` wrote; written again, it is the same text."""
    first, *rest = said.split("\n")
    headline, _, title = first.partition("  ")
    found: list[tuple[str, list[str]]] = []
    for line in rest:
        label, words = line[:ROOM].strip(), line[ROOM:]
        if label or not found:
            found.append((label, []))
        found[-1][1].append(words)
    return Message(headline, title.lstrip(), tuple(Line(label, " ".join(words)) for label, words in found))


def html(headline: str, title: str, lines: Sequence[Line]) -> str:
    """Lay a message out for a notebook: the verdict in words, then a table with a header for each line.

    An empty title is left away.
    """
    subject = f" · {_marked(cell(title))}" if title else ""
    head = f"<p><strong>{escape(cell(headline))}</strong>{subject}</p>"
    rows = "".join(
        f'<tr><th scope="row"{LEFT}>{escape(one.label)}</th><td{LEFT}>{_marked(one.words)}</td></tr>' for one in lines
    )
    names = "".join(f'<th scope="col"{LEFT}>{name}</th>' for name in ("part", "words"))
    return head + (f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>" if rows else "")


def markdown(headline: str, title: str, lines: Sequence[Line]) -> str:
    """Lay a message out as a Markdown table."""
    rows = tuple((one.label, one.words) for one in lines)
    return Grid(("part", "words"), rows, f"{cell(headline)} · {cell(title)}")._repr_markdown_()


def _marked(words: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(words))


def _laid(headline: str, title: str, lines: Sequence[Line], width: int) -> list[str]:
    return [*_first(cell(headline), cell(title), width), *(part for one in lines for part in _wrapped(one, width))]


def _first(headline: str, title: str, width: int) -> list[str]:
    """Put the exercise's name beside the verdict, and below it where the terminal is too narrow for both."""
    if width < WIDTHS[0] and len(headline) + 2 + len(title) > width:
        return [headline, f"  {title}"]
    beside = TITLE if width >= WIDTHS[0] else min(TITLE, width - len(title))
    return [f"{headline.ljust(beside - 2)}  {title}".rstrip()]


def _wrapped(line: Line, width: int) -> list[str]:
    """Break a line between words; a name or a value is never broken."""
    room = width - ROOM
    parts = wrap(line.words, room, break_long_words=False, break_on_hyphens=False) or [""]
    labels = [line.label, *[""] * (len(parts) - 1)]
    return [f"  {label.ljust(LABEL)}{part}".rstrip() for label, part in zip(labels, parts, strict=True)]
