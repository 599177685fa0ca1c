"""The data peek in JupyterLab: keep rows, run the command, look; by mouse, by keyboard, with values that try to run."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chromium import MILLISECONDS, Visitor
from tests.browser.workbench import Workbench

EVIL = "<img src=x onerror=alert(1)>"
KEPT = """from migration_lab import open_lesson, see
lab = open_lesson("02_autogenerate")
before = lab.rows()"""
CHANGED = f'''
import sqlite3
from contextlib import closing

with closing(sqlite3.connect(lab.databases["primary"])) as connection:
    connection.executescript("""
        ALTER TABLE users ADD COLUMN "quote "" <b>" TEXT;
        UPDATE users SET email = '{EVIL}', "quote "" <b>" = printf('%.10000c', 'x') WHERE id = 17;
        DELETE FROM users WHERE id = 3;
        INSERT INTO users (id, username, full_name) VALUES (5000, char(8238) || 'gnol', x'00ff');
    """)
'''
PANEL = ".widget-tab-contents > :not(.lm-mod-hidden)"


@pytest.fixture(scope="module")
def guest(workbench: Workbench) -> Visitor:
    expect.set_options(timeout=MILLISECONDS)  # on a busy machine five seconds are short
    return workbench.open("data_peek", [KEPT, "%alembic downgrade -1", CHANGED, "see.rows(before, lab)"])


@pytest.fixture
def live(guest: Visitor) -> Locator:
    return guest.page.locator(".jp-CodeCell").last.locator(".migration-lab-live")


def test_the_table_that_changed_is_shown_with_signs_words_and_hostile_values_as_text(
    live: Locator, guest: Visitor
) -> None:
    asked: list[str] = []
    guest.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    table = live.get_by_role("table", name="users: 1000 → 1000 rows, 1 changed, 1 lost, 1 added;")
    table.wait_for()
    rows = [row.locator("td").all_inner_texts() for row in table.get_by_role("row").all()[1:]]

    assert table.get_by_role("columnheader").all_inner_texts()[-1] == '+ added quote " <b>'
    assert [row[0] for row in rows] == ["- lost", "~ changed", "+ added"]
    assert rows[1][4] == f"~ 'ada@example.com' → '{EVIL}'"
    assert rows[1][-1] == f"+ '{'x' * 80}… (10000 characters)'"
    assert rows[2][2:4] == [r"+ '\u202egnol'", "+ x'00ff' (2 bytes)"]
    assert live.locator("img, script, b").count() == 0
    assert asked == []


def test_it_is_walked_by_keyboard(live: Locator, guest: Visitor) -> None:
    keyboard = guest.page.keyboard
    live.get_by_label("Rows").focus()

    keyboard.press("ArrowDown")
    expect(live.get_by_role("status").last).to_have_text("1 row, 3 columns shown.")
    keyboard.press("Tab")
    expect(live.get_by_label("or these keys")).to_be_focused()
    keyboard.type("3, 18, 99999")
    keyboard.press("Enter")

    expect(live.get_by_role("table")).to_contain_text("No row has the key 99999.")
    expect(live.locator(f"{PANEL} tbody td:first-child")).to_have_text(["- lost", ""])
    live.get_by_label("or these keys").fill("")
    keyboard.press("Enter")
    live.get_by_label("Rows").select_option("that differ")


def test_chosen_columns_only(live: Locator) -> None:
    live.get_by_label("Columns").select_option(["username", "email"])

    expect(live.get_by_role("columnheader")).to_have_text(["row", "username", "email"])
    live.get_by_label("Columns").select_option([])
    expect(live.get_by_role("columnheader")).to_have_count(8)


def test_nulls_different_values_and_orphans_are_counted(live: Locator) -> None:
    live.get_by_role("tab", name="Counts").click()
    expect(live.get_by_role("row", name="email")).to_contain_text("~ 1 → 2")

    live.get_by_role("tab", name="Orphans").click()
    expect(live.get_by_role("row", name="user_profiles (user_id) → users (id)")).to_contain_text("~ 0 → 1")
    live.get_by_role("tab", name="Before and after").click()


def test_what_goes_wrong_is_a_sentence(live: Locator) -> None:
    live.get_by_label("or these keys").fill("(1, 2)")
    live.get_by_label("or these keys").press("Enter")

    expect(live.get_by_role("status").first).to_contain_text(
        "The key of users is (id); the number of values in (1, 2) is 2."
    )


def test_a_narrow_pane_does_not_cut_the_fields(live: Locator, guest: Visitor) -> None:
    guest.page.set_viewport_size({"width": 640, "height": 800})

    cell = live.bounding_box()
    fields = [live.get_by_label(name).bounding_box() for name in ("Table", "Rows", "or these keys", "Columns")]

    assert cell is not None
    assert all(one is not None and one["x"] + one["width"] <= cell["x"] + cell["width"] + 1 for one in fields)
    guest.page.set_viewport_size({"width": 1280, "height": 800})
