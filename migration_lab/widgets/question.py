"""A question of a widget with its two answers, for the keyboard as for the mouse: the safe answer comes first."""

from collections.abc import Callable
from html import escape

from ipywidgets import HTML, Button, HBox, Layout, VBox

BUTTONS = "migration-lab-buttons"  # a row of buttons that are as wide as their words
HIDDEN = "none"


class Question:
    """A place that is empty until something is asked; its parts are always there, so the focus can go to them.

    Args:
        yes: What the second button says; the first one says "No".
        answered: Called with "no" or "yes"; the question was taken away then.
        back: What gets the focus when the question is answered.

    Attributes:
        live: The place.
        words: What is asked.
        no: The first button.
        yes: The second one.
    """

    def __init__(self, yes: str, answered: Callable[[str], None], *, back: Button) -> None:
        self.words = HTML(_status(""))
        self.no = Button(description="No", tooltip="Change nothing", layout=Layout(width="auto"))
        self.yes = Button(description=yes, layout=Layout(width="auto"))
        row = HBox([self.no, self.yes])
        row.add_class(BUTTONS)
        self.live = VBox([self.words, row], layout=Layout(display=HIDDEN))
        self._answered, self._back = answered, back
        self.no.on_click(lambda _: self._answer("no"))
        self.yes.on_click(lambda _: self._answer("yes"))

    @property
    def is_open(self) -> bool:
        """Tell whether something is asked."""
        return bool(self.live.layout.display != HIDDEN)

    def ask(self, words: str) -> None:
        """Ask, and give the focus to the first answer."""
        self.live.layout.display = None
        self.words.value = _status(escape(words))
        self.no.focus()

    def take_away(self) -> None:
        """Ask nothing more."""
        self.words.value = _status("")
        self.live.layout.display = HIDDEN

    def _answer(self, answer: str) -> None:
        if self.is_open:  # a second press that waited means nothing
            self._back.focus()
            self.take_away()
            self._answered(answer)


def _status(html: str) -> str:
    return f'<div role="status" aria-live="polite">{html}</div>'
