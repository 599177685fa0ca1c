"""The revision graph to click through: what a click shows, for every kind of history."""

import sqlite3
import threading
from pathlib import Path
from time import perf_counter

import pytest

from migration_lab import see
from migration_lab.errors import LabError
from migration_lab.lessons import opening, workspace
from migration_lab.lessons.workspace import Workspace
from migration_lab.widgets.revision_graph import RevisionGraph
from migration_lab.widgets.revision_tab import RENDERING, TITLES
from tests.migration_lab import histories
from tests.migration_lab.histories import HOSTILE

ABOUT, FILE, OPERATIONS, SQLITE, POSTGRESQL = range(len(TITLES))


@pytest.fixture
def lab(built_desk: Path) -> Workspace:
    """The welcome lesson: at 001, five revisions pending."""
    opening.open_lesson("00_welcome")
    return workspace.current()


def page(view: RevisionGraph, number: int) -> str:
    """Open a page and wait until what is made in the background is there."""
    view.tab.live.selected_index = number
    for thread in threading.enumerate():
        if thread.name == RENDERING:
            thread.join()
    return str(view.tab.pages[number].value)


def labels(view: RevisionGraph) -> list[str]:
    return [label for label, _ in view.select.options]


def source(view: RevisionGraph) -> str:
    (output,) = view.picture.outputs
    return str(output["data"]["text/vnd.mermaid"])


def test_the_face_is_the_graph_in_words(lab: Workspace) -> None:
    assert [line.split("  ")[-1].strip() for line in str(see.history(lab)).splitlines()[2:]] == [
        "primary is here",
        "pending",
        "pending",
        "pending",
        "pending",
        "head, pending",
    ]


def test_it_opens_where_the_database_stands(lab: Workspace) -> None:
    view = see.history(lab)

    assert labels(view) == [
        "001_initial_schema · primary is here",
        "002_add_user_profiles · pending",
        "003_migrate_user_data · pending",
        "004_drop_user_bio · pending",
        "005_add_endpoint_active · pending",
        "006_index_endpoint_lookup · head, pending",
    ]
    assert view.select.value == 0
    assert "<td>001_initial_schema</td>" in page(view, ABOUT)
    assert "primary is here, selected" in source(view)


def test_a_click_shows_message_file_operations_and_sql(lab: Workspace) -> None:
    view = see.history(lab)

    view.select.value = 4

    assert page(view, ABOUT).startswith(
        '<table><tbody><tr><th scope="row">revision</th><td>005_add_endpoint_active</td></tr>'
        '<tr><th scope="row">mark</th><td>pending</td></tr>'
        '<tr><th scope="row">message</th><td>Add endpoint_configs.is_active.</td></tr>'
        '<tr><th scope="row">follows</th><td>004_drop_user_bio</td></tr>'
        '<tr><th scope="row">followed by</th><td>006_index_endpoint_lookup</td></tr>'
        '<tr><th scope="row">file</th><td>005_add_endpoint_active.py</td></tr></tbody></table>'
        '<pre class="migration-lab-sql">What: a switch for each endpoint, not null, on by default.\n'
    )
    assert "def upgrade() -&gt; None:" in page(view, FILE)
    assert "add column endpoint_configs.is_active BOOLEAN NOT NULL DEFAULT true" in page(view, OPERATIONS)
    assert "ADD COLUMN is_active BOOLEAN DEFAULT 1 NOT NULL;" in page(view, SQLITE)
    assert "ADD COLUMN is_active BOOLEAN DEFAULT true NOT NULL;" in page(view, POSTGRESQL)
    assert "005_add_endpoint_active<br/>Add endpoint_configs.is_active.<br/>pending, selected" in source(view)


def test_while_the_sql_is_made_the_page_says_so(lab: Workspace) -> None:
    view = see.history(lab)
    view.select.value = 2

    view.tab.live.selected_index = POSTGRESQL

    assert view.tab.pages[POSTGRESQL].value == (
        '<p role="status" aria-live="polite">Rendering the SQL for PostgreSQL…</p>'
    )
    assert "Upgrade on PostgreSQL" in page(view, POSTGRESQL)


def test_analytics_has_a_graph_of_its_own(lab: Workspace) -> None:
    view = see.history(lab, "analytics")

    assert labels(view)[-1] == "a003_fill_daily_usage · analytics is here, head"
    assert "INSERT INTO daily_usage" in page(view, POSTGRESQL)


def test_it_follows_a_command(lab: Workspace) -> None:
    view = see.history(lab)
    view.select.value = 1
    lab.alembic("upgrade", "+1").raise_for_failure()

    view.refresh()

    assert labels(view)[:2] == ["001_initial_schema · applied", "002_add_user_profiles · primary is here"]
    assert view.select.value == 1
    assert "primary is here, selected" in source(view)


def test_a_click_shows_its_change_within_60_milliseconds(lab: Workspace) -> None:
    view = see.history(lab)
    view.tab.live.selected_index = OPERATIONS
    times = []

    for place in (1, 2, 3, 4, 5, 0, 1, 2, 3):
        begun = perf_counter()
        view.select.value = place
        times.append(perf_counter() - begun)

    assert sorted(times)[len(times) // 2] < 0.06


def test_a_search_narrows_the_list_and_keeps_the_chosen_one(tmp_path: Path) -> None:
    view = see.history(histories.write(tmp_path / "versions", histories.linear(300)))

    view.search.value = "head"
    assert labels(view) == ["300_step · head"]
    view.search.value = "step 12 0"
    assert labels(view) == ["012_step", "120_step"]
    assert view.select.value == 11
    assert "<td>012_step</td>" in page(view, ABOUT)
    view.search.value = "nothing like it"
    assert labels(view) == []
    assert "<td>012_step</td>" in page(view, ABOUT)
    view.search.value = ""
    assert (len(labels(view)), view.select.value) == (300, 11)


def test_a_revision_can_be_chosen_by_its_id(tmp_path: Path) -> None:
    view = see.history(histories.write(tmp_path, histories.linear(30)))

    view.choose("012_step")

    assert view.select.value == 11
    view.choose("nix")
    assert "There is no revision <code>nix</code> in these files." in view.told.region.value


def test_every_shape_can_be_clicked_through(tmp_path: Path) -> None:
    folder = histories.write(tmp_path, histories.knotty())
    (folder / "z_broken.py").write_text("def (", encoding="utf-8")
    view = see.history(folder)

    shown = {}
    for label, place in view.select.options:
        view.select.value = place
        shown[label] = [page(view, number) for number in range(len(TITLES))]

    assert (next(iter(shown)), list(shown)[-1]) == ("z_broken.py · broken", "ghost · no file")
    assert (
        "<td>z_broken.py, line 1: Python cannot read this file: invalid syntax.</td>"
        in shown["z_broken.py · broken"][ABOUT]
    )
    assert "A file that cannot be read has no SQL." in shown["z_broken.py · broken"][SQLITE]
    assert "<td>x</td>" in shown["ghost · no file"][ABOUT]
    assert "There is no file to look at." in shown["ghost · no file"][FILE]
    assert all(all(pages) for pages in shown.values())


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    history = histories.of(histories.Revision(HOSTILE, (), f"{HOSTILE}\n\n{HOSTILE}\u202e", file="one.py"))
    view = see.history(histories.write(tmp_path, history))

    shown = "".join(page(view, number) for number in range(len(TITLES))) + source(view)

    assert "<img" not in shown + view.face._repr_html_()
    assert "\u202e" not in shown


def test_a_folder_with_its_database(tmp_path: Path) -> None:
    folder = histories.write(tmp_path / "versions", histories.linear(3))
    database = tmp_path / "app.db"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('002_step')")
    connection.close()

    view = see.history(folder, "production", source=database)

    assert labels(view) == [
        "001_step · applied",
        "002_step · production is here",
        "003_step · head, pending",
    ]
    assert "there is no <code>env.py</code> beside these revision files" in page(view, SQLITE)


def test_a_database_that_cannot_be_read_is_told_and_the_graph_is_there(lab: Workspace) -> None:
    (lab.path / "app.db").write_bytes(b"no database at all" * 100)

    view = see.history(lab)

    assert labels(view)[0] == "001_initial_schema"
    assert "<strong>" in view.told.region.value


def test_a_revision_file_that_went_away_is_told(lab: Workspace) -> None:
    view = see.history(lab)
    (lab.path / "alembic/versions/002_add_user_profiles.py").unlink()

    view.select.value = 1

    assert "The file <code>002_add_user_profiles.py</code> cannot be opened" in page(view, FILE)
    assert "The file <code>002_add_user_profiles.py</code> cannot be opened" in page(view, OPERATIONS)
    assert "It could not be rendered for sqlite: KeyError" in page(view, SQLITE)


def test_an_empty_history_says_what_to_do(tmp_path: Path) -> None:
    view = see.history(tmp_path)

    assert "There are no revisions yet." in page(view, ABOUT)
    assert labels(view) == []


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError) as error:
        see.history(tmp_path / "versions")

    assert error.value.message == "There is no folder `versions` with revision files."


def test_300_revisions_are_read_and_drawn_in_a_moment(tmp_path: Path) -> None:
    view = see.history(histories.write(tmp_path, histories.branched(300)))

    begun = perf_counter()
    view.select.value = 150

    assert perf_counter() - begun < 0.06


def test_a_broken_file_stands_at_its_place_and_tells_why(tmp_path: Path) -> None:
    folder = histories.write(tmp_path, histories.linear(3))
    (folder / "002_step.py").write_text("revision = '002_step'\ndown_revision = '001_step'\ndef (", encoding="utf-8")
    view = see.history(folder)

    view.select.value = 1

    assert labels(view) == ["001_step", "002_step · file cannot be read: line 3", "003_step · head"]
    assert "<td>002_step.py, line 3: Python cannot read this file: invalid syntax.</td>" in page(view, ABOUT)
    assert '<th scope="row">followed by</th><td>003_step</td>' in page(view, ABOUT)


def test_a_database_at_base_is_what_is_shown_first(lab: Workspace) -> None:
    lab.alembic("downgrade", "base").raise_for_failure()

    view = see.history(lab)

    assert (labels(view)[0], view.select.value) == ("base · primary is here, nothing has run", 0)
    assert "primary is at base: nothing has run." in page(view, ABOUT)


def test_a_broken_file_is_not_what_is_shown_first(tmp_path: Path) -> None:
    folder = histories.write(tmp_path, histories.linear(2))
    (folder / "z_broken.py").write_text("def (", encoding="utf-8")

    view = see.history(folder)

    assert "<td>002_step</td>" in page(view, ABOUT)
