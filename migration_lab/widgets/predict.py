"""A question with choices to choose from; after the guess it says which came true, why, and what was seen."""

from ipywidgets import HTML, Button, Layout, RadioButtons, VBox

from migration_lab.exercises import markdown
from migration_lab.predicting.prediction import Outcome, Prediction
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.told import heard

CARD = "migration-lab-card"
CHOICE = "migration-lab-choices"
NONE = '<div role="status" aria-live="polite">Choose one first.</div>'
EMPTY = '<div role="status" aria-live="polite"></div>'


class Predict(Dressed):
    """A prediction in a notebook; what came out is sent to the page only after the guess.

    Args:
        prediction: The question.

    Attributes:
        choices: To choose from; nothing is chosen at first. The arrow keys move.
        button: Guesses what is chosen.
        said: What came out.
        outcome: Likewise, as a value; None before the first guess.
    """

    def __init__(self, prediction: Prediction) -> None:
        self.prediction = prediction
        self.outcome: Outcome | None = None
        options = [(words.replace("`", ""), place) for place, words in enumerate(prediction.choices, 1)]
        self.choices = RadioButtons(options=options, index=None, description="Your guess")
        self.choices.layout = Layout(width="auto")
        self.choices.add_class(CHOICE)
        self.button = Button(description="Guess", tooltip="Show what happens")
        self.said = HTML(EMPTY, tabbable=True)
        question = HTML(f"<p><strong>Predict:</strong> {markdown.inline(prediction.question)}</p>")
        super().__init__(prediction, VBox([question, self.choices, self.button, self.said]))
        self.live.add_class(CARD)
        self.button.on_click(lambda _: self.guess())

    @heard
    def guess(self) -> None:
        """Guess what is chosen."""
        if self.choices.value is None:
            self.said.value = NONE
            return
        self.outcome = self.prediction.guess(self.choices.value)
        self.said.value = self.outcome._repr_html_()
