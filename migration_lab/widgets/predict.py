"""A question with a button for each choice; after the guess it says which came true, why, and what was seen."""

import re
from html import unescape

from ipywidgets import HTML, Button, VBox

from migration_lab.exercises import markdown
from migration_lab.predicting.prediction import Outcome, Prediction
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.told import heard

CARD = "migration-lab-card"
CHOICES = "migration-lab-choices"
MARKS = {"migration-lab-guessed": "your guess", "migration-lab-happened": "what happened"}  # in words on a button too
EMPTY = '<div role="status" aria-live="polite"></div>'
_TAG = re.compile(r"<[^>]*>")


class Predict(Dressed):
    """A prediction in a notebook; what came out is sent to the page only after the guess.

    To press a choice is to guess it. ipywidgets' RadioButtons would do more harm: they have no name, so that the arrow
    keys go on from the radios of one widget to those of the next one in the page. A box of ipywidgets cannot be
    labelled for a screen reader, so each button has the question as its description.

    Args:
        prediction: The question.

    Attributes:
        buttons: One for each choice. They stay usable after a guess: another press is another guess.
        said: What came out.
        outcome: Likewise, as a value; None before the first guess.
    """

    def __init__(self, prediction: Prediction) -> None:
        self.prediction = prediction
        self.outcome: Outcome | None = None
        asked = f"<p><strong>Predict:</strong> {markdown.inline(prediction.question)}</p>"
        question = HTML(f"{asked}<p>Press what you think will happen.</p>")
        tooltip = f"Predict: {_bare(prediction.question)}"
        self.buttons = tuple(Button(description=words, tooltip=tooltip) for words in self._words)
        self.said = HTML(EMPTY)
        choices = VBox(self.buttons)
        choices.add_class(CHOICES)
        super().__init__(prediction, VBox([question, choices, self.said]))
        self.live.add_class(CARD)
        for number, button in enumerate(self.buttons, 1):
            button.on_click(lambda _, number=number: self.guess(number))

    @heard
    def guess(self, number: int) -> None:
        """Guess a choice by its number, from 1, and show what came out."""
        self.outcome = self.prediction.guess(number)
        self._mark(self.outcome)
        self.said.value = self.outcome.answer
        self.said.tabbable = True  # empty it would be a stop for nothing

    @property
    def _words(self) -> list[str]:
        return [f"{number}. {_bare(words)}" for number, words in enumerate(self.prediction.choices, 1)]

    def _mark(self, outcome: Outcome) -> None:
        """Write on the buttons which choice was guessed, and which one happened."""
        for button, words, choice in zip(self.buttons, self._words, self.prediction.choices, strict=True):
            meant = dict(zip(MARKS, (choice == outcome.guessed, choice == outcome.holds), strict=True))
            for name, marked in meant.items():
                button.add_class(name) if marked else button.remove_class(name)
            marks = ", and ".join(MARKS[name] for name, marked in meant.items() if marked)
            button.description = f"{words} · {marks}" if marks else words


def _bare(words: str) -> str:
    """Take the marks out of a line of Markdown: a button has only text."""
    return unescape(_TAG.sub("", markdown.inline(words)))
