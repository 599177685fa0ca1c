"""The learner's own databases and files in a replay: only read, whatever state they are in."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import bench, replaying
from migration_lab.judging.replay import AGAIN, DOWNGRADE, UPGRADE
from migration_lab.lessons import opened
from tests.migration_lab.learner import MINE, names, sql, workspace, write


def test_the_replay_begins_at_the_start_whatever_the_own_database_holds(rename: Exercise) -> None:
    write(rename)
    sql(workspace(rename) / "app.db", "DELETE FROM users; UPDATE alembic_version SET version_num = '999_gone'")

    made = replaying.replay(rename)

    assert names(made) == [(UPGRADE, True), (DOWNGRADE, True), (AGAIN, True)]
    assert (made.own.revisions(), made.own.count("users")) == (("999_gone",), 0)
    assert made.after(UPGRADE).count("users") == 1000


def test_an_own_database_that_was_edited_by_hand_is_told_as_it_is(rename: Exercise) -> None:
    write(rename)
    sql(workspace(rename) / "app.db", "ALTER TABLE users ADD COLUMN shoe_size INTEGER")

    made = replaying.look(rename)

    assert "shoe_size" in made.own.schema()["users"]
    assert "shoe_size" not in made.start.schema()["users"]


def missing(file: Path) -> None:
    file.unlink()


def no_database(file: Path) -> None:
    file.write_bytes(b"no database at all" * 100)


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("damage", "exists", "problem"),
    [
        (missing, False, ""),
        (no_database, True, "The file `app.db` is not a SQLite database, or it is encrypted (file is not a database)."),
        (folder, True, "`app.db` is a folder, not a database file."),
    ],
)
def test_an_own_database_that_cannot_be_read_is_told(
    damage: Callable[[Path], None], exists: bool, problem: str, rename: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(rename)
    damage(workspace(rename) / "app.db")
    monkeypatch.chdir(workspace(rename))

    made = replaying.replay(rename)

    assert (made.own["primary"].exists, made.own["primary"].problem) == (exists, problem)
    assert names(made) == [(UPGRADE, True), (DOWNGRADE, True), (AGAIN, True)]


def test_a_locked_own_database_is_told_and_waits_for_nobody_for_long(rename: Exercise) -> None:
    write(rename)

    with closing(sqlite3.connect(workspace(rename) / "app.db")) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        made = replaying.replay(rename)

    assert "is locked: another program is writing to it" in made.own["primary"].problem
    assert names(made) == [(UPGRADE, True), (DOWNGRADE, True), (AGAIN, True)]


def test_rows_that_are_in_the_write_ahead_log_only_are_seen_and_stay_there(rename: Exercise) -> None:
    file = workspace(rename) / "app.db"
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("UPDATE users SET full_name = 'Ada Lovelace' WHERE id = 17")
        writer.commit()
        before = (file.read_bytes(), file.with_name("app.db-wal").read_bytes())

        made = replaying.look(rename)

        assert (file.read_bytes(), file.with_name("app.db-wal").read_bytes()) == before
    row = made.own.row("users", 17)
    assert row is not None
    assert row["full_name"] == "Ada Lovelace"


def test_a_deleted_workspace_is_told(rename: Exercise) -> None:
    shutil.rmtree(workspace(rename))

    with pytest.raises(LabError) as caught:
        replaying.replay(rename)

    assert str(caught.value) == (
        "The workspace `02_1_rename` is not there (any more), so there is nothing to work on.\n"
        'Hint: Run `exercise("02.1").reset()` to begin at the start.'
    )
    assert list(places.backstage(bench.STORE).iterdir()) == []


def test_a_workspace_that_is_half_made_is_told(rename: Exercise) -> None:
    (places.backstage(rename.name) / opened.READY).mkdir()

    with pytest.raises(LabError) as caught:
        replaying.replay(rename)

    assert caught.value.message.startswith("The files of 02_1_rename are just being put at the exercise's start, ")


def test_an_exercise_file_in_the_workspace_changes_nothing(rename: Exercise) -> None:
    write(rename)
    easy = (rename.folder / "exercise.toml").read_text(encoding="utf-8").replace("1000", "0")
    (workspace(rename) / "exercise.toml").write_text(easy, encoding="utf-8")
    (workspace(rename) / "check.py").write_text("def rows_kept(replay): return None", encoding="utf-8")

    made = replaying.replay(rename)

    assert made.exercise == rename
    assert made.start.count("users") == 1000
    assert set(made.new) == {MINE, "check.py", "exercise.toml"}


def test_a_seed_that_the_learner_changed_changes_no_rows(rename: Exercise) -> None:
    write(rename)
    (workspace(rename) / "lab_app" / "people.py").write_text("PEOPLE = ()", encoding="utf-8")

    made = replaying.replay(rename)

    assert made.changed == ("lab_app/people.py",)
    assert made.after(UPGRADE).count("users") == 1000


def test_the_learners_own_database_is_out_of_reach(rename: Exercise) -> None:
    write(rename)
    url = f"DATABASE_URL=sqlite+aiosqlite:///{(workspace(rename) / 'app.db').as_posix()}"
    (workspace(rename) / ".env").write_text(url, encoding="utf-8")
    before = (workspace(rename) / "app.db").read_bytes()

    made = replaying.replay(rename)

    assert made.failed is not None
    assert made.failed.refused
    assert "reached for `02_1_rename/app.db`" in made.failed.run.error
    assert str(places.home()) not in made.failed.run.output
    assert (workspace(rename) / "app.db").read_bytes() == before


def test_words_of_alembic_hold_no_path_of_this_machine(rename: Exercise) -> None:
    write(rename, "raise RuntimeError(os.getcwd() + ' ' + __file__)")

    run = replaying.replay(rename).steps[0].run

    assert run.error == f"RuntimeError: . {MINE}\n"
    assert str(places.home()) not in run.output
