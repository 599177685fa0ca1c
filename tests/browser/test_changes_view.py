"""What `%alembic` changed, in a page: the strip at once, the rest behind four tabs, by mouse and by keyboard."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chromium import Visitor
from tests.browser.workbench import Workbench

HALF = """\
from pathlib import Path
Path("alembic/versions/007_half.py").write_text('''
import sqlalchemy as sa
from alembic import op
revision, down_revision = "007_half", "006_index_endpoint_lookup"
def upgrade():
    op.create_table("half", sa.Column("<img src=x onerror=alert(1)>", sa.Integer, sa.ForeignKey("users.id")))
    op.execute("UPDATE users SET full_name = '<img src=x onerror=alert(1)>' WHERE id < 18")
    op.execute("INSERT INTO nowhere VALUES (1)")
''')"""
FAILS = """\
try:
    get_ipython().run_line_magic("alembic", "upgrade head")
except Exception as error:
    print(error)"""
CELLS = (
    'from migration_lab import open_lesson\nlab = open_lesson("02_autogenerate")',
    "%alembic current",
    "%alembic downgrade 003",
    "%alembic upgrade head",
    HALF,
    FAILS,
)


@pytest.fixture(scope="module")
def page(workbench: Workbench) -> Visitor:
    """A notebook: a command changed nothing, one went down, one went up, one broke half way."""
    return workbench.open("changes", CELLS, width=1024)


def cell(page: Visitor, number: int) -> Locator:
    """Return the output of a cell."""
    return page.page.locator(".jp-CodeCell").nth(number - 1).locator(".jp-Cell-outputArea")


def test_where_nothing_changed_there_is_one_line_that_opens(page: Visitor) -> None:
    quiet = cell(page, 2).locator("details")
    expect(quiet.locator("table")).to_be_hidden()

    quiet.locator("summary").click()

    expect(quiet.locator("tbody tr").first).to_have_text("primary006_index_endpoint_lookup35000")
    expect(cell(page, 2).get_by_role("tab")).to_have_count(0)


def test_the_strip_is_shown_once_and_the_tabs_are_closed(page: Visitor) -> None:
    strip = cell(page, 3).locator("table:visible")

    expect(strip).to_have_count(1)
    expect(strip.locator("tbody tr").first).to_have_text(
        "primaryrevision006_index_endpoint_lookup → 003_migrate_user_data"
    )
    expect(cell(page, 3).get_by_role("tab")).to_have_text(["Side by side", "Rows", "Diagram", "SQL"])
    expect(cell(page, 3).locator(".widget-tab-contents")).to_be_hidden()


def test_each_tab_by_keyboard(page: Visitor) -> None:
    place = cell(page, 4)
    keyboard = page.page.keyboard
    place.get_by_role("tab", name="Side by side").focus()
    keyboard.press("Enter")

    changed = place.get_by_role("table", name="endpoint_configs ~ changed")
    expect(changed.get_by_role("row", name="column is_active")).to_have_text(
        "column is_activeBOOLEAN NOT NULL DEFAULT 1+ added"
    )
    assert changed.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth"), "wider than the pane"

    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    expect(place.get_by_role("row", name="users 1000 same 0 lost")).to_be_visible()

    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    picture = place.get_by_role("img", name="What changed in primary")
    expect(picture).to_be_visible()

    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    expect(place.locator("pre:visible", has_text="ALTER TABLE _alembic_tmp_endpoint_configs RENAME TO")).to_have_count(
        1
    )


def test_a_revision_that_broke_half_way_shows_what_it_left_and_which_sql_ran(page: Visitor) -> None:
    place = cell(page, 6)
    expect(place.locator("table:visible")).to_contain_text("table half (1 column, 1 foreign key)")

    place.get_by_role("tab", name="SQL").click()

    sql = place.locator("pre.migration-lab-sql")
    expect(sql).to_contain_text("WHERE id < 18;  -- 17 rows\nINSERT INTO nowhere VALUES (1);  -- ! not done\nROLLBACK;")
    assert sql.inner_text().index("CREATE TABLE half") < sql.inner_text().index("BEGIN;")


@pytest.mark.parametrize("tab", ["Side by side", "Diagram"])
def test_a_hostile_name_runs_nothing(page: Visitor, tab: str) -> None:
    page.page.on("dialog", lambda dialog: pytest.fail(f"`{dialog.message}` ran"))
    place = cell(page, 6)

    place.get_by_role("tab", name=tab).click()

    expect(
        place.get_by_role("img", name="What changed in primary")
        if tab == "Diagram"
        else place.locator("td", has_text="<img src=x").first
    ).to_be_visible()
    expect(place.locator("img[src='x']")).to_have_count(0)
