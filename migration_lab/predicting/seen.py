"""What was seen when a prediction's commands ran: in words, and as HTML in which what is long is folded."""

import re
from html import escape

from migration_lab.grid import cell

MOST = 20  # lines; the last ones, where Alembic and Python say what it was
FEW = 6  # lines that need no folding
LONGEST = 400  # characters of a line
SEEN = "Seen when it was run"
_ERROR = re.compile(r"(?:[\w.]*(?:Error|Exception|Failed|Interrupt)|FAILED)\b.*")


def words(seen: object) -> str:
    """Put what was seen into words that can neither reorder nor hide what is around; of many lines the last ones."""
    lines = _lines(seen)
    if len(lines) > MOST:
        lines = [f"… ({len(lines) - MOST} lines before)", *lines[-MOST:]]
    return "\n".join(lines)


def html(seen: object) -> str:
    """Show what was seen below a line that says what it is: a value as itself, many lines as the one that counts."""
    drawn = getattr(seen, "_repr_html_", None)
    if drawn is not None:
        return f"<p>{SEEN}:</p>{drawn()}"
    lines, pre = _lines(seen), f"<pre>{escape(words(seen))}</pre>"
    if len(lines) == 1:
        return f"<p>{SEEN}: <code>{escape(lines[0])}</code></p>"
    if len(lines) <= FEW:
        return f"<p>{SEEN}:</p>{pre}"
    summary = f"{SEEN}, {len(lines)} lines: <code>{escape(_gist(lines))}</code>"
    return f"<details><summary>{summary}</summary>{pre}</details>"


def _gist(lines: list[str]) -> str:
    """Find the line that says what it was: the last one that names an error; SQLAlchemy ends with SQL and a link."""
    return next((line for line in reversed(lines) if _ERROR.match(line)), lines[-1])


def _lines(seen: object) -> list[str]:
    text = f"{type(seen).__name__}: {seen}" if isinstance(seen, Exception) else str(seen)
    return [cell(line, LONGEST) for line in text.expandtabs(4).rstrip().splitlines()] or ["(no words)"]
