"""The same lab for a learner with a keyboard only, a dark theme, a narrow window, and one who presses Ctrl-C."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests import visit
from tests.browser.chromium import visitor
from tests.browser.workbench import Workbench
from tests.visit import Visit

WIDTHS = """() => {
    const notebook = document.querySelector('.jp-NotebookPanel').getBoundingClientRect();
    const cell = document.querySelector('.jp-NotebookPanel .jp-Cell').getBoundingClientRect();
    return [notebook.width, notebook.right <= window.innerWidth, cell.right <= notebook.right];
}"""

TABLE = """from migration_lab.grid import Grid
Grid(("way out",) * 6, (("it names 002_add_email_verification and stops",) * 6,))"""


@pytest.mark.parametrize(("width", "at_least"), [(1024, 480), (600, 250)])
def test_a_narrow_window_shows_the_whole_notebook(width: int, at_least: int, browser: Browser, lab: Visit) -> None:
    with visitor(browser, width=width) as guest:
        guest.open(lab.address)
        measured, notebook_inside, cell_inside = guest.page.evaluate(WIDTHS)

    assert measured >= at_least
    assert (notebook_inside, cell_inside) == (True, True)


def test_a_narrow_window_shows_the_last_column_of_a_table_of_sentences(workbench: Workbench) -> None:
    guest = workbench.open("narrow_table", [TABLE], width=900)
    output = guest.page.locator(".jp-OutputArea-output.jp-RenderedHTMLCommon")
    output.locator("table").wait_for()

    assert output.evaluate("it => it.scrollWidth - it.clientWidth") == 0
    guest.page.set_viewport_size({"width": 1280, "height": 800})
    assert output.locator("td").last.evaluate("it => getComputedStyle(it).overflowWrap") == "normal"


def test_shift_enter_alone_goes_through_a_notebook(browser: Browser, lab: Visit) -> None:
    with visitor(browser) as guest:
        guest.open(lab.address)
        for _ in range(4):  # the heading, the import, a text, open_lesson
            guest.page.keyboard.press("Shift+Enter")
        guest.page.get_by_text("00_welcome is ready: 1,000 users at revision 001_initial_schema.").first.wait_for()
        guest.wait_for_cell(2)

        assert guest.errors == []


def test_a_learners_theme_is_kept_for_the_next_start(browser: Browser, tmp_path: Path) -> None:
    with visit.running(tmp_path / "desk", "--no-browser") as first, visitor(browser) as guest:
        guest.open(first.address)
        guest.page.get_by_role("menuitem", name="Settings", exact=True).click()
        guest.page.locator(".lm-Menu-itemLabel").get_by_text("Theme", exact=True).click()
        guest.page.get_by_role("menuitem", name="JupyterLab Dark", exact=True).click()
        guest.page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
        first.end()
    with visit.running(tmp_path / "desk", "--no-browser") as second, visitor(browser) as guest:
        guest.open(second.address)

        assert guest.page.evaluate("document.body.dataset.jpThemeName") == "JupyterLab Dark"


def test_a_page_that_stayed_open_can_still_save_after_a_new_start(browser: Browser, tmp_path: Path) -> None:
    notebook = tmp_path / "desk" / "notebooks" / "00_welcome.ipynb"
    with visitor(browser) as guest:
        with visit.running(tmp_path / "desk", "--no-browser") as first:
            guest.open(first.address)
            port = str(urlsplit(first.address).port)
        guest.page.get_by_text("Do not show this message again in this session.").click()
        guest.page.get_by_role("button", name="Close", exact=True).click()
        guest.page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
        guest.page.keyboard.type("# not lost ")
        with visit.running(tmp_path / "desk", "--no-browser", "--port", port):
            guest.save()

    assert "# not lost" in notebook.read_text(encoding="utf-8")


def test_ctrl_c_ends_a_lab_with_a_busy_kernel_in_time(browser: Browser, tmp_path: Path) -> None:
    with visit.running(tmp_path / "desk", "--no-browser") as lab, visitor(browser) as guest:
        guest.open(lab.address)
        guest.page.keyboard.press("b")
        guest.page.keyboard.press("Enter")
        guest.page.keyboard.type("while True: pass")
        guest.page.keyboard.press("Shift+Enter")
        guest.page.get_by_text("| Busy").wait_for()
        code = lab.end()

    assert code == 0
    assert lab.ended_after < 8
    assert lab.lines[-1] == f"The lab has ended. Your work is kept in `{tmp_path / 'desk'}`."
