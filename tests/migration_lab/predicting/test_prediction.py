"""A question hides its answer until somebody guesses; then it says which choice came true, why, and what was seen."""

import pytest

from migration_lab.errors import LabError
from migration_lab.grid import Grid
from migration_lab.predicting.prediction import Prediction

HOSTILE = "<img src=x onerror=alert(1)>"
ASKED = Prediction("What is `6 * 7`?", ("41", f"42 {HOSTILE}"), (1, "it was counted", "forty-two"))


def test_the_text_asks_and_says_how_to_guess() -> None:
    assert str(ASKED) == (
        f"Predict: What is `6 * 7`?\n  1. 41\n  2. 42 {HOSTILE}\n"
        "  Guess before you run anything: `_.guess(1)` in the next cell shows what happens."
    )


def test_no_face_tells_the_answer() -> None:
    faces = [str(ASKED), repr(ASKED), ASKED._repr_markdown_(), ASKED._repr_html_()]
    other = Prediction(ASKED.question, ASKED.choices, (0, "because", "seen"))

    assert faces == [str(other), repr(other), other._repr_markdown_(), other._repr_html_()]


@pytest.mark.parametrize("choice", [2, f"42 {HOSTILE}"])
def test_a_right_guess(choice: int | str) -> None:
    outcome = ASKED.guess(choice)

    assert outcome.right
    assert str(outcome) == (
        f"As you guessed                                          What is `6 * 7`?\n  happened  42 {HOSTILE}\n"
        "  Why       it was counted\n  Seen when it was run:\n    forty-two"
    )


def test_a_wrong_guess() -> None:
    outcome = ASKED.guess(1)

    assert not outcome.right
    assert (outcome.headline, outcome.guessed, outcome.holds) == ("Not as you guessed", "41", f"42 {HOSTILE}")


def test_below_its_question_the_answer_does_not_repeat_it() -> None:
    outcome = ASKED.guess(1)

    assert "What is" in outcome._repr_html_()
    assert "What is" not in outcome.answer
    assert outcome.answer.startswith(
        '<div class="migration-lab-prediction"><div class="migration-lab-notice" role="status">'
        "<p><strong>Not as you guessed</strong></p><table>"
    )


def test_a_right_guess_is_said_once() -> None:
    right, wrong = ASKED.guess(2), ASKED.guess(1)

    assert right.answer.count("42 &lt;img") == 1
    assert ">guessed</th>" not in right.answer
    assert ">guessed</th>" in wrong.answer


@pytest.mark.parametrize("choice", [0, 3, -1, "43"])
def test_a_choice_that_does_not_exist(choice: int | str) -> None:
    with pytest.raises(LabError) as caught:
        ASKED.guess(choice)

    assert str(caught.value) == f"There is no choice {choice!r}.\nHint: Guess a number from 1 to 2."


def test_html_is_escaped() -> None:
    html = ASKED._repr_html_() + ASKED.guess(1)._repr_html_()

    assert "<img" not in html
    assert 'role="status">' in html


def test_markdown_has_no_html_and_no_direction_of_its_own() -> None:
    asked = Prediction(f"`<b>` or {HOSTILE}?", ("\u202e\n# x", HOSTILE), (0, "", ""))

    assert asked._repr_markdown_().splitlines()[:4] == [
        "**Predict:** `<b>` or &lt;img src=x onerror=alert(1)&gt;?",
        "",
        r"1. \u202e\n# x",
        "2. &lt;img src=x onerror=alert(1)&gt;",
    ]


def test_a_value_with_a_face_of_its_own_shows_it() -> None:
    asked = Prediction("?", ("a", "b"), (0, "", Grid(("id",), (("17",),))))

    assert "<td>17</td>" in asked.guess(1)._repr_html_()
    assert "    17" in asked.guess(1)._repr_markdown_()
