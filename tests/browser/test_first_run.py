"""The first minutes: the welcome notebook is open, nothing is in the way, and all of it runs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from migration_lab.proof.notebook import PLANNED_FAILURE
from tests.browser.chromium import Visitor, visitor
from tests.visit import Visit

POP_UPS = ".jp-Dialog, .Toastify__toast, .jp-toast-message, .jp-Notification-List"
SIGNS = {"+ added", "- removed", "~ changed"}


@pytest.fixture(scope="module")
def seat(browser: Browser, lab: Visit) -> Iterator[Visitor]:
    """One window for the whole module, as a learner has one."""
    with visitor(browser) as guest:
        guest.open(lab.address)
        yield guest


def test_the_welcome_notebook_is_open_and_nothing_pops_up(seat: Visitor) -> None:
    seat.page.get_by_role("heading", name="00 Welcome: your first migration").wait_for()

    assert seat.tabs() == ["00_welcome.ipynb"]
    assert seat.page.locator(POP_UPS).count() == 0
    assert seat.page.get_by_text("Python 3 (ipykernel) | Idle").is_visible()


def test_the_toolbar_is_short(seat: Visitor) -> None:
    items = seat.page.locator(".jp-NotebookPanel-toolbar [data-jp-item-name]").evaluate_all(
        "items => items.map(item => item.dataset.jpItemName)"
    )

    assert items[:6] == ["save", "insert", "run", "interrupt", "restart", "restart-and-run"]
    assert set(items[6:]) <= {"spacer", "kernelName", "executionProgress", "toolbar-popup-opener"}


def test_run_all_runs_the_welcome_notebook_to_its_end(seat: Visitor, desk: Path) -> None:
    seat.run_all()
    seat.save()

    cells = _code_cells(desk / "notebooks" / "00_welcome.ipynb")
    unplanned = [cell["source"] for cell in cells if _failed(cell) and PLANNED_FAILURE not in _tags(cell)]
    assert unplanned == []
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert (desk / "00_welcome" / "app.db").exists()


def test_what_a_learner_sees_is_what_the_lesson_promises(seat: Visitor, desk: Path) -> None:
    lesson = _code_cells(Path("notebooks", "00_welcome.ipynb"))

    assert [_text(cell) for cell in _code_cells(desk / "notebooks" / "00_welcome.ipynb")] == list(map(_text, lesson))


def test_words_in_tables_stand_on_the_left(seat: Visitor) -> None:
    cells = seat.page.locator(".jp-OutputArea-output table:not(.dataframe) td")

    aligned = cells.evaluate_all("cells => cells.map(cell => getComputedStyle(cell).textAlign)")
    assert aligned
    assert set(aligned) <= {"left", "start"}


LINES = """cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return new Set([...words.getClientRects()].map(line => line.top)).size;
}"""


def test_a_sign_and_its_word_stay_on_one_line_in_a_narrow_window(seat: Visitor) -> None:
    seat.page.set_viewport_size({"width": 800, "height": 800})
    shown = seat.page.locator("td:visible").all()
    changes = [cell for cell in shown if cell.text_content() in SIGNS]

    lines = {cell.evaluate(LINES) for cell in changes}
    seat.page.set_viewport_size({"width": 1280, "height": 800})
    assert lines == {1}


def test_code_lines_are_wrapped_and_not_cut(seat: Visitor) -> None:
    lines = seat.page.locator(".jp-CodeCell .jp-InputArea-editor .cm-content")

    assert set(lines.evaluate_all("all => all.map(one => getComputedStyle(one).whiteSpace)")) == {"break-spaces"}


def test_the_link_to_the_handbook_opens_it_as_a_page(seat: Visitor) -> None:
    seat.page.get_by_role("link", name="handbook").click()

    seat.page.locator(".jp-MarkdownViewer h1").wait_for()
    assert seat.tabs() == ["00_welcome.ipynb", "handbook.md"]


@pytest.mark.parametrize("way", ["menu", "launcher"])
def test_a_terminal_opens_on_the_desk(way: str, seat: Visitor, desk: Path) -> None:
    answer = desk / "00_welcome" / f"{way}.txt"
    with seat.terminal_ready():
        _open_terminal(way, seat)

    seat.page.keyboard.type(f"cd 00_welcome && alembic current > {answer.name} 2>&1; exit\n")

    seat.page.locator(".jp-Terminal").wait_for(state="detached")
    assert "(head)" in answer.read_text(encoding="utf-8")


def _open_terminal(way: str, seat: Visitor) -> None:
    if way == "menu":
        seat.page.get_by_role("menuitem", name="File", exact=True).click()
        entries = seat.page.locator(".lm-Menu-item")
        entries.filter(has=seat.page.get_by_text("New", exact=True)).hover()
        entries.filter(has=seat.page.get_by_text("Terminal", exact=True)).click()
    else:
        seat.page.keyboard.press("Control+Shift+L")
        seat.page.locator(".jp-LauncherCard", has_text="Terminal").click()


def test_the_launcher_offers_one_kernel(seat: Visitor) -> None:
    seat.page.keyboard.press("Control+Shift+L")

    seat.page.locator(".jp-Launcher").wait_for()
    for category in ("Notebook", "Console"):
        cards = seat.page.locator(f".jp-LauncherCard[data-category='{category}']")
        assert [" ".join(card.split()) for card in cards.all_inner_texts()] == ["Python 3 (ipykernel)"]


def test_the_desk_shows_notebooks_projects_and_the_progress_only(seat: Visitor) -> None:
    seat.page.locator(".jp-BreadCrumbs-home").click()
    seat.page.locator(".jp-DirListing-item", has_text="notebooks").wait_for()

    names = seat.page.locator(".jp-DirListing-itemText").all_inner_texts()
    shown = {"00_1_first_upgrade", "00_welcome", "docs", "notebooks", "progress.db"}
    assert {name.strip() for name in names} - {"attempts"} == shown


def test_nothing_was_asked_from_another_computer(seat: Visitor) -> None:
    assert seat.hosts == {"127.0.0.1"}


def test_the_page_logs_no_error(seat: Visitor) -> None:
    assert seat.errors == []


def _code_cells(notebook: Path) -> list[dict[str, Any]]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def _failed(cell: dict[str, Any]) -> bool:
    return any(output["output_type"] == "error" for output in cell["outputs"])


def _tags(cell: dict[str, Any]) -> list[str]:
    tags: list[str] = cell["metadata"].get("tags", [])
    return tags


def _text(cell: dict[str, Any]) -> list[str]:
    """Return what a cell shows as text; how a stream was cut into pieces is left to chance."""
    shown: list[str] = []
    for output in cell["outputs"]:
        said = output.get("text") or output.get("data", {}).get("text/plain") or output.get("evalue", "")
        shown.append("".join(said))
    return "".join(shown).splitlines()
