"""What the pictures show: a page is brought into the state to be seen, and what of it is kept is returned."""

import re

from playwright.sync_api import Locator, Page

from tests.browser.chromium import Visitor

Subject = Page | Locator

FIRST = "%alembic upgrade +1"  # a command, Alembic's words, and the strip of what it changed
DRAFT = '%alembic revision --autogenerate --rev-id 007_rename_full_name -m "rename full_name"'
ABOVE = 90  # pixels
SCROLL = """(cell, above) => {
    const page = cell.closest('.jp-WindowedPanel-outer');
    page.scrollTop += cell.getBoundingClientRect().top - page.getBoundingClientRect().top - above;
}"""
TO_ITS_END = """picture => {
    for (let box = picture.parentElement; box && !box.matches(".jp-Cell"); box = box.parentElement) {
        box.scrollTop = box.scrollHeight;
    }
}"""
LIVE = ".migration-lab-live"
DRAWN = ".jp-RenderedMermaid img"
STOPS = 11  # revisions of the gallery


def first_migration(page: Page) -> Page:
    """Show the first migration of the welcome lesson, with the lab around it."""
    _top(page, _cell(page, FIRST))
    page.mouse.move(5, 795)
    return page


def run_in_two_panes(guest: Visitor) -> None:
    """Open the two panes of the welcome lesson, and run it up to its first migration."""
    guest.page.get_by_role("link", name="the two panes").first.click()
    guest.page.wait_for_url("**/workspaces/00_welcome")
    guest.page.get_by_text("| Idle").wait_for()
    _cell(guest.page, FIRST).locator(".jp-InputPrompt").click()
    guest.choose("Run", "Run All Above Selected Cell")
    guest.page.keyboard.press("Shift+Enter")


def solve_badly(guest: Visitor) -> None:
    """Start the first exercise of lesson 02 by its card, run the draft as it comes, and check."""
    for source in ("from migration_lab import", 'exercise("02.1")'):
        _run(guest.page, _cell(guest.page, source))
    card = guest.page.locator(f"{LIVE}.migration-lab-card").first
    card.get_by_role("button", name="Start", exact=True).click()
    card.get_by_text("02_1_rename is ready").wait_for()
    start = _cell(guest.page, 'work = exercise("02.1")')
    start.locator(".cm-content").fill(DRAFT)
    guest.page.keyboard.press("Control+Enter")
    guest.page.get_by_text("007_rename_full_name.py ...  done").wait_for()
    card.get_by_role("button", name="Check", exact=True).click()
    card.locator("[data-verdict]").wait_for()


def exercise(page: Page) -> Locator:
    """Show the card of an exercise with its task and a verdict."""
    cell = _cell(page, 'exercise("02.1")')
    _top(page, cell)
    page.mouse.move(5, 5)
    return cell.locator(".migration-lab-card").first


def begin_crash_lab(guest: Visitor) -> None:
    """Open lesson 06 and run its crash lab, without the cells between."""
    _run_each(guest, "from migration_lab import", "lab = open_lesson", "see.crash_lab(lab)")


def crash_lab(page: Page) -> Locator:
    """Show what is left when an upgrade dies after its third statement."""
    cell = _cell(page, "see.crash_lab(lab)")
    widget = _widget(page, cell)
    widget.get_by_label("Die after").select_option(index=2)
    widget.get_by_role("button", name="Pull the plug").click()
    cell.get_by_text("Stopped after statement 3").wait_for()
    return cell


def begin_race(guest: Visitor) -> None:
    """Open lesson 04 and run its race, without the cells between."""
    _run_each(guest, "from migration_lab import", "lab = open_lesson", "see.race(lab)")


def race(page: Page) -> Locator:
    """Show the five styles beside raw `sqlite3`, with few users."""
    cell = _cell(page, "see.race(lab)")
    _widget(page, cell)
    return cell


def inspector(page: Page) -> Page:
    """Show the notebook left, and right the inspector after the first migration."""
    page.locator(".jp-LinkedOutputView").get_by_text("table user_profiles").first.wait_for()
    return first_migration(page)


def schema(page: Page) -> Locator:
    """Show the schema browser with the neighbours of a table."""
    cell = _cell(page, "see.schema(lab)")
    _widget(page, cell).get_by_label("Tables").select_option("users (1,000 rows)")
    return _turned(cell, "Neighbours")


def changes(page: Page) -> Locator:
    """Show what a command changed, as a diagram."""
    cell = _cell(page, FIRST)
    _widget(page, cell)
    return _turned(cell, "Diagram")


def rows(page: Page) -> Locator:
    """Show the data peek, with the columns that fit."""
    cell = _cell(page, "see.rows(before")
    _widget(page, cell).get_by_label("Columns").select_option(["owner_id", "path", "method", "timeout_ms"])
    cell.get_by_role("status").filter(has_text="4 columns shown").wait_for()
    return cell


def history(page: Page) -> Locator:
    """Show the revision graph with a branch, a dependency and a merge."""
    cell = _cell(page, "see.history(lab)")
    _widget(page, cell).get_by_label("Revisions").select_option("008_bill_users · pending")
    drawn = cell.locator(DRAWN).first
    drawn.wait_for()
    drawn.evaluate(TO_ITS_END)
    return cell


def dark_history(page: Page) -> Locator:
    """Show the revision graph in the dark theme."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Theme", exact=True).click()
    page.get_by_role("menuitem", name="JupyterLab Dark", exact=True).click()
    page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
    return history(page)


def timeline(page: Page) -> Locator:
    """Show one row in time travel, at the revision that changes it."""
    cell = _cell(page, "see.timeline(lab)")
    _walk(_widget(page, cell), "007_tidy_users")
    cell.get_by_role("tab", name="users 17").click()
    cell.get_by_role("cell", name="ada@example.org").first.wait_for()
    return cell


def failed(page: Page) -> Locator:
    """Show time travel at the revision that cannot be replayed."""
    cell = _cell(page, "see.timeline(lab)")
    _walk(_widget(page, cell), "010_one_address_each")
    cell.get_by_role("tab", name="Changes").click()
    cell.get_by_role("cell", name="UNIQUE constraint failed").first.wait_for()
    return cell


def _run_each(guest: Visitor, *sources: str) -> None:
    for source in sources:
        _run(guest.page, _cell(guest.page, source))


def _cell(page: Page, source: str) -> Locator:
    return page.locator(".jp-CodeCell", has=page.locator(".cm-content", has_text=source)).first


def _widget(page: Page, cell: Locator) -> Locator:
    """Bring a cell to the top, the pointer out of the way, and return its widget once it lives."""
    _top(page, cell)
    page.mouse.move(5, 5)
    widget = cell.locator(LIVE)
    widget.wait_for()
    return widget


def _turned(cell: Locator, tab: str) -> Locator:
    """Turn to a page with a drawing, and wait for it."""
    cell.get_by_role("tab", name=tab, exact=True).click()
    cell.locator(DRAWN).first.wait_for()
    return cell


def _walk(widget: Locator, revision: str) -> None:
    """Walk along the slider, from the first stop."""
    title, keyboard = widget.get_by_role("status").filter(has_text="Stop "), widget.page.keyboard
    widget.get_by_role("slider").focus()
    keyboard.press("Home")
    title.filter(has_text="Stop 1 of").wait_for()
    for stop in range(2, STOPS + 1):
        if revision in title.inner_text():
            return
        keyboard.press("ArrowRight")
        title.filter(has_text=f"Stop {stop} of").wait_for()
    assert revision in title.inner_text(), title.inner_text()


def _run(page: Page, cell: Locator) -> None:
    cell.locator(".jp-InputPrompt").first.click()
    page.keyboard.press("Control+Enter")
    cell.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).wait_for()


def _top(page: Page, cell: Locator) -> None:
    cell.locator(".jp-InputPrompt").first.click()
    cell.evaluate(SCROLL, ABOVE)
    page.wait_for_timeout(200)
