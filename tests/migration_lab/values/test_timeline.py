"""The stops of a history as values: what each revision changed, failed ones included."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.values import timeline, timeline_note
from migration_lab.values.snapshot import DatabaseState, Snapshot
from migration_lab.values.timeline import Stop, Timeline

FAILED = Stop("r2", "Breaks | it", error="no such table: nowhere\nmore", hint="Correct it.")


def stop(folder: Path, revision: str, script: str) -> Stop:
    """Make a stop with a database file of its own."""
    file = folder / f"{revision}.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)
    state = Snapshot.read({"primary": file})["primary"]
    return Stop(revision, f"Message of {revision}", file, counts=timeline.counts(state))


@pytest.fixture
def three(tmp_path: Path) -> Timeline:
    users = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (17, 'Ada');"
    first = stop(tmp_path, "r1", users)
    last = stop(tmp_path, "r3", f"{users} CREATE TABLE roles (x); UPDATE users SET name = 'Ada B.'")
    return Timeline((first, FAILED, last), "primary", "replayed on a copy")


def test_the_table_of_stops(three: Timeline) -> None:
    assert str(three) == (
        "primary: replayed on a copy\n"
        "revision  message        tables  rows  changes\n"
        "--------  -------------  ------  ----  ------------------------------\n"
        "r1        Message of r1  1       1     = nothing changed\n"
        "r2        Breaks | it                  ! no such table: nowhere: more\n"
        "r3        Message of r3  2       1     = nothing changed"
    )


def test_a_stop_is_compared_with_the_last_one_that_was_replayed(three: Timeline) -> None:
    assert str(three.diff("r3")) == (
        "primary   still at base\n"
        "  + added table roles (1 column)\n"
        "  ~ changed 1 row of users, first: id 17: name 'Ada' → 'Ada B.'"
    )
    assert str(three.diff(0)).splitlines()[1] == "  + added table users (2 columns)"
    assert timeline.brief(three.diff(2)) == ("+ added table roles", "~ changed 1 row of users")


def test_many_changes_are_told_in_short(tmp_path: Path) -> None:
    tables = "".join(f"CREATE TABLE t{n} (x);" for n in range(5))
    found = Timeline((stop(tmp_path, "r1", tables),))

    assert timeline.brief(found.diff(0)) == (
        "+ added table t0",
        "+ added table t1",
        "+ added table t2",
        "and 2 more",
    )


def test_a_stop_has_schema_and_rows(three: Timeline) -> None:
    assert three["r3"].schema.table_names == ("roles", "users")
    assert three[-1].rows.counts == {"roles": 0, "users": 1}
    assert str(three[0]) == "r1 Message of r1\ntable  rows\n-----  ----\nusers  1"
    assert [bool(one) for one in three] == [True, False, True]


def test_a_failed_stop_says_why(three: Timeline) -> None:
    with pytest.raises(LabError) as caught:
        three.diff("r2")

    assert str(caught.value) == "no such table: nowhere\nmore\nHint: Correct it."
    assert str(three["r2"]) == (
        "r2 Breaks | it\n! not replayed\n----------------------\nno such table: nowhere\nmore\nHint: Correct it."
    )


def test_an_unknown_stop_lists_the_stops(three: Timeline) -> None:
    with pytest.raises(LabError) as caught:
        three[3]

    assert str(caught.value) == "The timeline has no stop `3`.\nHint: Choose one of `r1`, `r2`, `r3`."


def test_a_file_that_made_room_for_others_is_told(three: Timeline) -> None:
    assert three[0].file is not None
    three[0].file.unlink()

    with pytest.raises(LabError) as caught:
        three.diff(0)

    assert str(caught.value) == (
        "The database file of `r1` is not there any more: old timelines make room for new ones.\n"
        "Hint: Run the cell again: the history is replayed anew."
    )


def test_a_timeline_is_kept_and_comes_back_the_same(three: Timeline, tmp_path: Path) -> None:
    timeline_note.write(three, tmp_path / "timeline.json")

    again = timeline_note.read(tmp_path / "timeline.json")

    assert again == three
    assert again is not None
    assert [one.file for one in again] == [one.file for one in three]


@pytest.mark.parametrize("text", ["", "{}", '{"name": "", "note": "", "stops": [{}]}', "[]", "[1]"])
def test_a_damaged_note_is_no_timeline(tmp_path: Path, text: str) -> None:
    (tmp_path / "timeline.json").write_text(text)

    assert timeline_note.read(tmp_path / "timeline.json") is None


def test_a_note_without_its_files_is_no_timeline(three: Timeline, tmp_path: Path) -> None:
    timeline_note.write(three, tmp_path / "timeline.json")
    (tmp_path / "r3.db").unlink()

    assert timeline_note.read(tmp_path / "timeline.json") is None


def test_no_history_has_no_stops() -> None:
    assert str(Timeline()) == (
        "primary: no revisions yet\nrevision  message  tables  rows  changes\n--------  -------  ------  ----  -------"
    )
    assert timeline.counts(DatabaseState()) == ()
