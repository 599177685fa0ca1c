"""The revision graph: choose a revision, see it in the picture, read its file, its operations and its SQL."""

from typing import Any

from ipywidgets import HTML, Button, HBox, Layout, Output, Select, Text, VBox

from migration_lab.drawing import revision_graph
from migration_lab.errors import LabError
from migration_lab.grid import cell
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.history_source import HistorySource
from migration_lab.widgets.revision_list import Entry, entries
from migration_lab.widgets.revision_tab import RevisionTab
from migration_lab.widgets.told import heard

MANY = 15  # revisions from which on there is a search
ROWS = 14  # of the list that are seen at once
HOW = "<p>Choose here: pages and picture follow.</p>"


class RevisionGraph(Dressed):
    """A history to click through.

    Args:
        source: Where the files and the database are.
    """

    def __init__(self, source: HistorySource) -> None:
        self.source = source
        self.graph, problem = source.read()
        self._entries: tuple[Entry, ...] = ()
        self._entry: Entry | None = None
        self.search = Text(description="Search", placeholder="a name, a word, a mark", continuous_update=True)
        self.select = Select(description="Revisions", rows=ROWS)
        self.again = Button(description="Read again", tooltip="Read the revision files and the database again")
        self.picture = Output(layout=Layout(max_height="46em", overflow="auto"))
        self.picture.add_class("migration-lab-revisions")
        self._body = VBox()
        super().__init__(self.graph, self._body)
        self.tab = RevisionTab(source, self.told)
        self._body.children = self._laid_out()
        self.select.observe(self._chosen, "value")
        self.search.observe(self._searched, "value")
        self.again.on_click(lambda _: self.refresh())
        self._list("")
        if problem is not None:
            self.told.say(problem)

    @heard
    def refresh(self) -> None:
        """Read files and database again: a command may have changed them."""
        self.graph, problem = self.source.read()
        self._list(self._entry.identity if self._entry else "")
        if problem is not None:
            raise problem

    @heard
    def choose(self, identity: str) -> None:
        """Choose a revision, as a click does.

        Args:
            identity: The revision's id.
        """
        places = [place for place, one in enumerate(self._entries) if one.identity == identity]
        if not places:
            raise LabError(
                f"There is no revision `{cell(identity, 60)}` in these files.", "choose one of those in the list."
            )
        self.search.value = ""
        self.select.value = places[0]

    def _laid_out(self) -> tuple[HBox, Output]:
        """Put the pages beside the list, so that a click's answer is seen at once; the picture comes below."""
        seen = min(max(len(entries(self.graph)), 4), ROWS)
        fields = {self.search: "auto", self.select: f"{3 + 1.4 * seen:g}em"}
        for field, height in fields.items():
            field.layout = Layout(width="auto", height=height, flex_flow="column", align_items="stretch")
            field.add_class("migration-lab-below-its-label")
        left = [*fields] if len(self.graph.revisions) > MANY else [self.select]
        column = VBox([*left, HTML(HOW), self.again], layout=Layout(flex="1 1 22em", max_width="26em"))
        self.tab.live.layout = Layout(flex="2 1 26em", min_width="0", max_height="30em", overflow="auto")
        return HBox([column, self.tab.live], layout=Layout(flex_flow="row wrap")), self.picture

    def _list(self, identity: str) -> None:
        """List everything anew and show one revision; without one, where the database stands, or the last one."""
        self._entries = entries(self.graph)
        found = {one.identity: one for one in reversed(self._entries)}
        standing = [one for _, ids in self.graph.stands for one in ids]
        wanted = [*([identity] if identity else []), *standing, *reversed(self.graph.revisions)]
        base = [one for one in self._entries if one.kind == "base"] if not identity and not standing else []
        fitting = [*base, *(found[one] for one in wanted if one in found), *self._entries]
        self._offer(next(iter(fitting), None))
        self._show()

    def _offer(self, wanted: Entry | None) -> None:
        """Offer what fits the search; the chosen one stays chosen while it is offered."""
        options = [(one.label, place) for place, one in enumerate(self._entries) if one.has(self.search.value)]
        places = [place for _, place in options]
        kept = self._entries.index(wanted) if wanted in self._entries else -1
        chosen = kept if kept in places else next(iter(places), None)
        self.select.unobserve(self._chosen, "value")  # new options choose the first one, for a moment
        self.select.options = options
        self.select.value = chosen
        self.select.observe(self._chosen, "value")
        self._entry = wanted if chosen is None else self._entries[chosen]

    @heard
    def _searched(self, _: object) -> None:
        before = self._entry
        self._offer(before)
        if self._entry != before:
            self._show()

    @heard
    def _chosen(self, change: dict[str, Any]) -> None:
        if change["new"] is not None and self._entries[change["new"]] != self._entry:
            self._entry = self._entries[change["new"]]
            self._show()

    def _show(self) -> None:
        """Draw the picture around the chosen one, and fill the page that is open."""
        title = f"Revision graph of {self.source.database}" if self.graph.stands else "Revision graph"
        identity = self._entry.identity if self._entry else ""
        self.picture.outputs = (revision_graph.draw(self.graph, identity, title=title).output,)
        self.tab.show(self.graph, self._entry)
