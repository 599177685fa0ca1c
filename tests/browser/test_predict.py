"""Two predictions in a page, by keyboard: the keys stay with one question, and a press is a guess."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chromium import MILLISECONDS, Visitor
from tests.browser.workbench import Workbench

LONG = "SQLite has the table `users` already, and " + "what one does not want to read " * 6
ASK = f"""\
predict(
    "What does `upgrade head` do once more?",
    {{
        "it runs, and changes nothing": lambda seen: not seen,
        "it stops <img src=x onerror=alert(1)>": lambda seen: "exists" in seen and "`users` is there",
        {LONG!r}: lambda seen: False,
    }},
    lambda: "Traceback:\\n" + "  a frame\\n" * 8 + "OperationalError: table users already exists\\n(Background)",
)"""
COUNT = 'predict("How many are one and one?", {"one": 1, "two": 2}, lambda: 1 + 1)'
CELLS = ("from migration_lab import predict", ASK, COUNT)


@pytest.fixture(scope="module")
def guest(workbench: Workbench) -> Visitor:
    expect.set_options(timeout=MILLISECONDS)  # on a busy machine five seconds are short
    return workbench.open("predict", CELLS, width=1024)


@pytest.fixture
def asked(guest: Visitor) -> Locator:
    return guest.page.locator(".migration-lab-card").first


@pytest.fixture
def below(guest: Visitor) -> Locator:
    return guest.page.locator(".migration-lab-card").last


def test_the_keyboard_moves_among_the_choices_of_one_question(asked: Locator, below: Locator, guest: Visitor) -> None:
    choices = asked.get_by_role("button")
    choices.nth(1).focus()

    guest.page.keyboard.press("ArrowDown")
    expect(choices.nth(1)).to_be_focused()
    guest.page.keyboard.press("Tab")
    expect(choices.nth(2)).to_be_focused()
    guest.page.keyboard.press("Tab")

    expect(below.get_by_role("button").first).to_be_focused()
    expect(choices.first).to_have_accessible_description("Predict: What does upgrade head do once more?")
    expect(asked).not_to_contain_text("OperationalError")


@pytest.mark.parametrize(("key", "place", "other"), [("Enter", 0, 2), ("Space", 2, 0)])
def test_a_guess_by_keyboard(asked: Locator, below: Locator, guest: Visitor, key: str, place: int, other: int) -> None:
    choices = asked.get_by_role("button")
    choices.nth(place).focus()

    guest.page.keyboard.press(key)

    said = asked.get_by_role("status").filter(has_text="Not as you guessed")
    expect(said.get_by_role("row", name="happened")).to_have_text("happenedit stops <img src=x onerror=alert(1)>")
    expect(said.get_by_role("row", name="Why")).to_contain_text("users is there")
    expect(choices.nth(place)).to_contain_text("· your guess")
    expect(choices.nth(1)).to_have_text("2. it stops <img src=x onerror=alert(1)> · what happened")
    expect(choices.nth(other)).not_to_contain_text("·")
    expect(choices.nth(place)).to_be_focused()
    expect(below.get_by_role("button")).to_have_text(["1. one", "2. two"])
    expect(asked.locator("img")).to_have_count(0)


def test_of_a_traceback_the_error_is_seen_and_the_rest_opens_by_keyboard(asked: Locator, guest: Visitor) -> None:
    asked.get_by_role("button").first.click()
    expect(asked.get_by_text("Seen when it was run, 11 lines: OperationalError: table users")).to_be_visible()
    expect(asked.get_by_text("a frame")).to_be_hidden()

    asked.locator("summary").focus()
    guest.page.keyboard.press("Enter")

    expect(asked.get_by_text("a frame")).to_be_visible()


def test_a_right_guess_is_said_once(below: Locator) -> None:
    below.get_by_role("button", name="two").click()

    expect(below.get_by_role("button")).to_have_text(["1. one", "2. two · your guess, and what happened"])
    expect(below.get_by_role("row")).to_have_text(["partwords", "happenedtwo"])
    expect(below.get_by_text("Seen when it was run: 2")).to_be_visible()
    expect(below.get_by_text("How many are one and one?")).to_have_count(1)


@pytest.mark.parametrize("width", [1024, 512])
def test_no_choice_is_cut(guest: Visitor, asked: Locator, width: int) -> None:
    guest.page.set_viewport_size({"width": width, "height": 800})
    choices = asked.get_by_role("button").all()

    cut = [
        one.evaluate("it => [it.scrollWidth - it.clientWidth, it.scrollHeight - it.clientHeight]") for one in choices
    ]
    widths = {box["width"] for one in choices if (box := one.bounding_box())}
    card = asked.bounding_box()

    assert cut == [[0, 0]] * 3
    assert len(widths) == 1
    assert card
    assert max(widths) < card["width"]
