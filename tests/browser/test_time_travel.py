"""Time travel in a page: by mouse, by keyboard, over a revision that fails, and in the file that is saved."""

import json

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chromium import Visitor
from tests.browser.workbench import Workbench

OPEN = """\
from migration_lab import open_lesson, see
lab = open_lesson("02_autogenerate")"""
FAILS = """\
%%writefile alembic/versions/007_fails.py
\"\"\"Break <img src=x onerror=alert(1)>.\"\"\"
from alembic import op
revision = "007_fails"
down_revision = "006_index_endpoint_lookup"
def upgrade():
    op.execute("INSERT INTO nowhere VALUES (1)")"""


@pytest.fixture(scope="module")
def guest(workbench: Workbench) -> Visitor:
    """A notebook with the history of a lesson, and one revision more, which fails."""
    return workbench.open("time", [OPEN, FAILS, "see.timeline(lab)"], width=1024)


def live(guest: Visitor) -> Locator:
    return guest.page.locator(".migration-lab-live")


def handle(guest: Visitor) -> Locator:
    return live(guest).get_by_role("slider")


def title(guest: Visitor) -> Locator:
    return live(guest).get_by_role("status").filter(has_text="Stop ")


def choose(guest: Visitor, page: str) -> Locator:
    """Open a page of the widget."""
    live(guest).get_by_role("tab", name=page, exact=True).click()
    return live(guest).locator(".widget-tab-contents > .lm-Widget").filter(visible=True)


def test_only_the_living_widget_is_shown_and_it_says_what_failed(guest: Visitor) -> None:
    expect(live(guest)).to_be_visible()
    expect(guest.page.locator(".migration-lab-face")).to_be_hidden()
    expect(title(guest)).to_have_text("Stop 7 of 7: ! not replayed: 007_fails – Break <img src=x onerror=alert(1)>.")
    expect(live(guest)).to_contain_text("no such table: nowhere")
    expect(live(guest)).to_contain_text("! 1 of 7 revisions not replayed: 007_fails")


def test_arrow_keys_move_through_the_history(guest: Visitor) -> None:
    handle(guest).focus()
    guest.page.keyboard.press("Home")
    expect(title(guest)).to_contain_text("Stop 1 of 7: 001_initial_schema")

    for _ in range(3):
        guest.page.keyboard.press("ArrowRight")

    expect(title(guest)).to_contain_text("Stop 4 of 7: 004_drop_user_bio")
    changed = choose(guest, "Changes")
    expect(changed.get_by_role("row", name="- removed column users.bio: TEXT NULL")).to_be_visible()
    expect(changed.get_by_role("img")).to_be_visible()


def test_the_mouse_drags_the_slider(guest: Visitor) -> None:
    box = handle(guest).bounding_box()
    track = live(guest).locator(".noUi-base").bounding_box()
    assert box
    assert track
    guest.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    guest.page.mouse.down()

    guest.page.mouse.move(track["x"] + track["width"] * 2 / 6, box["y"], steps=4)
    guest.page.mouse.up()

    expect(title(guest)).to_contain_text("Stop 3 of 7: 003_migrate_user_data")
    rows = choose(guest, "Rows")
    expect(rows.get_by_role("row", name="user_profiles")).to_contain_text("0 → 1000")


def test_buttons_move_one_revision_and_the_row_is_followed(guest: Visitor) -> None:
    live(guest).get_by_role("button", name="Later").click()

    expect(title(guest)).to_contain_text("Stop 4 of 7")
    row = choose(guest, "users 17")
    expect(row).to_contain_text("users 17 after 004_drop_user_bio")
    expect(row.get_by_role("row", name="bio - removed was 'Writes programs for a machine to come.'")).to_be_visible()
    expect(row.get_by_role("row", name="007_fails")).to_contain_text("this revision could not be replayed")


def test_the_schema_of_a_stop_is_drawn(guest: Visitor) -> None:
    schema = choose(guest, "Schema")

    expect(schema.get_by_role("row", name="users")).to_contain_text("6 columns")
    expect(schema.get_by_role("img", name="The schema after 004_drop_user_bio")).to_be_visible()


def test_what_is_saved_are_the_complete_words(guest: Visitor, workbench: Workbench) -> None:
    guest.save()

    words = json.loads(workbench.path("time").read_text(encoding="utf-8"))["cells"][2]["outputs"][0]["data"]
    text = "".join(words["text/plain"])
    assert "primary: replayed on a copy; the named rows were written after 001_initial_schema" in text
    assert "004_drop_user_bio          - removed" in text
    assert "! `alembic/versions/007_fails.py`, line 6, in `upgrade`: sqlalchemy.exc.OperationalError" in text
