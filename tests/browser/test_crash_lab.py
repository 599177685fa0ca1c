"""The crash lab in a page: a statement, an end and an `env.py` are chosen, and what is left is shown and read out."""

import pytest
from playwright.sync_api import Locator, expect

from migration_lab.crashing.deaths import DEATHS
from tests.browser.chromium import MILLISECONDS, Visitor
from tests.browser.workbench import Workbench

CELLS = ("from migration_lab import open_lesson, see", 'lab = open_lesson("06_rollback")', "see.crash_lab(lab)")


@pytest.fixture(scope="module")
def guest(workbench: Workbench) -> Visitor:
    expect.set_options(timeout=MILLISECONDS)  # on a busy machine five seconds are short
    return workbench.open("crash_lab", CELLS, width=1024)


@pytest.fixture
def widget(guest: Visitor) -> Locator:
    return guest.page.locator(".migration-lab-live").first


def test_the_statements_are_listed_beside_the_choices(widget: Locator) -> None:
    expect(widget.get_by_role("cell", name="BEGIN", exact=True)).to_be_visible()


def test_a_migration_dies_where_it_was_told_to(widget: Locator) -> None:
    widget.get_by_label("Die after").select_option(index=2)

    widget.get_by_role("button", name="Pull the plug").click()

    expect(widget.get_by_text("Stopped after statement 3 of 5 (SIGKILL)")).to_be_visible()
    expect(widget.get_by_text("table user_contacts already exists")).to_be_visible()


def test_with_transactional_ddl_nothing_is_left(widget: Locator) -> None:
    widget.get_by_label("env.py").select_option(label="the project's own, with transactional DDL")

    widget.get_by_role("button", name="Pull the plug").click()

    expect(widget.get_by_text("it runs to its end")).to_be_visible()


def test_the_keyboard_alone_chooses_and_stays_in_the_list_it_is_in(guest: Visitor, widget: Locator) -> None:
    ends, env = widget.get_by_label("By"), widget.get_by_label("env.py")
    env.select_option(index=0)
    ends.focus()

    for _ in range(4):
        guest.page.keyboard.press("ArrowDown")

    expect(ends).to_be_focused()
    assert ends.evaluate("list => list.selectedIndex") == len(DEATHS) - 1
    assert env.evaluate("list => list.selectedIndex") == 0

    guest.page.keyboard.press("Tab")
    expect(env).to_be_focused()
    guest.page.keyboard.press("Tab")
    guest.page.keyboard.press("Enter")
    expect(widget.get_by_text("(power cut)")).to_be_visible()
