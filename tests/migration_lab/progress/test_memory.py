"""A file that cannot be used is said, is no reason to forget, and takes all of it later."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.progress import memory, progress_file, store
from migration_lab.progress.record import Record
from tests.migration_lab.progress import kept
from tests.migration_lab.progress.kept import DONE

LOCKED = (
    "The note of your progress, `progress.db`, cannot be used now (database is locked). If another program has it "
    "open, close it; else give yourself the right to write that file and its folder."
)


def failed(record: Record) -> Record:
    return record.judged("not yet", "a.b")


def test_a_change_is_kept_in_the_file(desk: Path) -> None:
    known = memory.change("02.1", failed)

    assert known == memory.Known(Record("02.1", "", 1, 0, "not yet", "a.b", 1))
    assert store.read().records == {"02.1": known.record}
    assert memory.read("02.1") == known


def test_an_exercise_that_was_never_tried_has_an_empty_record(desk: Path) -> None:
    assert memory.read("02.1") == memory.Known(Record("02.1"))


def test_what_the_file_does_not_take_is_counted_and_written_when_it_does(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_file, "WAIT", 0.01)
    file = kept.remember(DONE)

    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        first, second = memory.change("02.1", failed), memory.change("02.1", failed)

    third = memory.change("02.1", failed)
    assert [(one.record.repeats, one.said) for one in (first, second, third)] == [(1, LOCKED), (2, LOCKED), (3, "")]
    assert store.read().records == {"00.1": DONE, "02.1": Record("02.1", "", 3, 0, "not yet", "a.b", 3)}


def test_what_was_written_is_not_remembered_any_longer(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_file, "WAIT", 0.01)
    with closing(sqlite3.connect(kept.remember(DONE))) as other:
        other.execute("BEGIN EXCLUSIVE")
        memory.change("02.1", failed)
    memory.change("02.1", lambda record: record.judged("done", ""))

    known = memory.read("02.1")

    assert known == memory.Known(Record("02.1", "done", 2))


def test_another_desk_has_another_memory(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.place().mkdir(parents=True)
    memory.change("02.1", failed)

    monkeypatch.setenv("MIGRATION_LAB_HOME", str(tmp_path / "second"))

    assert memory.read("02.1") == memory.Known(Record("02.1"))


def test_a_desk_that_cannot_be_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGRATION_LAB_HOME", "100%")

    known = memory.change("07.1", failed)

    assert known.record == Record("07.1", "", 1, 0, "not yet", "a.b", 1)
    assert known.said.endswith("Set `MIGRATION_LAB_HOME` to a folder without `%` in its path.")
