"""What a command changed: the strip, and on demand the same side by side, by rows, as a diagram, and its SQL."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from ipywidgets import HTML, Layout, Output, Tab, VBox

from migration_lab.drawing import diff_diagram
from migration_lab.drawing.coloured import coloured
from migration_lab.values.statement import script
from migration_lab.values.strip import Changes, DatabaseChanges
from migration_lab.values.unchanged import Unchanged
from migration_lab.widgets.breaking import breakable
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.told import heard

SAME_SHAPE = "<p>No table changed its shape.</p>"
NO_ROWS = "<p>The rows are not known.</p>"
NO_SQL = "<p>No SQL that changes anything came from this command through SQLAlchemy.</p>"


class ChangesView(Dressed):
    """Shows changes. A notebook has many of these: what a tab shows is made when it is opened.

    Args:
        changes: What changed, or that nothing did; then there is only the SQL, if any was sent.
    """

    def __init__(self, changes: Changes | Unchanged) -> None:
        self._changes = changes
        self._pages = _pages(changes)
        even = Layout()  # one for all: each would be a message of its own to the browser
        boxes = [VBox(layout=even) for _ in self._pages]
        self._tab = Tab(boxes, titles=[title for title, _ in self._pages], layout=even)
        self._tab.selected_index = None
        self._tab.observe(self._open, "selected_index")
        strip = HTML(breakable(coloured(changes._repr_html_())), layout=even, tabbable=True)
        super().__init__(changes, VBox([strip, self._tab], layout=even))
        self.live.add_class("migration-lab-changes")

    @heard
    def _open(self, change: dict[str, Any]) -> None:
        """Fill the page that is opened, once."""
        number = change["new"]
        if number is not None and not self._tab.children[number].children:
            self._tab.children[number].children = tuple(self._pages[number][1]())


Page = tuple[str, Callable[[], Iterable[HTML | Output]]]


def _pages(changes: Changes | Unchanged) -> list[Page]:
    """Give the tabs: each with the way to make it."""
    sql: Page = ("SQL", lambda: _sql(changes))
    if isinstance(changes, Unchanged):
        return [sql]
    return [
        (
            "Side by side",
            lambda: _sections(changes, lambda one: one.side_by_side._repr_html_() if one.schema else SAME_SHAPE),
        ),
        ("Rows", lambda: _sections(changes, lambda one: one.rows_by_table._repr_html_() if one.tables else NO_ROWS)),
        ("Diagram", lambda: _diagrams(changes)),
        sql,
    ]


def _sections(changes: Changes, write: Callable[[DatabaseChanges], str]) -> Iterable[HTML]:
    for one in changes:
        yield _html(_heading(changes, one) + coloured(write(one)))


def _diagrams(changes: Changes) -> Iterable[HTML | Output]:
    for one in changes:
        title = f"What changed in {one.name}"
        drawn = diff_diagram.draw(*one.schemas, one.schema, title=title) if one.schemas else None
        heading = _heading(changes, one)
        if drawn is None:
            yield _html(heading + SAME_SHAPE)
        else:
            if heading:
                yield _html(heading)
            yield Output(outputs=(drawn.output,))


def _sql(changes: Changes | Unchanged) -> Iterable[HTML]:
    yield _html(
        f'<pre class="migration-lab-sql">{escape(script(changes.statements))}</pre>' if changes.statements else NO_SQL
    )


def _heading(changes: Changes, one: DatabaseChanges) -> str:
    return f"<h4>{escape(one.name)}</h4>" if len(changes.databases) > 1 else ""


def _html(words: str) -> HTML:
    return HTML(breakable(words), tabbable=True)
