"""The inspector: a lesson's databases beside the notebook, following every command and every cell."""

from collections.abc import Callable
from html import escape
from typing import Any

from ipywidgets import HTML, Dropdown, Tab, VBox

from migration_lab import following
from migration_lab.drawing.coloured import coloured
from migration_lab.lessons import opened
from migration_lab.lessons.project import HISTORIES
from migration_lab.lessons.workspace import Workspace
from migration_lab.values.inspection import Inspection
from migration_lab.values.last_change import LastChange
from migration_lab.widgets.breaking import breakable
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.history_source import HistorySource
from migration_lab.widgets.revision_graph import RevisionGraph
from migration_lab.widgets.schema_browser import SchemaBrowser
from migration_lab.widgets.told import heard

Browser = SchemaBrowser | RevisionGraph
BROWSERS: dict[str, Callable[[Workspace, str], Browser]] = {
    "Tables": SchemaBrowser,
    "Revisions": lambda lab, database: RevisionGraph(HistorySource(lab, database)),
}
TITLES = ("Now", *BROWSERS)


class Inspector(Dressed):
    """Where the databases of a lesson stand, what changed last, their tables and their revisions.

    Args:
        lab: The lesson's workspace.

    Attributes:
        seen: What is shown.
        status: One line: which lesson, and where its databases stand. A screen reader reads it out when it changes.
        now: The first page.
        database: Which database the tables and revisions are of.
        tab: What can be looked at.
    """

    def __init__(self, lab: Workspace) -> None:
        self._lab = lab
        self.seen = self._read()
        self.status, self.now = HTML(), HTML(tabbable=True)
        self.now.add_class("migration-lab-now")
        self.database = Dropdown(options=list(HISTORIES), description="Database")
        self._places = {title: VBox() for title in BROWSERS}
        self._browsers: dict[tuple[str, str], Browser] = {}
        self._stale: set[tuple[str, str]] = set()
        choosing = [VBox([self.database, place]) for place in self._places.values()]
        self.tab = Tab([self.now, *choosing], titles=TITLES)
        super().__init__(self.seen, VBox([self.status, self.tab]))
        self.tab.observe(self._turned, "selected_index")
        self.database.observe(self._turned, "value")
        self._show()
        following.follow(f"inspector of {lab.name}", self.refresh)

    @property
    def title(self) -> str:
        """The page that is looked at."""
        return TITLES[self.tab.selected_index or 0]

    @property
    def browsers(self) -> tuple[Browser, ...]:
        """What was looked at so far."""
        return tuple(self._browsers.values())

    @heard
    def refresh(self) -> None:
        """Look again; only what changed is sent to the page."""
        now = self._read()
        if now != self.seen:
            self.seen = now
            self._stale.update(self._browsers)
            self._show()

    def _read(self) -> Inspection:
        self._lab.examine()
        folders = {name: self._lab.path / place for name, place in HISTORIES.items()}
        now = Inspection.read(self._lab.databases, folders)
        last = following.last(opened.token(self._lab.name), LastChange(now.databases))
        return now.told(self._lab.name, last)

    @heard
    def _turned(self, _: dict[str, Any]) -> None:
        self._browse()

    def _show(self) -> None:
        """Say where the databases stand, and bring the page that is looked at up to date."""
        self.status.value = f'<div role="status" aria-live="polite">{escape(self.seen.sentence)}</div>'
        self.now.value = breakable(coloured(self.seen.stands._repr_html_() + self.seen.last._repr_html_()))
        self._browse()

    def _browse(self) -> None:
        """Make the browser of the chosen page and database when it is first looked at; what is stale looks again."""
        wanted = (self.title, self.database.value)
        if self.title not in BROWSERS:
            return
        place = self._places[self.title]
        if wanted not in self._browsers:
            place.children = ()
            self._browsers[wanted] = made = BROWSERS[self.title](self._lab, self.database.value)
            made.again.on_click(lambda _: self.refresh())  # what stands above it is read again, too
        elif wanted in self._stale:
            self._browsers[wanted].refresh()
        self._stale.discard(wanted)
        place.children = (self._browsers[wanted].live,)
