"""Two panes: the notebook, and beside it the inspector, which follows every command and outlives edits and reloads."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from migration_lab.lessons import panes
from migration_lab.proof.notebook import METADATA
from tests.browser.chromium import Visitor
from tests.browser.workbench import FOLDER, Workbench

NAME = "99_two_panes"
CELLS = ("from migration_lab import open_lesson, see", "lab = open_lesson('02_autogenerate')", "see.inspector(lab)")
COMMANDS = ("%alembic downgrade -1", "%alembic upgrade +1")
SIDE_BAR = '"left":{"collapsed":false'  # in what JupyterLab remembers
BEFORE = "areas => areas.map(area => getComputedStyle(area, '::before').content)"
LOADED_AGAIN = "face => getComputedStyle(face, '::before').content.includes('The page was loaded again. Run')"


def lay(desk: Path) -> None:
    """Lay a lesson with a link to its two panes, as the lab does when it starts."""
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"[Two panes]({NAME}{panes.ENDING})"}]
    for number, source in enumerate([*CELLS, *COMMANDS]):
        identity = panes.INSPECTOR if "inspector" in source else f"c{number}"
        code = {"cell_type": "code", "id": identity, "metadata": {}, "source": source}
        cells.append(code | {"outputs": [], "execution_count": None})
    notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    (desk / FOLDER / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    panes.lay(desk / FOLDER)


@pytest.fixture(scope="module")
def guest(workbench: Workbench) -> Visitor:
    lay(workbench.desk)
    return workbench.visit(NAME)


@pytest.fixture
def right(guest: Visitor) -> Locator:
    """The second pane."""
    return guest.page.locator(".jp-LinkedOutputView")


def run(guest: Visitor, source: str) -> None:
    cell = guest.page.locator(".jp-CodeCell", has=guest.page.locator(".cm-content", has_text=source))
    cell.locator(".jp-InputPrompt").click()
    guest.page.keyboard.press("Shift+Enter")


def test_a_link_in_the_lesson_opens_two_panes_and_the_right_one_says_what_to_do(guest: Visitor, right: Locator) -> None:
    guest.page.get_by_role("link", name="Two panes").click()

    guest.page.wait_for_url(f"**/workspaces/{NAME}")
    right.wait_for()
    said = guest.page.locator(".jp-LinkedOutputView .jp-OutputArea").evaluate(
        "e => getComputedStyle(e, '::before').content"
    )
    assert said == (
        '"Nothing to show yet. Run the cells of the notebook on the left: '
        'what its inspector cell shows appears here too."'
    )
    notebook, pane = guest.page.locator(".jp-NotebookPanel").bounding_box(), right.bounding_box()
    assert notebook is not None
    assert pane is not None
    assert notebook["x"] + notebook["width"] <= pane["x"]
    assert min(notebook["width"], pane["width"]) > 400


def test_a_command_on_the_left_changes_the_right(guest: Visitor, right: Locator) -> None:
    guest.page.get_by_text("| Idle").wait_for()
    guest.run_all()
    expect(right.get_by_role("status").nth(1)).to_contain_text(
        "02_autogenerate: primary at 006_index_endpoint_lookup, 0 pending"
    )

    run(guest, COMMANDS[0])

    expect(right.get_by_role("status").nth(1)).to_contain_text(
        "02_autogenerate: primary at 005_add_endpoint_active, 1 pending"
    )
    expect(right.locator(".migration-lab-removed").first).to_have_text("- removed")
    assert right.locator(".migration-lab-face").is_hidden()


def test_in_a_narrow_pane_the_last_change_breaks_its_words_and_is_not_cut(guest: Visitor, right: Locator) -> None:
    guest.page.set_viewport_size({"width": 1000, "height": 800})
    last = right.get_by_role("table", name="Last change (alembic downgrade -1)", exact=True)

    expect(last).to_contain_text("removed")
    place = last.evaluate_handle("table => table.closest('.widget-html')")
    guest.page.wait_for_function(
        "place => place.clientWidth < 460 && place.scrollWidth <= place.clientWidth", arg=place
    )

    guest.page.set_viewport_size({"width": 1280, "height": 800})


def test_tables_can_be_browsed_on_the_right(right: Locator) -> None:
    right.get_by_role("tab", name="Tables", exact=True).click()

    expect(right.get_by_role("option", name="users (1,000 rows)", exact=True)).to_be_visible()
    assert set(right.locator(".jp-OutputArea").evaluate_all(BEFORE)) == {"none"}


def test_an_inserted_cell_and_a_reload_keep_the_inspector_beside(guest: Visitor, right: Locator) -> None:
    guest.page.locator(".jp-Cell .jp-InputPrompt").first.click()
    guest.page.keyboard.press("a")
    guest.save()

    guest.page.reload()
    guest.page.get_by_text("| Idle").wait_for()

    face = right.locator(".migration-lab-face")
    guest.page.wait_for_function(LOADED_AGAIN, arg=face.element_handle())
    assert right.get_by_text("Loading widget").is_hidden()
    run(guest, CELLS[-1])
    expect(right.get_by_role("status").nth(1)).to_contain_text(
        "02_autogenerate: primary at 005_add_endpoint_active, 1 pending"
    )
    run(guest, COMMANDS[1])
    expect(right.get_by_role("status").nth(1)).to_contain_text(
        "02_autogenerate: primary at 006_index_endpoint_lookup, 0 pending"
    )


def test_the_file_opens_two_panes_too_and_keeps_what_the_learner_arranged(guest: Visitor, right: Locator) -> None:
    with guest.page.expect_response(lambda answer: SIDE_BAR in (answer.request.post_data or "")):
        guest.page.get_by_role("tab", name="File Browser").click()
    guest.page.locator(".jp-DirListing-item", has_text="notebooks").dblclick()

    with guest.page.expect_navigation():
        guest.page.locator(".jp-DirListing-item", has_text=f"{NAME}{panes.ENDING}").dblclick()

    guest.page.get_by_text("| Idle").wait_for()
    right.wait_for()
    guest.page.locator(".jp-DirListing-item").first.wait_for()  # the side bar stays
