"""The choices of a prediction: the answer is nowhere on the page before the guess."""

import json

import pytest
from ipywidgets import Widget

from migration_lab.predicting.prediction import Prediction
from migration_lab.widgets.dressed import words
from migration_lab.widgets.predict import NONE, Predict

ASKED = Prediction("What does `upgrade` do?", ("it `runs`", "it stops"), (1, "a table is there", "SEEN"))


@pytest.fixture
def widget() -> Predict:
    return Predict(ASKED)


def sent(widget: Widget) -> str:
    """Give all that a widget and those in it send to the page."""
    children = getattr(widget, "children", ())
    return json.dumps(widget.get_state(), default=str) + "".join(map(sent, children))


def test_nothing_of_the_answer_is_sent_before_the_guess(widget: Predict) -> None:
    other = Predict(Prediction(ASKED.question, ASKED.choices, (0, "", "")))

    assert "SEEN" not in sent(widget.live) + json.dumps(words(widget.face))
    assert words(widget.face) == words(other.face)
    assert widget.choices.value is None


def test_the_choices_are_labelled_words(widget: Predict) -> None:
    assert widget.choices.description == "Your guess"
    assert [label for label, _ in widget.choices.options] == ["it runs", "it stops"]


def test_a_guess_needs_a_choice(widget: Predict) -> None:
    widget.button.click()

    assert widget.said.value == NONE
    assert widget.outcome is None


def test_after_the_guess_it_says_what_came_out(widget: Predict) -> None:
    widget.choices.value = 1
    assert widget.outcome is None  # the arrow keys only choose

    widget.button.click()

    assert widget.said.value == ASKED.guess(1)._repr_html_()
    assert "Not as you guessed" in widget.said.value
    assert "SEEN" in widget.said.value
