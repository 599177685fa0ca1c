"""The race of backfills in a page: table and plot at once, and a bar while the large one runs."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chromium import MILLISECONDS, Visitor
from tests.browser.workbench import Workbench

CELLS = (
    "from migration_lab import open_lesson, see",
    'lab = open_lesson("04_data")',
    "from migration_lab.widgets import race; race.LARGE = 100_000",
    "see.race(lab)",
    "print('this cell has run', 6 * 7)",
)
LAST = len(CELLS)


@pytest.fixture(scope="module")
def guest(workbench: Workbench) -> Visitor:
    expect.set_options(timeout=MILLISECONDS)  # on a busy machine five seconds are short
    return workbench.open("race", CELLS, width=1024)


@pytest.fixture
def widget(guest: Visitor) -> Locator:
    return guest.page.locator(".migration-lab-live").first


def test_times_stand_in_a_table_and_in_a_plot(widget: Locator) -> None:
    expect(widget.get_by_role("columnheader", name="longest write lock")).to_be_visible()
    expect(widget.get_by_role("img", name="Three groups of bars")).to_be_visible()
    expect(widget.get_by_role("button", name="Stop")).to_be_disabled()


def test_a_button_stops_it_and_a_cell_runs_meanwhile(guest: Visitor, widget: Locator) -> None:
    widget.get_by_role("button", name="users").click()
    expect(widget.get_by_text("1 of 6: row loop, OFFSET … Other cells can run meanwhile.")).to_be_visible()

    guest.page.locator(".jp-CodeCell .jp-InputArea-editor").last.click()
    guest.page.keyboard.press("Control+Enter")
    guest.wait_for_cell(LAST + 1)
    expect(widget.get_by_role("button", name="users")).to_be_disabled()  # it still runs

    widget.get_by_role("button", name="Stop").click()
    expect(widget.get_by_text("Stopped. Measured:")).to_be_visible(timeout=10_000)
    expect(widget.get_by_text("100,000 rows on this computer")).to_be_hidden()
    expect(widget.get_by_role("button", name="users")).to_be_enabled()
    expect(widget.get_by_role("button", name="Stop")).to_be_disabled()


def test_the_toolbar_stops_cells_and_not_the_race_as_its_words_say(guest: Visitor, widget: Locator) -> None:
    widget.get_by_role("button", name="users").click()
    expect(widget.get_by_text("1 of 6: row loop, OFFSET")).to_be_visible()

    guest.page.locator("[data-command='notebook:interrupt-kernel']").first.click()

    expect(widget.get_by_text("2 of 6: row loop, keyset")).to_be_visible()
    widget.get_by_role("button", name="Stop").click()
    expect(widget.get_by_text("Stopped. Measured: 1 of 6 styles.")).to_be_visible(timeout=10_000)
    expect(widget.get_by_text("100,000 rows on this computer")).to_be_visible()  # the style that was done


def test_the_button_runs_more_users_and_tells_how_far_it_is(widget: Locator) -> None:
    widget.get_by_role("button", name="users").click()

    expect(widget.get_by_text("1 of 6: row loop, OFFSET … Other cells can run")).to_be_visible()
    expect(widget.locator(".progress")).to_be_visible()
    expect(widget.get_by_text("all numbers are in race.csv")).to_be_visible(timeout=4 * MILLISECONDS)
    expect(widget.get_by_text("100,000 rows on this computer")).to_be_visible()
    expect(widget.get_by_text("12,000 rows on this computer", exact=True)).to_be_visible()  # to compare with
    expect(widget.locator(".progress")).to_be_hidden()
