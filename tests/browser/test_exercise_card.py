"""An exercise in a page: from the start to done by buttons."""

import shutil

import pytest
from playwright.sync_api import Locator, expect

from migration_lab.exercises.exercise import EXERCISES
from tests.browser.chromium import MILLISECONDS, Visitor
from tests.browser.workbench import Workbench

NAME = "02_1_rename"
CELLS = ("from migration_lab import exercise", 'exercise("02.1")', 'lab = exercise("02.1").start()')


@pytest.fixture(scope="module")
def guest(workbench: Workbench) -> Visitor:
    expect.set_options(timeout=MILLISECONDS)  # on a busy machine five seconds are short
    return workbench.open("exercise_card", CELLS, width=1024)


@pytest.fixture
def card(guest: Visitor) -> Locator:
    return guest.page.locator(".migration-lab-card").first


def press(card: Locator, name: str) -> None:
    card.get_by_role("button", name=name, exact=True).click()


def test_the_card_shows_the_task_once(card: Locator, guest: Visitor) -> None:
    expect(card.get_by_role("heading", name="02.1 Rename without losing data")).to_be_visible()
    expect(guest.page.locator("h3:visible", has_text="02.1 Rename")).to_have_count(1)
    expect(card.get_by_role("button")).to_have_text(["Start", "Check", "Hint", "Solution", "Compare", "Reset"])


def test_from_the_start_to_done_by_buttons(card: Locator, workbench: Workbench) -> None:
    press(card, "Start")
    expect(card.get_by_text("02_1_rename is ready: 1,000 users")).to_be_visible()

    press(card, "Check")
    expect(card.locator("[data-verdict='not started'][role='status']")).to_be_visible()
    shutil.copytree(EXERCISES / NAME / "solution", workbench.desk / NAME, dirs_exist_ok=True)
    press(card, "Check")

    expect(card.locator("[data-verdict='done, with a note'], [data-verdict='done']")).to_be_visible()
    expect(card.locator("p", has_text="State:")).to_contain_text("done · 1 attempt")


def test_reset_asks_and_no_changes_nothing(card: Locator, guest: Visitor) -> None:
    card.get_by_role("button", name="Reset").focus()
    guest.page.keyboard.press("Enter")
    expect(card.get_by_role("status").filter(has_text="Put 02_1_rename back to its start?")).to_be_visible()

    guest.page.keyboard.press("Tab")
    guest.page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="No", exact=True)).to_be_focused()
    guest.page.keyboard.press("Enter")

    expect(card.get_by_text("Nothing was changed")).to_be_visible()
    expect(card.get_by_role("button", name="Yes, put it back")).to_have_count(0)


@pytest.mark.parametrize("width", [1024, 512])
def test_nothing_is_wider_than_its_pane(guest: Visitor, card: Locator, width: int) -> None:
    guest.page.set_viewport_size({"width": width, "height": 800})

    for button in card.get_by_role("button").all():
        box, frame = button.bounding_box(), card.bounding_box()
        assert box
        assert frame
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]
