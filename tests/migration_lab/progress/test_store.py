"""The progress on the desk: older, damaged, newer, locked, full disk, two at once; nothing is ever lost."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.progress import progress_file, store, updating
from migration_lab.progress.record import Record
from tests.migration_lab.progress import kept
from tests.migration_lab.progress.kept import DONE, OPEN, RIGHT

NEWER = "UPDATE alembic_version SET version_num = 'p999_stars'; ALTER TABLE exercise ADD COLUMN stars TEXT;"


def damaged(words: str, number: str = "") -> str:
    return (
        f"`progress.db` was damaged ({words}), so a new one was begun. The damaged one is kept as "
        f"`progress.damaged{number}.db`; `{LAB} progress --import FILE` reads what you exported"
    )


def test_a_desk_without_progress_stays_without_a_file(desk: Path) -> None:
    assert store.read() == store.Kept({})
    assert not desk.exists()


def test_what_is_written_is_read(desk: Path) -> None:
    kept.remember(DONE, OPEN)

    assert store.read() == store.Kept({"00.1": DONE, "02.1": OPEN})
    assert kept.names(desk) == ["progress.db"]


def test_a_change_that_changes_nothing_writes_nothing(desk: Path) -> None:
    file = kept.remember(DONE)
    before = file.stat().st_mtime_ns

    store.change(lambda records: dict(records))

    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("revision", ["p001_exercises", "p002_failures"])
def test_an_old_file_is_brought_up_to_date_and_a_copy_of_it_is_kept(desk: Path, revision: str) -> None:
    before = kept.lay(kept.old(revision))

    found = store.read()

    assert (found.said, [one.attempts for one in found.records.values()]) == ((), [1, 7, 3])
    assert progress_file.revision(before) == updating.HEAD
    with closing(sqlite3.connect(places.backstage() / f"progress.{revision}.db")) as connection:
        assert connection.execute("SELECT id, done, attempts FROM exercise").fetchall() == [
            ("00.1", 1, 1),
            ("02.1", 0, 7),
            ("02.2", 1, 3),
        ]
    assert kept.names(desk) == ["progress.db"]


def test_an_update_that_fails_leaves_the_old_file(desk: Path) -> None:
    file = kept.lay(kept.old("p002_failures") + "ALTER TABLE exercise ADD COLUMN solution TEXT;")
    before = file.read_bytes()

    with pytest.raises(LabError) as caught:
        store.read()

    assert caught.value.hint == f"`{LAB} doctor` looks at the installation."
    assert (file.read_bytes(), kept.names(desk)) == (before, ["progress.db"])


def test_an_empty_file_is_as_good_as_none(desk: Path) -> None:
    desk.mkdir()
    store.place().touch()

    assert store.read() == store.Kept({})
    assert kept.names(desk) == ["progress.db"]


def test_bytes_that_are_no_database_are_kept_and_a_new_file_is_begun(desk: Path) -> None:
    desk.mkdir()
    store.place().write_bytes(b"this is no database, but somebody's text" * 30)

    found = store.change(lambda _: {"00.1": DONE})

    assert found == store.Kept({"00.1": DONE}, (damaged("file is not a database"),))
    assert (desk / "progress.damaged.db").read_bytes() == b"this is no database, but somebody's text" * 30
    assert store.read() == store.Kept({"00.1": DONE})


def test_a_second_damaged_file_does_not_replace_the_first(desk: Path) -> None:
    desk.mkdir()
    for text in (b"first" * 300, b"second" * 300):
        store.place().write_bytes(text)
        said = store.read().said

    assert said == (damaged("file is not a database", "2"),)
    assert (desk / "progress.damaged.db").read_bytes() == b"first" * 300
    assert (desk / "progress.damaged2.db").read_bytes() == b"second" * 300


def test_a_page_that_was_overwritten_is_noticed(desk: Path) -> None:
    file = kept.remember(*(Record(f"02.{number}", attempts=number) for number in range(300)))
    content = bytearray(file.read_bytes())
    content[-4096:] = b"\xff" * 4096
    file.write_bytes(content)

    found = store.read()

    assert found.records == {}
    assert (desk / "progress.damaged.db").read_bytes() == content
    assert len(found.said) == 1
    assert found.said[0].startswith("`progress.db` was damaged (")


@pytest.mark.parametrize("old", [b"rename.rows-kept", b"exerciseexercise"])
def test_text_that_is_none_is_noticed(desk: Path, old: bytes) -> None:
    file = kept.remember(Record("02.1", attempts=1, failure="not yet", criterion="rename.rows-kept", repeats=1))
    content = file.read_bytes().replace(old, b"\xff" * len(old))
    file.write_bytes(content)

    found = store.read()

    assert found.records == {}
    assert found.said[0].startswith("`progress.db` was damaged (")
    assert (desk / "progress.damaged.db").read_bytes() == content


def test_damage_that_only_a_later_write_would_meet_is_noticed_before(desk: Path) -> None:
    file = kept.remember(DONE)
    content = bytearray(file.read_bytes())
    content[36:40] = (7).to_bytes(4)  # the number of free pages: rows can still be read
    file.write_bytes(content)

    found = store.change(lambda _: {"02.1": OPEN})

    assert found.records == {"02.1": OPEN}
    assert found.said[0].startswith("`progress.db` was damaged (")
    assert (desk / "progress.damaged.db").read_bytes() == content


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("CREATE TABLE photos (id INTEGER)", "its tables are not those of a progress file"),
        ("CREATE TABLE exercise (id); CREATE TABLE alembic_version (version_num)", "its version table has 0 rows"),
        (
            "CREATE TABLE exercise (id); CREATE TABLE alembic_version (version_num);"
            f"INSERT INTO alembic_version VALUES ('{updating.HEAD}')",
            "no such column: outcome",
        ),
    ],
)
def test_a_database_of_another_kind_is_kept_aside(desk: Path, script: str, words: str) -> None:
    kept.lay(script)

    assert store.read() == store.Kept({}, (damaged(words),))
    assert kept.names(desk) == ["progress.damaged.db", "progress.db"]


def test_a_row_that_was_edited_by_hand_to_nonsense_is_told(desk: Path) -> None:
    file = kept.remember(DONE)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE exercise SET attempts = 'many'")

    assert store.read() == store.Kept({}, (damaged("of 00.1 `attempts` is 'many'"),))


def test_a_newer_file_is_kept_and_told(desk: Path) -> None:
    kept.remember(DONE)
    kept.lay(NEWER)

    found = store.change(lambda _: {"02.1": OPEN})

    assert found.records == {"02.1": OPEN}
    assert found.said == (
        "`progress.db` was written by a newer lab (its form is p999_stars), so a new one was begun. "
        "The newer one is kept as `progress.newer.db`; after the next update it is taken back.",
    )
    assert store.read() == store.Kept({"02.1": OPEN})


def test_a_newer_file_is_taken_back_once_its_form_is_known(desk: Path) -> None:
    kept.remember(DONE).rename(desk / "newer")
    kept.remember(OPEN)
    (desk / "newer").rename(desk / "progress.newer.db")

    found = store.read()

    assert found.records == {"00.1": DONE, "02.1": OPEN}
    assert found.said == ("`progress.newer.db` was taken back; it is kept as `progress.taken.db`.",)
    assert store.read() == store.Kept({"00.1": DONE, "02.1": OPEN})
    assert kept.names(desk) == ["progress.db", "progress.taken.db"]


def test_a_newer_file_is_taken_back_from_an_older_form_too(desk: Path) -> None:
    kept.lay(kept.old("p002_failures")).rename(desk / "progress.newer.db")

    assert store.read().records["02.1"] == OPEN


def test_a_file_that_another_program_holds_is_told_and_stays(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_file, "WAIT", 0.01)
    file = kept.remember(DONE)

    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LabError) as caught:
            store.change(lambda _: {"02.1": OPEN})

    assert str(caught.value) == (
        f"The note of your progress, `progress.db`, cannot be used now (database is locked).\nHint: {RIGHT}"
    )
    assert store.read() == store.Kept({"00.1": DONE})


def test_a_folder_in_its_place_is_told(desk: Path) -> None:
    store.place().mkdir(parents=True)

    with pytest.raises(LabError) as caught:
        store.read()

    assert str(caught.value) == (
        "There is a folder where your progress is kept: `progress.db`.\nHint: Give it another name."
    )


ADDS = """
import sys
from dataclasses import replace
from migration_lab.progress import store
from migration_lab.progress.record import Record

def one_more(records):
    before = records.get("02.1", Record("02.1"))
    return {"02.1": replace(before, attempts=before.attempts + 1)}

for _ in range(50):
    store.change(one_more)
"""


def test_two_processes_at_once_count_every_attempt(desk: Path) -> None:
    both = [subprocess.Popen([sys.executable, "-c", ADDS], stderr=subprocess.PIPE) for _ in range(2)]

    said = [one.communicate()[1] for one in both]

    assert said == [b"", b""]
    assert store.read() == store.Kept({"02.1": Record("02.1", attempts=100)})
