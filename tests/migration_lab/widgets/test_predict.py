"""The choices of a prediction: the answer is nowhere on the page before the guess."""

import json

import pytest
from ipywidgets import Widget

from migration_lab.predicting.prediction import Prediction
from migration_lab.widgets.dressed import words
from migration_lab.widgets.predict import EMPTY, Predict

CHOICES = ("it `runs`", "it **stops** at <b>", "nothing")
ASKED = Prediction("What does `upgrade` do?", CHOICES, (1, "a table is there", "SEEN"))


@pytest.fixture
def widget() -> Predict:
    return Predict(ASKED)


def sent(widget: Widget) -> str:
    """Give all that a widget and those in it send to the page."""
    children = getattr(widget, "children", ())
    return json.dumps(widget.get_state(), default=str) + "".join(map(sent, children))


def labels(widget: Predict) -> list[str]:
    """Give what stands on the buttons."""
    return [button.description for button in widget.buttons]


def marked(widget: Predict) -> list[set[str]]:
    """Give the marks of the buttons for the style sheet."""
    return [set(button._dom_classes) for button in widget.buttons]


def test_nothing_of_the_answer_is_sent_before_the_guess(widget: Predict) -> None:
    other = Predict(Prediction(ASKED.question, ASKED.choices, (0, "", "")))

    assert "SEEN" not in sent(widget.live) + json.dumps(words(widget.face))
    assert words(widget.face) == words(other.face)
    assert (labels(widget), marked(widget)) == (labels(other), marked(other))


def test_each_choice_is_a_button_with_its_sentence_and_the_question_as_description(widget: Predict) -> None:
    assert labels(widget) == ["1. it runs", "2. it stops at <b>", "3. nothing"]
    assert {button.tooltip for button in widget.buttons} == {"Predict: What does upgrade do?"}


def test_before_the_guess_the_place_for_the_answer_is_empty_and_no_stop_for_the_keyboard(widget: Predict) -> None:
    assert (widget.said.value, widget.said.tabbable, widget.outcome) == (EMPTY, None, None)


def test_to_press_a_choice_is_to_guess_it(widget: Predict) -> None:
    widget.buttons[0].click()

    assert widget.outcome == ASKED.guess(1)
    assert widget.said.value == ASKED.guess(1).answer
    assert "Not as you guessed" in widget.said.value
    assert "SEEN" in widget.said.value
    assert widget.said.tabbable


def test_the_guessed_and_the_right_choice_are_marked_in_words(widget: Predict) -> None:
    widget.buttons[0].click()

    assert labels(widget) == ["1. it runs · your guess", "2. it stops at <b> · what happened", "3. nothing"]
    assert marked(widget) == [{"migration-lab-guessed"}, {"migration-lab-happened"}, set()]


def test_another_press_is_another_guess(widget: Predict) -> None:
    widget.buttons[0].click()

    widget.buttons[1].click()

    assert labels(widget) == ["1. it runs", "2. it stops at <b> · your guess, and what happened", "3. nothing"]
    assert marked(widget) == [set(), {"migration-lab-guessed", "migration-lab-happened"}, set()]
    assert "As you guessed" in widget.said.value
