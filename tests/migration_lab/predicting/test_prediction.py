"""A question hides its answer until somebody guesses; then it says which choice came true, why, and what was seen."""

import pytest

from migration_lab.errors import LabError
from migration_lab.grid import Grid
from migration_lab.predicting.prediction import LONGEST, MOST, Prediction, words

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
        f"As you guessed                                          What is `6 * 7`?\n  guessed   42 {HOSTILE}\n"
        f"  happened  42 {HOSTILE}\n  Why       it was counted\n  Seen\n    forty-two"
    )


def test_a_wrong_guess() -> None:
    outcome = ASKED.guess(1)

    assert not outcome.right
    assert (outcome.headline, outcome.guessed, outcome.holds) == ("Not as you guessed", "41", f"42 {HOSTILE}")


@pytest.mark.parametrize("choice", [0, 3, -1, "43"])
def test_a_choice_that_does_not_exist(choice: int | str) -> None:
    with pytest.raises(LabError) as caught:
        ASKED.guess(choice)

    assert str(caught.value) == f"There is no choice {choice!r}.\nHint: Guess a number from 1 to 2."


def test_html_is_escaped() -> None:
    html = ASKED._repr_html_() + ASKED.guess(1)._repr_html_()

    assert "<img" not in html
    assert '<div role="status">' in html


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


def test_of_many_lines_the_last_ones_are_seen() -> None:
    seen = words("\n".join(map(str, range(MOST + 5))) + "\u202e" + "y" * LONGEST)

    assert seen.splitlines()[:2] == ["… (5 lines before)", "5"]
    assert seen.splitlines()[-1].startswith(r"24\u202eyyy")
    assert (words(""), words(ValueError("no"))) == ("(no words)", "ValueError: no")
