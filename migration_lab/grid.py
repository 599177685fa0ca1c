"""A table of words with three faces: text for terminals, Markdown for GitHub, HTML for notebooks."""

import re
from dataclasses import dataclass
from html import escape
from unicodedata import category, east_asian_width

LONGEST = 200
_CODE = re.compile(r"(`[^`]+`)")


def cell(value: object, longest: int = LONGEST) -> str:
    """Turn a database value into words: NULL, bytes and control characters become visible, long text is cut."""
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return _cut(f"x'{value[:longest].hex()}'", longest) + f" ({len(value)} bytes)"
    return _cut(_visible(str(value)), longest)


@dataclass(frozen=True)
class Grid:
    """Rows of words under headers, the form of every table the lab shows.

    Args:
        headers: One word a column.
        rows: Display text, one tuple a row, as long as `headers`; make it from values with `cell`.
        caption: A sentence above the table.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __str__(self) -> str:
        table = (self.headers, *self.rows)
        widths = [max(_width(row[column]) for row in table) for column in range(len(self.headers))]
        rule = tuple("-" * width for width in widths)
        lines = [_line(row, widths) for row in (self.headers, rule, *self.rows)]
        return "\n".join([self.caption, *lines] if self.caption else lines)

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        rule = f"| {' | '.join(('---',) * len(self.headers))} |"
        lines = [self._markdown_line(self.headers), rule, *map(self._markdown_line, self.rows)]
        return "\n".join([self._in_markdown(self.caption), "", *lines] if self.caption else lines)

    def _repr_html_(self) -> str:
        caption = f"<caption>{self._in_html(self.caption)}</caption>" if self.caption else ""
        head = "".join(f'<th scope="col">{self._in_html(word)}</th>' for word in self.headers)
        body = "".join(f"<tr>{''.join(f'<td>{self._in_html(word)}</td>' for word in row)}</tr>" for row in self.rows)
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _markdown_line(self, row: tuple[str, ...]) -> str:
        return f"| {' | '.join(map(self._in_markdown, row))} |"

    def _in_markdown(self, word: str) -> str:
        return _markdown(word)

    def _in_html(self, word: str) -> str:
        return escape(word)


class Prose(Grid):
    """A table of sentences that the lab wrote itself: what stands between backticks is shown as code."""

    def _in_markdown(self, word: str) -> str:
        return "".join(_code(part) if _CODE.fullmatch(part) else _markdown(part) for part in _CODE.split(word))

    def _in_html(self, word: str) -> str:
        return _CODE.sub(lambda found: f"<code>{found[0][1:-1]}</code>", escape(word))


class Shown:
    """A value that shows itself as its `grid`, in all three faces; make the dataclass with `repr=False`."""

    @property
    def grid(self) -> Grid:
        """The value as a table."""
        raise NotImplementedError

    def __str__(self) -> str:
        return str(self.grid)

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return self.grid._repr_markdown_()

    def _repr_html_(self) -> str:
        return self.grid._repr_html_()


class ShownInParts:
    """A value that shows itself as several tables, one below the other; make the dataclass with `repr=False`."""

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables in their order."""
        raise NotImplementedError

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.grids))

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return "\n\n".join(grid._repr_markdown_() for grid in self.grids)

    def _repr_html_(self) -> str:
        return "".join(grid._repr_html_() for grid in self.grids)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def _visible(text: str) -> str:
    """Write control, direction and line characters as escapes: they could reorder, hide or break the text around."""
    return "".join(repr(char)[1:-1] if category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in text)


def _width(text: str) -> int:
    wide = sum(east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(category(char) == "Mn" for char in text)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(word + " " * (width - _width(word)) for word, width in zip(row, widths, strict=True)).rstrip()


def _markdown(word: str) -> str:
    plain = escape(word, quote=False)
    for char in "\\`*_[]|$":
        plain = plain.replace(char, f"\\{char}")
    return plain


def _code(span: str) -> str:
    """Write a span of code as it can stand in a table: there a bar would begin the next cell."""
    return span.replace("|", "\\|")
