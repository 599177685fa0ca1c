"""The revision graph in JupyterLab: clicked, walked by keyboard, with 300 revisions, with names that try to run."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chromium import Visitor
from tests.browser.workbench import Workbench

EVIL = '<img src=x onerror=alert(1)>"]; click r0 call alert(2)'
LAB = """\
from pathlib import Path
from migration_lab import open_lesson, see
lab = open_lesson("00_welcome")
lab.alembic("upgrade", "004_drop_user_bio").raise_for_failure()"""
FILES = f"""\
def write(folder, revisions):
    Path(folder).mkdir()
    for number, (revision, down) in enumerate(revisions):
        text = f"{{'Step ' + revision!r}}\\nrevision = {{revision!r}}\\ndown_revision = {{down!r}}\\n"
        Path(folder, f"f{{number:03d}}.py").write_text(text)
    return Path(folder)

names = [f"{{number:03d}}_step" for number in range(1, 301)]
long = write("long", [*zip(names, [None, *names]), ("side", "100_step"), ("merge", ("side", "101_step"))])
evil = write("evil", [({EVIL!r}, None), ("1. list\\n- \\u202e`x`", {EVIL!r})])"""

SHOWN = ("see.history(lab)", "see.history(long)", "see.history(evil)")
LATER = 'lab.alembic("downgrade", "-1").raise_for_failure()'


@pytest.fixture(scope="module")
def guest(workbench: Workbench) -> Visitor:
    return workbench.open("revision_graph", [LAB, FILES, *SHOWN, LATER])


def widget(guest: Visitor, number: int) -> Locator:
    """Return the widget of a cell."""
    return guest.page.locator(".jp-CodeCell").nth(number - 1).locator(".migration-lab-live")


def drawn(live: Locator) -> Locator:
    """Return the picture and its caption for screen readers."""
    return live.locator(".jp-RenderedMermaid")


def test_it_shows_where_the_database_stands_in_the_list_and_in_the_picture(guest: Visitor) -> None:
    live = widget(guest, 3)

    expect(live.get_by_label("Revisions").locator("option")).to_have_text(
        [
            "001_initial_schema · applied",
            "002_add_user_profiles · applied",
            "003_migrate_user_data · applied",
            "004_drop_user_bio · primary is here",
            "005_add_endpoint_active · pending",
            "006_index_endpoint_lookup · head, pending",
        ]
    )
    expect(drawn(live).get_by_role("img", name="Revision graph of primary")).to_be_visible()
    expect(drawn(live).locator("figcaption")).to_have_text(
        "6 revisions, the oldest at the top. Selected: 004_drop_user_bio. primary is at 004_drop_user_bio."
        " Pending: 005_add_endpoint_active, 006_index_endpoint_lookup. Head: 006_index_endpoint_lookup."
    )


def test_a_click_shows_message_file_operations_and_both_kinds_of_sql(guest: Visitor) -> None:
    live = widget(guest, 3)
    page = live.get_by_role("tabpanel").or_(live.locator(".widget-tab-contents"))

    live.get_by_label("Revisions").select_option("005_add_endpoint_active · pending")

    expect(live.get_by_role("row", name="message")).to_contain_text("Add endpoint_configs.is_active.")
    expect(drawn(live).locator("figcaption")).to_contain_text("Selected: 005_add_endpoint_active.")
    for tab, words in (
        ("File", 'revision = "005_add_endpoint_active"'),
        ("Operations", "add column endpoint_configs.is_active BOOLEAN NOT NULL DEFAULT true"),
        ("SQLite", "ALTER TABLE endpoint_configs ADD COLUMN is_active BOOLEAN DEFAULT 1 NOT NULL;"),
        ("PostgreSQL", "ALTER TABLE endpoint_configs ADD COLUMN is_active BOOLEAN DEFAULT true NOT NULL;"),
    ):
        live.get_by_role("tab", name=tab, exact=True).click()
        expect(page.first).to_contain_text(words)


def test_it_is_walked_by_keyboard_and_the_notebook_keeps_its_cells(guest: Visitor) -> None:
    live, keyboard, cells = widget(guest, 4), guest.page.keyboard, guest.page.locator(".jp-Cell").count()
    live.get_by_label("Search").focus()

    keyboard.type("step 12")
    expect(live.get_by_label("Revisions").locator("option")).to_have_count(13)
    keyboard.press("Tab")
    for key in ("Home", "ArrowDown", "ArrowDown", "ArrowUp"):
        keyboard.press(key)
    expect(live.get_by_role("row", name="revision")).to_contain_text("112_step")
    keyboard.type("dd")  # in a chosen cell it deletes the cell
    keyboard.press("Tab")
    expect(live.get_by_role("button", name="Read again")).to_be_focused()
    for key in ("Tab", "ArrowRight", "Enter"):
        keyboard.press(key)
    expect(live.locator("pre.migration-lab-sql")).to_contain_text("revision = '112_step'")
    assert guest.page.locator(".jp-Cell").count() == cells


def test_300_revisions_are_folded_into_a_picture_that_can_be_read(guest: Visitor) -> None:
    live = widget(guest, 4)
    live.get_by_label("Search").fill("")

    live.get_by_label("Revisions").select_option("200_step")

    expect(live.get_by_label("Revisions").locator("option")).to_have_count(302)
    expect(drawn(live).locator("figcaption")).to_contain_text(
        "Folded: 98 revisions 002_step … 099_step, 97 revisions 102_step … 198_step, 98 revisions 202_step … 299_step."
    )
    picture = drawn(live).locator("img")
    expect(picture).to_be_visible()
    scale = picture.evaluate("image => image.getBoundingClientRect().width / image.naturalWidth")
    assert scale > 0.8, "The words in the picture are smaller than 10 pixels."


def test_hostile_names_are_drawn_as_text_and_run_nothing(guest: Visitor) -> None:
    said: list[str] = []
    guest.page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    live = widget(guest, 5)
    lines = live.get_by_label("Revisions").locator("option")

    for place in (1, 0):
        live.get_by_label("Revisions").select_option(index=place)
        for tab in ("File", "Operations", "SQLite", "About"):
            live.get_by_role("tab", name=tab, exact=True).click()

    expect(lines).to_have_text([EVIL, r"1. list\n- \u202e`x` · head"])
    expect(live.get_by_role("row", name="revision").first).to_contain_text(EVIL)
    expect(drawn(live).locator("figcaption")).to_contain_text(f"Selected: {EVIL}.")
    expect(drawn(live).locator("img")).to_be_visible()
    assert (said, live.locator("img[src=x]").count()) == ([], 0)


def test_read_again_shows_what_a_command_did_meanwhile(guest: Visitor) -> None:
    live = widget(guest, 3)
    lines = live.get_by_label("Revisions").locator("option")
    expect(lines.nth(3)).to_have_text("004_drop_user_bio · primary is here")

    live.get_by_role("button", name="Read again").click()

    expect(lines.nth(2)).to_have_text("003_migrate_user_data · primary is here")
    expect(lines.nth(3)).to_have_text("004_drop_user_bio · pending")
