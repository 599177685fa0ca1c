"""A value that a notebook shows as a live widget, and everything else as the value's own words."""

from typing import Protocol

from IPython.display import display
from ipywidgets import VBox, Widget

from migration_lab.widgets.told import Told

FACE = "migration-lab-face"  # the lab's style sheet hides a face where its widget lives
LIVE = "migration-lab-live"
WIDGET = "application/vnd.jupyter.widget-view+json"


class Face(Protocol):
    """The words of a widget, for terminals, GitHub, screen readers, nbval and a notebook without its kernel."""

    def _repr_markdown_(self) -> str: ...

    def _repr_html_(self) -> str: ...


class Dressed:
    """A widget with its face, and a place where it tells what went wrong.

    A notebook gets two outputs: the face, which is saved, and the widget, which needs the running kernel. The lab's
    style sheet shows only the widget while it lives, and only the face when it does not.

    A handler tells its errors by `@heard` above it (`widgets/told.py`).

    Args:
        face: A value of the lab; what the widget shows at first, in words.
        live: The widget; the place for errors is laid above it.
    """

    def __init__(self, face: Face, live: Widget) -> None:
        self.face = face
        self.told = Told()
        self.live = VBox([self.told.region, live])
        self.live.add_class(LIVE)

    def __str__(self) -> str:
        return str(self.face)

    def __repr__(self) -> str:
        return str(self)

    def _ipython_display_(self) -> None:
        display(words(self.face), raw=True)
        self._display_live()

    def _display_live(self) -> None:
        display({WIDGET: {"version_major": 2, "version_minor": 0, "model_id": self.live.model_id}}, raw=True)


def words(face: Face) -> dict[str, str]:
    """Give a face as what a notebook is given to display."""
    html = f'<div class="{FACE}">{face._repr_html_()}</div>'
    return {"text/plain": str(face), "text/markdown": face._repr_markdown_(), "text/html": html}
