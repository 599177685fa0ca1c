"""The schema browser: search a table, click it, and see its columns, rules, neighbours, first rows and SQL."""

from html import escape
from importlib import import_module
from threading import Thread
from typing import Any

from ipywidgets import HTML, Button, HBox, Layout, Output, Select, Tab, Text, VBox

from migration_lab.grid import cell
from migration_lab.lessons.workspace import Workspace
from migration_lab.reading import bounded_counts
from migration_lab.reading.source import Source
from migration_lab.values.catalogue import Catalogue
from migration_lab.widgets import schema_pages
from migration_lab.widgets.breaking import breakable
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.schema_pages import PAGES, Page
from migration_lab.widgets.told import heard

LINES = 14  # of the list that are seen at once
LISTED = 1_000  # lines of the list; a browser holds more, and nobody reads them


class SchemaBrowser(Dressed):
    """The tables and views of one database.

    Args:
        given: Where to read: a lesson's workspace, a path, URL, engine or connection.
        database: Which database of the workspace.

    Raises:
        LabError: The database is missing or cannot be read.
    """

    def __init__(self, given: Workspace | Source, database: str = "primary") -> None:
        self._given = given
        self._database = database
        self.catalogue = Catalogue.read(self.source)
        self._shown: dict[int, str | None] = {}  # which name each page shows
        wide = {"layout": Layout(width="auto"), "style": {"description_width": "4em"}}
        self._search = Text(description="Search", placeholder="a table or a column", **wide)
        self._found = HTML()
        self._list = Select(description="Tables", rows=min(max(len(self.catalogue.parts), 4), LINES), **wide)
        self.again = Button(description="Read again", tooltip="Read the database again")
        self._pages = [VBox([HTML(tabbable=True), Output()]) for _ in PAGES]
        self._tab = Tab(self._pages, titles=tuple(PAGES))
        self._kept: str | None = None  # what was chosen last, and not only found
        super().__init__(self.catalogue, self._laid_out())
        self._list.observe(self._on_choice, "value")
        self._fill("")
        self._kept = self._list.value
        self._show()
        self._search.observe(self._on_search, "value")
        self._tab.observe(self._on_show, "selected_index")
        self.again.on_click(self._on_again)

    @property
    def source(self) -> Source:
        """The database itself, as it is to be found now.

        Raises:
            LabError: The workspace or its database is not there any more.
        """
        return self._given.file_of(self._database) if isinstance(self._given, Workspace) else self._given

    @property
    def chosen(self) -> str | None:
        """The name of the table or view that is shown; a search that finds nothing goes back to the one before it."""
        name: str | None = self._list.value or self._kept
        return name if name in self.catalogue.parts else next(iter(self.catalogue.parts), None)

    def choose(self, name: str) -> None:
        """Show a table or view."""
        self._search.value = ""
        self._list.value = name

    def frame(self) -> Any:
        """Give the first rows of the chosen table as a pandas DataFrame.

        Raises:
            LabError: The database cannot be read any more.
        """
        return schema_pages.frame(self.source, self.catalogue, self.chosen or "")

    def refresh(self) -> None:
        """Read the database again, and stay at the same table if it is still there."""
        self.catalogue = Catalogue.read(self.source)
        self.face = self.catalogue
        self._shown.clear()
        self._fill(self._search.value)
        self._show()

    def _ipython_display_(self) -> None:
        Thread(target=import_module, args=("pandas",), daemon=True).start()  # half a second that no click waits for
        super()._ipython_display_()

    def _laid_out(self) -> HBox:
        left = VBox([self._search, self._found, self._list, self.again], layout=Layout(flex="0 0 20em"))
        self._tab.layout = Layout(flex="1 1 20em")
        return HBox([left, self._tab]).add_class("migration-lab-list-and-pages")

    @heard
    def _on_search(self, change: Any) -> None:
        self._fill(change["new"])
        self._show()

    @heard
    def _on_choice(self, change: Any) -> None:
        self._kept = change["new"]
        self._show()

    @heard
    def _on_show(self, _: Any) -> None:
        self._show()

    @heard
    def _on_again(self, _: Any) -> None:
        self.refresh()

    def _fill(self, words: str) -> None:
        """List what was found; stay at the chosen one if it is among them, else take the first one found."""
        before, found = self.chosen, self.catalogue.find(words)
        listed = list(found)[:LISTED]
        self._list.unobserve(self._on_choice, "value")  # new options choose the first one in between
        self._list.options = [(self._label(name, found[name]), name) for name in listed]
        self._list.value = before if before in listed else next(iter(listed), None)
        self._list.observe(self._on_choice, "value")
        stays = f"; {cell(self.chosen, 80)} is still shown" if self.chosen and not listed else ""
        self._found.value = _status(words, len(found), self.catalogue, more=stays)

    def _label(self, name: str, column: str) -> str:
        count = self.catalogue.counts.get(name)
        more = bounded_counts.words(count) if count is not None else ""
        more = more or ("view" if name not in self.catalogue.schema else "")
        return cell(name, 80) + (f" ({more})" if more else "") + (f": {cell(column, 80)}" if column else "")

    def _show(self) -> None:
        """Bring the page that is looked at up to date; the others wait until they are looked at."""
        place, name = self._tab.selected_index or 0, self.chosen
        if place in self._shown and self._shown[place] == name:
            return
        words, diagram = self._pages[place].children
        page = Page(f"<p>{escape(cell(name))} could not be read.</p>" if name else "<p>No table or view is chosen.</p>")
        self._shown[place] = name
        try:
            if name is not None:
                page = list(PAGES.values())[place](self.source, self.catalogue, name)
        except Exception:
            del self._shown[place]
            raise
        finally:
            words.value, diagram.outputs = breakable(page.html), page.diagrams


def _status(words: str, found: int, catalogue: Catalogue, *, more: str) -> str:
    every = len(catalogue.parts)
    said = f"{found:,} of {every:,} tables and views" if words.strip() else catalogue.title.partition(": ")[2]
    said += f"; the first {LISTED:,} are listed" if found > LISTED else more
    return f'<div role="status" aria-live="polite">{escape(said)}</div>'
