"""The schema browser in JupyterLab: clicked, walked by keyboard, with names that try to run something."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chromium import MILLISECONDS, Visitor
from tests.browser.workbench import Workbench

EVIL = "<img src=x onerror=alert(1)>"
HOSTILE = f'''
import sqlite3
from contextlib import closing
from pathlib import Path

from migration_lab import see

SCRIPT = """
CREATE TABLE "{EVIL}" ("<b>id</b>" INTEGER PRIMARY KEY, "quote "" ' \\\\ %" "VARCHAR <script>alert(2)</script>",
                       "שלום" TEXT, "🙂" BLOB, big TEXT);
CREATE TABLE "one or zero" ("PK" INTEGER PRIMARY KEY, "__init__" TEXT, "direction LR" INT REFERENCES "{EVIL}");
CREATE TABLE "{"x" * 300}" ("order" INTEGER UNIQUE REFERENCES "one or zero" ("PK"));
CREATE VIEW "v <u>" AS SELECT * FROM "one or zero";
INSERT INTO "{EVIL}" VALUES (1, '<img src=x onerror=alert(3)>', char(8238) || 'abc', x'00ff', printf('%.10000c', 'x'));
"""
with closing(sqlite3.connect("hostile.db")) as connection:
    connection.executescript(SCRIPT)
'''
LAB = "from migration_lab import open_lesson, see\nlab = open_lesson('02_autogenerate')"
OUTLINE = "field => `${getComputedStyle(field).outlineStyle} ${getComputedStyle(field).outlineWidth}`"
SAYS = "live => getComputedStyle(live, '::before').content.includes('No kernel is running, so nothing here answers.')"
CUT = "page => page.scrollWidth - page.clientWidth"
FADES = "page => getComputedStyle(page).maskImage.includes('gradient')"
LINES = """cell => {
    const range = document.createRange(), lines = new Map();
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        for (const [place, letter] of [...texts.currentNode.data].entries()) {
            range.setStart(texts.currentNode, place);
            range.setEnd(texts.currentNode, place + 1);
            const top = Math.round(range.getBoundingClientRect().top);
            lines.set(top, (lines.get(top) ?? "") + letter);
        }
    }
    return [...lines.values()];
}"""
DRAWN = ".jp-RenderedMermaid img"


@pytest.fixture(scope="module")
def guest(workbench: Workbench) -> Visitor:
    expect.set_options(timeout=MILLISECONDS)  # on a busy machine five seconds are short
    cells = [LAB, "see.schema(lab)", HOSTILE, 'see.schema(Path("hostile.db"))']
    return workbench.open("schema_browser", cells)


@pytest.fixture
def live(guest: Visitor) -> Locator:
    return guest.page.locator(".jp-CodeCell").nth(1).locator(".migration-lab-live")


@pytest.fixture
def hostile(guest: Visitor) -> Locator:
    return guest.page.locator(".jp-CodeCell").nth(3).locator(".migration-lab-live")


def test_a_click_on_a_table_shows_its_columns(live: Locator) -> None:
    live.get_by_label("Tables").select_option("users (1,000 rows)")

    table = live.get_by_role("table", name="table users")
    table.wait_for()
    assert table.get_by_role("columnheader").all_inner_texts() == ["column", "type", "null", "default", "key"]
    assert table.get_by_role("row").nth(2).locator("td").all_inner_texts()[:5] == [
        "username", "VARCHAR(50)", "NOT NULL", "", "UNIQUE",
    ]  # fmt: skip


def test_all_of_it_is_walked_by_keyboard(live: Locator, guest: Visitor) -> None:
    keyboard = guest.page.keyboard
    live.get_by_label("Search").focus()

    keyboard.type("profile")
    expect(live.get_by_label("Tables").locator("option")).to_have_text(["user_profiles (1,000 rows)"])
    keyboard.press("Control+a")
    keyboard.press("Delete")
    expect(live.get_by_label("Tables").locator("option")).to_have_count(3)
    keyboard.press("Tab")
    keyboard.press("End")
    expect(live.get_by_role("table", name="table users")).to_be_visible()
    keyboard.press("Tab")
    expect(live.get_by_role("button", name="Read again")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    expect(live.get_by_role("table", name="Rules of users")).to_be_visible()


def test_neighbours_are_drawn_with_a_name_for_those_who_do_not_see(live: Locator) -> None:
    live.get_by_label("Tables").select_option("users (1,000 rows)")
    live.get_by_role("tab", name="Neighbours").click()

    live.get_by_role("table", name="Neighbours of users").wait_for()
    picture = live.get_by_role("img", name="users and its neighbours")
    picture.wait_for()
    assert picture.evaluate("image => image.naturalWidth") > 0


def test_hostile_names_and_values_are_text(hostile: Locator, guest: Visitor) -> None:
    asked: list[str] = []
    guest.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    shown = []
    for title in ("Columns", "Rules", "Neighbours", "First rows", "DDL", "All tables"):
        hostile.get_by_role("tab", name=title).click()
        panel = hostile.locator(".widget-tab-contents > :not(.lm-mod-hidden)")
        expect(panel.locator(".widget-html-content")).not_to_be_empty()
        shown.append(panel.inner_text())

    expect(hostile.get_by_label("Tables").locator("option").first).to_have_text(f"{EVIL} (1 row)")
    assert all(EVIL in words for words in shown[:5])
    assert r"\u202eabc" in shown[3]
    assert "x'00ff' (2 bytes)" in shown[3]
    assert "… (10000 characters)" in shown[3]
    assert hostile.locator("img:not([src^='data:image/svg'])").count() == 0
    assert hostile.locator("script, b, u").count() == 0
    assert asked == []


def test_hostile_names_are_drawn_letter_by_letter(hostile: Locator) -> None:
    hostile.get_by_role("tab", name="All tables").click()

    picture = hostile.get_by_role("img", name="All tables")
    picture.wait_for()
    drawn = picture.evaluate("image => fetch(image.src).then(answer => answer.text())")
    words = {re.sub(r"<[^>]+>", "", label).strip() for label in re.findall(r"<foreignObject.*?</foreignObject>", drawn)}
    assert {
        "&lt;img src=x onerror=alert(1)&gt;",
        "__init__",
        "PK",
        "one or zero",
        "direction LR",
        "שלום",
        "🙂",
    } <= words
    assert "quote \" ' \\ %" in {word.replace("&quot;", '"') for word in words}
    assert "<script" not in drawn


@pytest.mark.parametrize("width", [1024, 640])
def test_no_word_is_cut_in_a_narrow_window(width: int, live: Locator, guest: Visitor) -> None:
    """640 pixels are 1280 at 200 %."""
    guest.page.set_viewport_size({"width": width, "height": 800})

    tabs = live.get_by_role("tab").locator(".lm-TabBar-tabLabel")
    cut = tabs.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)")
    wide = live.evaluate("one => one.scrollWidth - one.clientWidth")
    guest.page.set_viewport_size({"width": 1280, "height": 800})
    assert cut == []
    assert wide <= 1


def test_in_a_narrow_pane_the_list_is_above_its_pages_and_names_stay_whole(live: Locator, guest: Visitor) -> None:
    guest.page.set_viewport_size({"width": 760, "height": 800})
    live.get_by_label("Tables").select_option("endpoint_configs (3,000 rows)")
    live.get_by_role("tab", name="Rules").click()
    live.get_by_role("table", name="Rules of endpoint_configs").wait_for()

    tables, tabs = live.get_by_label("Tables").bounding_box(), live.get_by_role("tablist").bounding_box()
    shown = live.locator(".widget-tab-contents > :not(.lm-mod-hidden) .widget-html")
    cut, fades = shown.evaluate(CUT), shown.evaluate(FADES)
    name = live.get_by_role("cell", name="uq_endpoint_configs_owner_id_method_path").evaluate(LINES)
    guest.page.set_viewport_size({"width": 1280, "height": 800})
    assert tables is not None
    assert tabs is not None
    assert tables["y"] + tables["height"] <= tabs["y"]
    assert tables["height"] < 120
    assert (cut, fades) == (0, False)
    assert len(name) > 1
    assert all(line.endswith("_") for line in name[:-1])


def test_what_goes_on_to_the_right_fades_out_there_until_its_end_is_seen(live: Locator, guest: Visitor) -> None:
    live.get_by_role("tab", name="First rows").click()
    shown = live.locator(".widget-tab-contents > :not(.lm-mod-hidden) .widget-html")
    shown.get_by_role("table").wait_for()
    guest.page.set_viewport_size({"width": 640, "height": 800})

    cut, fades = shown.evaluate(CUT), shown.evaluate(FADES)
    shown.evaluate("page => page.scrollLeft = page.scrollWidth")
    guest.page.wait_for_function(f"page => !({FADES})(page)", arg=shown.element_handle())
    guest.page.set_viewport_size({"width": 1280, "height": 800})

    assert cut > 1
    assert fades


def test_focus_is_seen_on_a_field_and_on_what_scrolls(live: Locator) -> None:
    live.get_by_label("Search").focus()
    field = live.get_by_label("Search").evaluate(OUTLINE)
    page = live.locator(".widget-tab-contents > :not(.lm-mod-hidden) .widget-html")
    page.focus()

    assert field == "solid 2px"
    assert page.evaluate("page => document.activeElement === page && getComputedStyle(page).overflowX") == "auto"


def test_a_widget_whose_kernel_was_shut_down_says_so(live: Locator, guest: Visitor) -> None:
    guest.choose("Kernel", "Shut Down Kernel")

    guest.page.wait_for_function(SAYS, arg=live.element_handle())
