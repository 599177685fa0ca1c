"""What time travel shows of one stop, page by page; each is made when somebody looks at it."""

from collections.abc import Callable
from html import escape

from migration_lab.drawing import diff_diagram, er_diagram
from migration_lab.drawing.coloured import coloured
from migration_lab.grid import Grid, cell
from migration_lab.values.timeline import Stop, Timeline
from migration_lab.values.timeline_face import Row
from migration_lab.widgets.schema_pages import Page

NAMED = 5  # revisions in one sentence
WAITING = "This revision is not replayed yet. It appears here as soon as it is."


def changes(timeline: Timeline, place: int) -> Page:
    """Show what the revision changed, in words and drawn."""
    title = f"What {cell(timeline[place].revision)} changed"
    html, drawn = "", []
    for one in timeline.diff(place):
        html += Grid(("change", "what"), tuple(one.lines), f"{title}: {one.revision}")._repr_html_()
        if one.schemas and (diagram := diff_diagram.draw(*one.schemas, one.schema, title=title)):
            drawn.append(diagram.output)
    return Page(coloured(html) or f"<p>{escape(title)}: nothing</p>", tuple(drawn))


def schema(timeline: Timeline, place: int) -> Page:
    """Show the tables after the revision, in words and drawn."""
    found = timeline[place].schema
    if not found.tables:
        return Page(found._repr_html_())
    title = f"The schema after {cell(timeline[place].revision)}"
    return Page(found._repr_html_(), (er_diagram.draw(found.tables, title=title).output,))


def rows(timeline: Timeline, place: int) -> Page:
    """Show how many rows each table had before and has after the revision."""
    parts = [one.rows_by_table for one in timeline.diff(place)]
    words = "".join(coloured(part._repr_html_()) for part in parts)
    return Page(words or timeline[place].grid._repr_html_())


PAGES: dict[str, Callable[[Timeline, int], Page]] = {"Changes": changes, "Schema": schema, "Rows": rows}


def row(found: Row, revision: str) -> Page:
    """Show the followed row at the stop, then its whole way."""
    return Page("".join(coloured(grid._repr_html_()) for grid in found.at(revision)))


def failed(stop: Stop) -> Page:
    """Show why there is nothing to show."""
    return Page(coloured(stop.grid._repr_html_()))


def waiting() -> Page:
    """Say that there is nothing to show yet."""
    return Page(f"<p>{WAITING}</p>")


def title(stop: Stop, place: int, count: int) -> str:
    """Say where we are; a screen reader reads it out at each move."""
    sign = "! not replayed: " if stop.error else ""
    message = f" – {escape(cell(stop.message))}" if stop.message else ""
    where = f"Stop {place + 1} of {count}: {sign}<strong>{escape(cell(stop.revision))}</strong>{message}"
    return f'<div role="status" aria-live="polite">{where}</div>'


def note(timeline: Timeline) -> str:
    """Name the revisions that could not be replayed, if there are any."""
    failed = [cell(stop.revision, 60) for stop in timeline if stop.error]
    named = ", ".join(failed[:NAMED]) + (f" and {len(failed) - NAMED} more" if len(failed) > NAMED else "")
    return f"<div>! {len(failed)} of {len(timeline)} revisions not replayed: {escape(named)}</div>" if failed else ""
