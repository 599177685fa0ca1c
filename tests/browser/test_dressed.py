"""A widget while it lives, when a handler fails, when its kernel is gone, and when the notebook is opened again."""

import json

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chromium import Visitor
from tests.browser.workbench import Workbench

NAME = "dressed"
COUNTER = """from ipywidgets import Button, HTML, VBox
from migration_lab.errors import LabError
from migration_lab.grid import Grid
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.told import heard

class Counter(Dressed):
    def __init__(self):
        self.button, self.shown = Button(description="count"), HTML("0")
        super().__init__(Grid(("count",), (("zero",),), "The words"), VBox([self.button, self.shown]))
        self.button.on_click(self.count)

    @heard
    def count(self, _):
        self.shown.value = str(int(self.shown.value) + 1)
        if self.shown.value == "2":
            raise LabError("There is no `<b>2</b>`.", "Count on.")

Counter()"""
WIDE = """columns = tuple(f"column {number}" for number in range(30))
words = {"added": "+ added", "removed": "- removed", "changed": "~ changed"}
marks = "".join(f'<p class="migration-lab-{kind}">{word}</p>' for kind, word in words.items())
Dressed(Grid(("wide",), ()), HTML(Grid(columns, (columns,), "A wide table")._repr_html_() + marks))"""
STRIP = """from migration_lab.values.snapshot import Snapshot
from migration_lab.values.unchanged import Unchanged
from migration_lab.widgets.changes_view import ChangesView
ChangesView(Unchanged(Snapshot()))"""
CONTRAST = """mark => {
    const light = text => {
        const parts = text.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255);
        const linear = parts.map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    let behind = mark;
    while (/, 0\\)|transparent/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
    const both = [light(getComputedStyle(mark).color), light(getComputedStyle(behind).backgroundColor)];
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""
BEFORE = "face => getComputedStyle(face, '::before').content"


@pytest.fixture(scope="module")
def guest(workbench: Workbench) -> Visitor:
    return workbench.open(NAME, [COUNTER, WIDE, STRIP])


@pytest.fixture
def cell(guest: Visitor) -> Locator:
    """The cell of the counter."""
    return guest.page.locator(".jp-CodeCell").first


def test_only_the_widget_is_seen_and_read_out_while_it_lives(cell: Locator) -> None:
    assert cell.locator(".migration-lab-live").is_visible()
    assert cell.locator(".migration-lab-face").is_hidden()
    assert "The words" not in cell.aria_snapshot()


def test_an_error_is_a_sentence_and_the_next_success_clears_it(cell: Locator) -> None:
    count, status = (
        cell.get_by_role("button", name="count", exact=True),
        cell.locator(".migration-lab-told [role=status]"),
    )
    count.click()
    count.click()
    expect(status).to_have_text("There is no <b>2</b>.Count on.")

    count.click()

    expect(status).to_be_empty()


def test_a_wide_table_scrolls_in_its_own_place(guest: Visitor) -> None:
    page = guest.page
    for width in (1280, 1024, 640):  # the last one is 1280 at 200 %
        page.set_viewport_size({"width": width, "height": 800})
        live, table = page.locator(".migration-lab-live").nth(1), page.get_by_role("table", name="A wide table")

        assert live.evaluate("live => live.scrollWidth <= live.clientWidth")
        assert table.evaluate("table => table.scrollWidth > table.closest('.widget-html').clientWidth")
    page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_marks_can_be_read_in_both_themes(theme: str, guest: Visitor) -> None:
    page = guest.page
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Theme", exact=True).click()
    page.get_by_role("menuitem", name=theme, exact=True).click()
    page.wait_for_selector(f"body[data-jp-theme-name='{theme}']", state="attached")
    marks = page.locator(".migration-lab-added, .migration-lab-removed, .migration-lab-changed")

    assert marks.count() == 3
    for mark in marks.all():
        page.wait_for_function(f"mark => ({CONTRAST})(mark) >= 4.5", arg=mark.element_handle())


def test_a_widget_whose_kernel_was_restarted_says_so(guest: Visitor, cell: Locator) -> None:
    guest.page.locator("[data-jp-item-name=restart]").get_by_role("button").click()
    guest.page.locator(".jp-Dialog").get_by_role("button", name="Confirm Kernel Restart").click()

    face = cell.locator(".migration-lab-face")
    face.wait_for()

    assert face.evaluate(BEFORE) == (
        "\"This was a widget, and its kernel is gone. Run the lesson's first code cell again and continue_lesson(…), "
        'which goes on where you were, then this one. What it showed at first, in words:"'
    )
    assert "The words" in cell.aria_snapshot()
    assert cell.locator(".migration-lab-live").is_hidden()


def test_what_stands_under_a_command_does_not_ask_to_run_it_again(guest: Visitor) -> None:
    face = guest.page.locator(".jp-CodeCell").nth(2).locator(".migration-lab-face")
    face.wait_for()

    assert face.evaluate(BEFORE) == (
        '"The pages of this widget are gone with their kernel. The command has done its work: there is no need to run '
        'it again. What it changed, in words:"'
    )


def test_a_notebook_that_is_opened_again_without_its_kernel_shows_the_words(
    guest: Visitor, cell: Locator, workbench: Workbench
) -> None:
    guest.page.get_by_text("| Idle").wait_for()
    guest.save()
    for session in workbench.ask("GET", "/api/sessions").json():
        workbench.ask("DELETE", f"/api/sessions/{session['id']}")

    guest.page.reload()
    guest.page.get_by_text("| Idle").wait_for()
    guest.page.get_by_text("Error displaying widget").first.wait_for(state="attached")

    face = cell.locator(".migration-lab-face")
    assert face.inner_text().startswith("The words")
    assert face.evaluate(BEFORE) == "none"
    for words in ("Error displaying widget", "Loading widget"):
        assert not any(found.is_visible() for found in guest.page.get_by_text(words).all())
    assert all("widget model not found" in error for error in guest.errors)  # JupyterLab's own word for it
    guest.errors.clear()


def test_the_file_holds_the_words_and_nothing_of_the_widgets_state(workbench: Workbench) -> None:
    saved = json.loads(workbench.path(NAME).read_text(encoding="utf-8"))

    assert "widgets" not in saved["metadata"]
    assert "".join(saved["cells"][0]["outputs"][0]["data"]["text/plain"]) == "The words\ncount\n-----\nzero"
