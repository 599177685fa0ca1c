"""A grid whose cells carry a sign: HTML adds a colour to the sign and word that every face has."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from migration_lab.grid import Grid

CLASSES = {"+": "migration-lab-added", "-": "migration-lab-removed", "~": "migration-lab-changed"}


@dataclass(frozen=True)
class Marked(Grid):
    """Rows of words, some of them marked.

    Args:
        marks: A sign (`+`, `-`, `~` or nothing) for each cell; the words must tell it too.
    """

    marks: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, headers: tuple[str, ...], lines: Sequence[Sequence[tuple[str, str]]], caption: str) -> "Marked":
        """Make it from lines of cells, each a word with its sign."""
        rows = tuple(tuple(word for word, _ in line) for line in lines)
        return cls(headers, rows, caption, tuple(tuple(sign for _, sign in line) for line in lines))

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        caption = f"<caption>{escape(self.caption)}</caption>" if self.caption else ""
        head = "".join(f'<th scope="col">{escape(word)}</th>' for word in self.headers)
        rows = zip(self.rows, self.marks, strict=True)
        body = "".join(f"<tr>{''.join(map(_cell, row, marks))}</tr>" for row, marks in rows)
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def stepped(was: int | None, now: int | None, sign: str = "") -> tuple[str, str]:
    """Say a number before and after, with its sign: `~ 3 → 0`, `3`, `+ 3` for what only the later side has.

    Args:
        was: The number before; None where it is not known, or what it counts not there.
        now: The number after.
        sign: `+` or `-` if what it counts is there only later or only earlier.
    """
    if sign:
        return f"{sign} {_number(now if sign == '+' else was)}", sign
    return (_number(was), "") if was == now else (f"~ {_number(was)} → {_number(now)}", "~")


def _number(number: int | None) -> str:
    return "not known" if number is None else str(number)


def _cell(word: str, mark: str) -> str:
    name = CLASSES.get(mark)
    return f'<td class="{name}">{escape(word)}</td>' if name else f"<td>{escape(word)}</td>"
