"""Time travel without a page: what each stop shows, while the history is replayed and afterwards."""

from pathlib import Path

import pytest

from migration_lab import open_lesson, places, see
from migration_lab.errors import LabError
from migration_lab.running.replay_copy import Project
from migration_lab.values.timeline_face import SHORT, TimelineFace
from migration_lab.widgets.time_travel import TimeTravel
from migration_lab.widgets.time_travel_pages import WAITING
from tests.migration_lab import small_project

ADA = "op.execute(\"INSERT INTO users VALUES (17, '<b>Ada</b>')\")"
CHANGES, SCHEMA, ROWS, ROW = range(4)
FAILED = "`alembic/versions/003_fails.py`, line 20, in `upgrade`: ZeroDivisionError: division by zero"
STOPS = (
    ("001_users", "001_users", "1", "0", "+ added table users"),
    ("002_ada", "002_ada", "1", "1", "+ added 1 row of users"),
    ("003_fails", "003_fails", "", "", f"! {FAILED}"),
)
USER = (
    ("001_users", "= not there yet", ""),
    ("002_ada", "+ added", "id 17, name '<b>Ada</b>'"),
    ("003_fails", "! unknown", "this revision could not be replayed"),
)


@pytest.fixture
def project(built_desk: Path, root: Path) -> Project:
    small_project.revise(root, "002_ada", upgrade=ADA)
    small_project.revise(root, "003_fails", upgrade="1 / 0")
    return Project(root)


@pytest.fixture
def travel(project: Project) -> TimeTravel:
    """A history that is replayed."""
    shown = see.timeline(project)
    shown.wait()
    return shown


def page(travel: TimeTravel, number: int = CHANGES) -> str:
    """Open a page and read it."""
    travel._tab.selected_index = number
    html: str = travel._tab.children[number].children[0].value
    return html


def diagram(travel: TimeTravel, number: int) -> str:
    """Read the drawing of a page."""
    (output,) = travel._tab.children[number].children[1].outputs
    words: str = output["data"]["text/plain"]
    return words


def title(travel: TimeTravel) -> str:
    html: str = travel._title.value
    return html


def test_its_words_are_complete_and_the_same_when_they_are_remembered(project: Project) -> None:
    first, beside = see.timeline(project), see.timeline(project)
    first.wait()
    beside.wait()

    again = see.timeline(project)

    assert isinstance(again.face, TimelineFace)
    assert [grid.rows for grid in again.face.grids] == [STOPS, USER]
    assert str(first) == str(beside) == str(again)
    assert str(again).startswith("primary: replayed on a copy, without rows of its own\nrevision")


def test_it_begins_at_the_newest_revision_which_says_why_it_failed(travel: TimeTravel) -> None:
    assert "Stop 3 of 3: ! not replayed: <strong>003_fails</strong>" in title(travel)
    assert 'role="status"' in title(travel)
    assert "ZeroDivisionError: division by zero" in page(travel)
    assert page(travel, ROWS) == page(travel, SCHEMA) == page(travel)


def test_each_page_shows_the_chosen_stop(travel: TimeTravel) -> None:
    travel.go("002_ada")

    assert "1 row of users (0 → 1)" in page(travel, CHANGES)
    assert "2 columns" in page(travel, SCHEMA)
    assert "The schema after 002_ada" in diagram(travel, SCHEMA)
    assert "0 → 1" in page(travel, ROWS)
    assert "&lt;b&gt;Ada&lt;/b&gt;" in page(travel, ROW)
    assert "<b>Ada" not in page(travel, ROW)


def test_what_a_revision_changed_is_drawn(travel: TimeTravel) -> None:
    travel.go(0)

    assert "What 001_users changed" in diagram(travel, CHANGES)


def test_two_buttons_go_one_revision_on_and_stop_at_the_ends(travel: TimeTravel) -> None:
    earlier, later = travel._steps

    for _ in range(3):
        earlier.click()

    assert (travel.place, earlier.disabled, later.disabled) == (0, True, False)
    later.click()
    assert (travel.place, earlier.disabled, later.disabled) == (1, False, False)


def test_what_could_not_be_replayed_is_named(travel: TimeTravel) -> None:
    assert travel._note.value == "<div>! 1 of 3 revisions not replayed: 003_fails</div>"


def test_stops_can_be_used_while_the_rest_is_replayed(built_desk: Path, root: Path, tmp_path: Path) -> None:
    go = tmp_path / "go"
    small_project.revise(root, "002_waits", upgrade=f"while not os.path.exists({str(go)!r}): time.sleep(0.01)")
    travel = see.timeline(Project(root), follow=None)
    bar = travel._bar
    assert WAITING in page(travel)

    while travel._stops[0].file is None:  # the second revision waits for us
        travel._over.wait(0.01)
    travel.go("001_users")

    assert "+ added" in page(travel)
    assert (bar.value, bar.max, bar.description) == (1, 2, "1 of 2 replayed")
    assert str(travel.timeline["002_waits"].file) == "None"
    go.touch()
    travel.wait()
    assert bar.layout.display == "none"
    assert travel.place == 0


def test_a_file_that_is_gone_is_a_sentence(travel: TimeTravel) -> None:
    file = travel.timeline["001_users"].file
    assert file is not None
    file.unlink()

    travel.go("001_users")

    assert "The database file of <code>001_users</code> is not there any more" in travel.told.region.value


def test_a_row_that_cannot_be_followed_says_so(project: Project) -> None:
    travel = see.timeline(project, follow=("people", 1))

    assert str(travel).endswith(
        "people 1\n! not followed\n--------------------------------------\n"
        "No revision has a table `people`.\nHint: `lab.schema()` names the tables."
    )


def test_a_long_history_is_not_waited_for(built_desk: Path, root: Path) -> None:
    for number in range(SHORT):
        small_project.revise(root, f"{number + 2:03}", upgrade="pass")
    first = str(see.timeline(Project(root)))
    see.timeline(Project(root)).wait()

    again = str(see.timeline(Project(root)))

    assert again == first
    assert first.splitlines()[:4] == [
        "primary: 31 revisions, oldest first; `print(lab.timeline())` tells what each of them changed",
        "revision   message",
        "---------  ---------",
        "001_users  001_users",
    ]


def test_the_named_row_is_in_the_primary_database_of_a_lesson(built_desk: Path) -> None:
    lab = open_lesson("02_autogenerate")

    primary, analytics = see.timeline(lab), see.timeline(lab, "analytics")

    assert primary._tab.titles[-1] == "users 17"
    assert analytics._tab.titles == ("Changes", "Schema", "Rows")
    assert "a003_fill_daily_usage" in str(analytics)


def test_an_empty_history_has_no_stops(built_desk: Path, root: Path) -> None:
    (root / "alembic/versions/001_users.py").unlink()

    travel = see.timeline(Project(root), follow=None)

    assert str(travel).startswith("primary: no revisions yet\n")
    assert "There are no revisions yet." in title(travel)


def test_an_unknown_stop_is_named(travel: TimeTravel) -> None:
    with pytest.raises(LabError) as caught:
        travel.go("004")

    assert str(caught.value) == (
        "The timeline has no stop `004`.\nHint: Choose one of `001_users`, `002_ada`, `003_fails`."
    )


def test_a_folder_that_cannot_be_written_is_told(built_desk: Path, root: Path) -> None:
    (places.backstage() / "timeline").write_text("a file is in the way")
    travel = see.timeline(Project(root))

    with pytest.raises(LabError) as caught:
        travel.wait()
    travel.go("001_users")

    assert "there is a file where a folder is needed" in str(caught.value)
    assert "there is a file where a folder is needed" in travel.told.region.value
