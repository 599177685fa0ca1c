"""What the learner wrote is kept, once, and numbered."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.lessons import attempts
from migration_lab.lessons.opening import open_lesson
from tests.migration_lab.mishaps import (
    ENV,
    NAME,
    add,
    delete,
    delete_all,
    delete_inside,
    edit,
    is_at_start,
    put_a_file_for_a_folder,
    put_a_file_for_the_workspace,
    put_a_folder_for_a_file,
)

KEPT = {
    edit: {ENV: "print('mine')\n"},
    add: {"alembic/versions/007_mine.py": "# mine\n"},
    put_a_folder_for_a_file: {"app.db/note.txt": "mine"},
    put_a_file_for_a_folder: {"lab_app": "mine"},
    put_a_file_for_the_workspace: {NAME: "mine"},
}


@pytest.mark.parametrize("mishap", KEPT, ids=lambda mishap: mishap.__name__)
def test_what_the_learner_wrote_is_kept(mishap: Callable[[Path], None], built_desk: Path) -> None:
    mishap(open_lesson(NAME).path)

    lab = open_lesson(NAME)

    assert [one.number for one in lab.attempts] == [1]
    found = {path: (lab.attempts[0].path / path).read_text(encoding="utf-8") for path in lab.attempts[0].files}
    assert found == KEPT[mishap]


@pytest.mark.parametrize("mishap", [delete, delete_all, delete_inside], ids=lambda mishap: mishap.__name__)
def test_what_is_only_gone_leaves_no_attempt(mishap: Callable[[Path], None], built_desk: Path) -> None:
    mishap(open_lesson(NAME).path)

    assert len(open_lesson(NAME).attempts) == 0


def test_an_untouched_lesson_leaves_no_attempt(built_desk: Path) -> None:
    open_lesson(NAME)
    lab = open_lesson(NAME)

    assert len(lab.attempts) == 0
    assert not (built_desk / "attempts").exists()


def test_attempts_are_numbered_and_never_overwritten(built_desk: Path) -> None:
    for text in ("first", "second", "third"):
        (open_lesson(NAME).path / ENV).write_text(text)

    kept = open_lesson(NAME).attempts

    assert [(one.number, (one.path / ENV).read_text()) for one in kept] == [(1, "first"), (2, "second"), (3, "third")]


def test_the_same_work_is_kept_once(built_desk: Path) -> None:
    for _ in range(3):
        edit(open_lesson(NAME).path)

    assert len(open_lesson(NAME).attempts) == 1


def test_a_migrated_database_is_kept_as_a_database(built_desk: Path) -> None:
    open_lesson("00_welcome").alembic("upgrade", "head").raise_for_failure()

    kept = open_lesson("00_welcome").attempts

    assert [one.files for one in kept] == [("app.db",)]
    with closing(sqlite3.connect(kept[0].path / "app.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            ("006_index_endpoint_lookup",)
        ]


def test_a_lesson_played_twice_leaves_one_attempt(built_desk: Path) -> None:
    for _ in range(2):
        open_lesson("00_welcome").alembic("upgrade", "head").raise_for_failure()

    assert len(open_lesson("00_welcome").attempts) == 1


def test_a_database_migrated_there_and_back_is_no_work(built_desk: Path) -> None:
    lab = open_lesson(NAME)
    lab.alembic("downgrade", "-1").raise_for_failure()
    lab.alembic("upgrade", "head").raise_for_failure()

    assert len(open_lesson(NAME).attempts) == 0


def test_a_large_database_is_left_out_with_a_note(built_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "SMALL", 1024 * 1024)
    lab = open_lesson(NAME)
    with closing(sqlite3.connect(lab.path / "app.db")) as connection:
        connection.execute("CREATE TABLE big AS SELECT randomblob(2000000) AS body")
        connection.commit()
    edit(lab.path)

    kept = open_lesson(NAME).attempts

    assert [one.files for one in kept] == [("NOT_KEPT.txt", ENV)]
    assert (kept[0].path / "NOT_KEPT.txt").read_text() == (
        "app.db: not kept, because a database of more than 1 MB is not put aside.\n"
        "Your migrations are here; run them again and the database is there again.\n"
    )


def test_lost_notes_lose_no_work(built_desk: Path) -> None:
    edit(open_lesson(NAME).path)
    shutil.rmtree(places.backstage())

    lab = open_lesson(NAME)

    assert is_at_start(lab.path)
    assert [one.files for one in lab.attempts] == [(ENV,)]
