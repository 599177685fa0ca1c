"""Time travel: a slider over a history, and the database as it was after each revision."""

from threading import Event, RLock, Thread
from typing import Any

from IPython.display import display
from ipywidgets import HTML, Button, HBox, IntProgress, Layout, Output, SelectionSlider, Tab, VBox

from migration_lab.errors import LabError
from migration_lab.grid import cell
from migration_lab.lessons import past
from migration_lab.running.replay_copy import Project
from migration_lab.values import timeline_face
from migration_lab.values.timeline import Stop, Timeline
from migration_lab.values.timeline_face import Row
from migration_lab.widgets import time_travel_pages as pages
from migration_lab.widgets.dressed import Dressed, words
from migration_lab.widgets.schema_pages import Page
from migration_lab.widgets.told import heard

Key = tuple[str, object]
NAMED, PRIMARY = ("users", 17), "primary"  # the row that all lessons speak of, and where it is
STEPS = (
    ("Earlier", "arrow-left", "The revision before this one"),
    ("Later", "arrow-right", "The revision after this one"),
)
WIDE, LINE = {"width": "100%"}, {"width": "auto", "flex": "1 1 12em"}  # a narrow pane breaks the line


class Unfinished(KeyboardInterrupt):
    """The kernel was interrupted while the words were waited for."""

    def _render_traceback_(self) -> list[str]:
        """Let IPython show a sentence instead of our frames."""
        return ["Stopped: the widget above goes on by itself. For its words run the cell again."]


class TimeTravel(Dressed):
    """The past of one database.

    What was replayed on an earlier visit is there at once; else the history is replayed in the background, and each
    stop can be used as soon as it is there.

    Args:
        project: What is replayed, on a copy.
        name: The database's name.
        follow: Table and key of one row that is followed through; None: no row.
    """

    def __init__(self, project: Project, name: str, follow: Key | None) -> None:
        self._project, self._name, self._follow = project, name, follow
        self._finished = past.remembered(project, name)
        self._stops = list(self._finished or past.stops(project))
        self._short = len(self._stops) <= timeline_face.SHORT
        self._lock = RLock()
        self._row: Row | None = None  # the followed row, once all is replayed
        self._failure: Exception | None = None  # why the history could not be replayed
        self._title, self._note = HTML(), HTML()
        self._bar = IntProgress(
            max=max(len(self._stops), 1), layout=Layout(**WIDE), style={"description_width": "initial"}
        )
        self._count(0)
        options = self._options()
        self._slider = SelectionSlider(options=options, value=options[-1][1], readout=False, layout=Layout(**LINE))
        self._steps = [_button(*step) for step in STEPS]
        titles = [*pages.PAGES, *([" ".join(cell(part, 20) for part in follow)] if follow else [])]
        self._tab = Tab([VBox([HTML(tabbable=True), Output()]) for _ in titles], titles=titles)
        self._over = Event()  # nothing is being replayed any more
        super().__init__(timeline_face.planned(tuple(self._stops), name), self._laid_out())
        self._begin()

    @property
    def timeline(self) -> Timeline:
        """The stops, as far as they are replayed."""
        return self._finished or Timeline(tuple(self._stops), self._name, "being replayed")

    @property
    def place(self) -> int:
        """Which stop is shown, counted from 0."""
        return int(self._slider.value)

    def go(self, which: int | str) -> None:
        """Show a stop, by its place or its revision.

        Raises:
            LabError: There is no such stop.
        """
        self._slider.value = self.timeline.stops.index(self.timeline[which])

    def wait(self) -> Timeline:
        """Wait until all is replayed.

        Raises:
            LabError: It could not be replayed.
        """
        try:
            self._over.wait()  # not `join`: Python 3.11 takes an interrupted one for the end of the thread
        except KeyboardInterrupt:
            raise Unfinished from None
        if self._finished is None:
            raise self._failure or LabError("The history was not replayed.", "Run the cell again.")
        return self._finished

    def __str__(self) -> str:
        if self._short and self._finished is None:
            self.wait()
        return str(self.face)

    def _ipython_display_(self) -> None:
        """Show words and widget; a short history is waited for, so that the words that are saved are complete."""
        if not self._short or self._finished is not None:
            super()._ipython_display_()
            return
        shown = display(words(self.face), raw=True, display_id=True)
        self._display_live()
        self.wait()
        shown.update(words(self.face), raw=True)

    def _begin(self) -> None:
        if self._finished is None:
            Thread(target=self._replay, name="time travel", daemon=True).start()
        else:
            self._end(self._finished)
            self._over.set()
        self._slider.observe(self._on_show, "value")
        self._tab.observe(self._on_show, "selected_index")
        for button, way in zip(self._steps, (-1, 1), strict=True):
            button.on_click(lambda _, way=way: self._on_step(way))
        self._on_show(None)

    def _laid_out(self) -> VBox:
        line = HBox([self._steps[0], self._slider, self._steps[1]], layout=Layout(flex_flow="row wrap"))
        return VBox([self._bar, self._note, line, self._title, self._tab])

    def _options(self) -> list[tuple[str, int]]:
        return [(cell(stop.revision, 60), at) for at, stop in enumerate(self._stops)] or [("no revisions", 0)]

    def _on_show(self, _: object) -> None:
        with self._lock:
            self._show()

    @heard
    def _on_step(self, way: int) -> None:
        self._slider.value = min(max(self.place + way, 0), len(self._stops) - 1)

    def _replay(self) -> None:
        """Replay the history; this runs on a thread of its own."""
        try:
            self._end(past.replayed(self._project, self._name, self._arrived))
        except Exception as error:
            self._bar.layout.display = "none"
            self._failure = error
        finally:
            self._on_show(None)
            self._over.set()

    def _arrived(self, stop: Stop) -> None:
        at = next(at for at, one in enumerate(self._stops) if one.revision == stop.revision)
        self._stops[at] = stop
        self._count(self._bar.value + 1)
        if at == self.place:
            self._on_show(None)

    def _count(self, done: int) -> None:
        self._bar.value, self._bar.description = done, f"{done} of {len(self._stops)} replayed"

    def _end(self, finished: Timeline) -> None:
        """Let the bar go, name what could not be replayed, complete the words."""
        with self._lock:
            self._stops = list(finished)
            self._row = self._followed(finished)
            if self._short:
                self.face = timeline_face.of(finished, self._row)
            self._finished = finished
            self._bar.layout.display = "none"
            self._note.value = pages.note(finished)

    @heard
    def _show(self) -> None:
        """Fill the page that is looked at; that the history could not be replayed stays to be read."""
        self._fill()
        if self._failure is not None:
            raise self._failure

    def _fill(self) -> None:
        if not self._stops:
            self._title.value = "<p>There are no revisions yet.</p>"
            return
        stop, last = self._stops[self.place], len(self._stops) - 1
        self._title.value = pages.title(stop, self.place, len(self._stops))
        self._steps[0].disabled, self._steps[1].disabled = self.place == 0, self.place == last
        page = self._page(stop, self._tab.selected_index or 0)
        html, drawn = self._tab.children[self._tab.selected_index or 0].children
        html.value, drawn.outputs = page.html, page.diagrams

    def _page(self, stop: Stop, number: int) -> Page:
        if stop.error:
            return pages.failed(stop)
        if stop.file is None:
            return pages.waiting()
        if number < len(pages.PAGES):
            return [*pages.PAGES.values()][number](self.timeline, self.place)
        found = self._row or self._followed(self.timeline)
        return pages.row(found, stop.revision) if found else pages.waiting()

    def _followed(self, timeline: Timeline) -> Row | None:
        return Row.of(timeline, *self._follow) if self._follow else None


def _button(word: str, icon: str, tip: str) -> Button:
    return Button(description=word, icon=icon, tooltip=tip, layout=Layout(width="auto"))


def of(place: Any, database: str, follow: Key | None) -> TimeTravel:
    """Make the widget for a workspace, or for a project of another kind."""
    if isinstance(place, Project):
        return TimeTravel(place, database, follow)
    place.examine()
    follow = None if follow == NAMED and database != PRIMARY else follow
    return TimeTravel(past.of_lesson(place.name, place.path, database), database, follow)
