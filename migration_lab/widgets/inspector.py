"""The inspector: a lesson's databases beside the notebook, following every command and every cell."""

from html import escape
from typing import Any

from ipywidgets import HTML, Dropdown, Tab, VBox

from migration_lab import following
from migration_lab.drawing.coloured import coloured
from migration_lab.lessons.project import HISTORIES
from migration_lab.lessons.workspace import Workspace
from migration_lab.values.inspection import Inspection
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.told import heard

NOW, TABLES = 0, 1
TITLES = ("Now", "Tables", "Revisions")


class Inspector(Dressed):
    """Where the databases of a lesson stand, what changed last, their tables and their revisions.

    Args:
        lab: The lesson's workspace.

    Attributes:
        seen: What is shown.
        status: One line: where the databases stand. A screen reader reads it out when it changes.
        database: Which database the tables and revisions are of.
        tab: What can be looked at.
        pages: What is in the tab.
    """

    def __init__(self, lab: Workspace) -> None:
        self._lab = lab
        self.seen = self._read()
        self.status = HTML()
        self.database = Dropdown(options=list(HISTORIES), description="Database")
        self.pages = [HTML() for _ in TITLES]
        choosing = [VBox([self.database, page]) for page in self.pages[TABLES:]]
        self.tab = Tab([self.pages[NOW], *choosing], titles=TITLES)
        super().__init__(self.seen, VBox([self.status, self.tab]))
        self.tab.observe(self._turned, "selected_index")
        self.database.observe(self._turned, "value")
        self._show()
        following.follow(f"inspector of {lab.name}", self.refresh)

    @heard
    def refresh(self) -> None:
        """Look again; only what changed is sent to the page."""
        now = self._read()
        if (now.databases, now.graphs) != (self.seen.databases, self.seen.graphs):
            self.seen = now.after(self.seen)
            self._show()

    def _read(self) -> Inspection:
        self._lab.examine()
        return Inspection.read(self._lab.databases, {name: self._lab.path / place for name, place in HISTORIES.items()})

    @heard
    def _turned(self, _: dict[str, Any]) -> None:
        self._show()

    def _show(self) -> None:
        """Say where the databases stand, and write the page that is looked at."""
        name, seen = self.database.value, self.seen
        self.status.value = f'<div role="status" aria-live="polite">{escape(seen.sentence)}</div>'
        page = self.tab.selected_index or NOW
        grids = ((seen.stands, seen.last), (seen.schema(name),), (seen.history(name),))[page]
        self.pages[page].value = coloured("".join(grid._repr_html_() for grid in grids))
