"""The race of backfills in a page: table and plot at once, and a bar while the large one runs."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chromium import MILLISECONDS, Visitor
from tests.browser.workbench import Workbench

CELLS = (
    "from migration_lab import open_lesson, see",
    'lab = open_lesson("04_data")',
    "from migration_lab.widgets import race; race.LARGE = 120_000",
    "see.race(lab)",
)


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


def test_the_button_runs_more_users_and_tells_how_far_it_is(widget: Locator) -> None:
    widget.get_by_role("button", name="users").click()

    expect(widget.get_by_text("1 of 6: row loop, OFFSET … Other cells wait")).to_be_visible()
    expect(widget.locator(".progress")).to_be_visible()
    expect(widget.get_by_text("120,000 rows on this computer")).to_be_visible()
    expect(widget.locator(".progress")).to_be_hidden()
