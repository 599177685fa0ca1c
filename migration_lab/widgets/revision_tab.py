"""The pages about the chosen revision: what it says of itself, its file, its operations, its SQL."""

from threading import Thread

from ipywidgets import HTML, Tab

from migration_lab.errors import LabError
from migration_lab.running import offline_sql
from migration_lab.running.offline_sql import DIALECTS, Dialect, require
from migration_lab.values.history import History
from migration_lab.values.revision_file import Broken
from migration_lab.values.revision_graph import RevisionGraph
from migration_lab.widgets import revision_pages as pages
from migration_lab.widgets.history_source import HistorySource
from migration_lab.widgets.revision_list import Entry
from migration_lab.widgets.told import Told, sentences

TITLES = ("About", "File", "Operations", *DIALECTS.values())
RENDERING = "offline sql"  # the name of the thread
_NOTHING = Entry("missing", "", "")
_DIALECTS = tuple(DIALECTS)
_FIRST_SQL = len(TITLES) - len(_DIALECTS)


class RevisionTab:
    """Tabs of which the open one is filled: when it is opened, and when another revision is chosen.

    Args:
        source: Where the files are.
        told: Where errors of a click are told.
    """

    def __init__(self, source: HistorySource, told: Told) -> None:
        self.source = source
        self.pages = tuple(HTML(tabbable=True) for _ in TITLES)
        self.live = Tab(self.pages, titles=TITLES)
        self._graph = RevisionGraph(History())
        self._entry = _NOTHING
        self.live.observe(told(lambda _: self._fill()), "selected_index")

    def show(self, graph: RevisionGraph, entry: Entry | None) -> None:
        """Show one line of the list; None: the list is empty."""
        self._graph, self._entry = graph, entry or _NOTHING
        for page in self.pages:
            page.value = ""
        self._fill()

    def _fill(self) -> None:
        """Fill the open page anew: its file may have changed."""
        number = self.live.selected_index or 0
        try:
            if number < _FIRST_SQL:
                self.pages[number].value = self._page(number)
            else:
                self._sql(self._entry, _DIALECTS[number - _FIRST_SQL])
        except LabError as error:
            self.pages[number].value = pages.sentence(error.message, error.hint)

    def _page(self, number: int) -> str:
        entry = self._entry
        if number == 0:
            return self._about(entry)
        return (pages.source, pages.operations)[number - 1](self.source.file(_with_file(entry).file))

    def _about(self, entry: Entry) -> str:
        if entry is _NOTHING:
            raise LabError("There are no revisions yet.", 'alembic revision -m "initial schema" makes the first one.')
        if entry.kind == "broken":
            return pages.about_broken(self._graph, entry.identity, Broken(entry.file, entry.line, entry.words))
        if entry.kind == "base":
            return pages.about_base(entry.words)
        return pages.about(self._graph, entry.identity)

    def _sql(self, entry: Entry, dialect: Dialect) -> None:
        """Show the SQL, or first that it is being rendered: a process does that meanwhile."""
        if _with_file(entry).kind == "broken":
            raise LabError("A file that cannot be read has no SQL.", "correct the file first.")
        project = require(self.source.project)
        known = offline_sql.remembered(project, entry.identity, dialect)
        page = self.pages[_FIRST_SQL + _DIALECTS.index(dialect)]
        page.value = pages.sql(known) if known else pages.rendering(dialect)
        if not known:
            Thread(target=self._render, args=(entry, dialect, page), name=RENDERING, daemon=True).start()

    def _render(self, entry: Entry, dialect: Dialect, page: HTML) -> None:
        """Render in the background; what comes too late for its page is remembered all the same."""
        try:
            shown = pages.sql(offline_sql.render(require(self.source.project), entry.identity, dialect))
        except Exception as error:
            shown = pages.sentence(*sentences(error))
        if self._entry == entry:
            page.value = shown


def _with_file(entry: Entry) -> Entry:
    if not entry.file:
        raise LabError("There is no file to look at.", "choose a revision that has one.")
    return entry
