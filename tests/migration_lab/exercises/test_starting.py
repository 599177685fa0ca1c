"""An exercise's workspace is started, gone on with and put back as a lesson's is."""

import dataclasses
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.exercises import catalogue, exercise, starting
from migration_lab.exercises.exercise import COMMON_ENV, Exercise
from migration_lab.lessons import attempts, ledger, lesson, project, start, workspace
from migration_lab.lessons.lesson import Lesson
from migration_lab.lessons.opened import examine
from migration_lab.running.runner import Runner
from tests.migration_lab import learner

READY = "02_1_rename is ready: 1,000 users at revision 006_index_endpoint_lookup.\n"


def test_an_exercise_begins_at_its_start(rename: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    lab = starting.begin(rename)

    assert capsys.readouterr().out == READY
    assert Path.cwd() == lab.path == workspace.current().path == places.home() / "02_1_rename"
    assert lab.row("users", 17)["full_name"] == "Ada Byron"
    assert lab.rows().counts == {"endpoint_configs": 3000, "user_profiles": 1000, "users": 1000}
    assert (lab.path / project.ENVIRONMENT).read_bytes() == COMMON_ENV.read_bytes()
    assert "display_name: Mapped[str | None]" in (lab.path / "lab_app/models/user.py").read_text(encoding="utf-8")


def test_a_terminal_in_an_exercise_finds_its_workspace(rename: Exercise) -> None:
    folder = learner.workspace(rename)

    assert places.workspace_around(folder / "alembic") == folder


def test_what_the_author_wrote_for_us_is_not_in_the_workspace(rename: Exercise) -> None:
    names = {path.name for path in learner.workspace(rename).rglob("*")}

    assert names & {"exercise.toml", "check.py", "solution", "wrong"} == set()


def test_beginning_again_keeps_what_was_made(rename: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    learner.write(rename)

    lab = starting.begin(rename)

    assert capsys.readouterr().out == READY
    assert [one.files for one in attempts.read("02_1_rename")] == [(learner.MINE,)]
    assert not (lab.path / learner.MINE).exists()


def test_restoring_gives_the_attempt_and_leaves_us_where_we_are(rename: Exercise) -> None:
    learner.write(rename)

    kept = starting.restore(rename)

    assert kept is not None
    assert (kept.number, kept.files) == (1, (learner.MINE,))
    assert Path.cwd() == places.home()
    assert not workspace.is_open()


def test_going_on_keeps_everything(rename: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    learner.write(rename)

    lab = starting.go_on(rename)

    assert capsys.readouterr().out == "02_1_rename goes on where you left it.\n"
    assert (lab.path / learner.MINE).exists()
    assert lab.alembic("upgrade", "head").ok


def test_a_start_that_was_only_looked_at_is_still_ready(rename: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    learner.workspace(rename)
    lab = starting.go_on(rename)
    lab.alembic("upgrade", "head")
    lab.alembic("downgrade", "-1")
    lab.alembic("upgrade", "+1")

    starting.go_on(rename)

    assert capsys.readouterr().out == READY * 2


def test_going_on_names_what_is_missing(rename: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    (learner.workspace(rename) / "alembic.ini").unlink()

    starting.go_on(rename)

    assert capsys.readouterr().out == ("02_1_rename goes on where you left it. Not there any more: alembic.ini.\n")


def test_nobody_goes_on_with_what_was_deleted(rename: Exercise) -> None:
    shutil.rmtree(learner.workspace(rename))

    with pytest.raises(LabError) as caught:
        starting.go_on(rename)

    assert str(caught.value) == (
        "The workspace `02_1_rename` is not there (any more), so there is nothing to work on.\n"
        'Hint: Run `exercise("02.1").reset()` to begin at the start.'
    )


def test_a_command_in_a_deleted_workspace_names_the_exercise(rename: Exercise) -> None:
    shutil.rmtree(learner.workspace(rename))

    with pytest.raises(LabError) as caught:
        Runner(learner.workspace(rename)).alembic("current")

    assert caught.value.hint == 'make it again: `exercise("02.1").reset()`.'


def test_another_opening_is_noticed_and_told_in_the_words_of_an_exercise(rename: Exercise) -> None:
    with pytest.raises(LabError) as caught:
        examine(rename.name, learner.workspace(rename), "an earlier opening")

    assert caught.value.hint == (
        'Run `exercise("02.1").reset()` to begin at the start, or '
        '`from migration_lab import exercise; lab = exercise("02.1").start()` to go on with what is there now. '
        "What this notebook had made is in `attempts/02_1_rename`."
    )


def test_an_interrupted_start_is_told_in_the_words_of_an_exercise(rename: Exercise) -> None:
    (places.backstage(rename.name) / "ready").mkdir()

    with pytest.raises(LabError) as caught:
        starting.go_on(rename)

    assert str(caught.value) == (
        "The files of 02_1_rename are just being put at the exercise's start, or that was interrupted: "
        "they may be half old, half new.\n"
        'Hint: Run `exercise("02.1").reset()` to begin at the start; '
        "what was there before is in `attempts/02_1_rename`."
    )


def changed(exercise_: Exercise, **facts: object) -> Lesson:
    return dataclasses.replace(exercise_.beginning, **facts)  # type: ignore[arg-type]


def test_an_exercise_may_begin_without_alembic_on_a_database_that_exists(desk: Path) -> None:
    adopt = changed(catalogue.find("02.1"), without=("alembic", "alembic.ini"), unversioned=True)

    begun = start.build(adopt, desk / "start-x")

    assert {path.partition("/")[0] for path in begun.ledger} == {"analytics.db", "app.db", "lab_app"}
    with closing(sqlite3.connect(begun.folder / ledger.DATABASES["primary"])) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert tables == {"users", "endpoint_configs", "user_profiles"}
        assert connection.execute("SELECT count(*) FROM users").fetchall() == [(1000,)]
    assert adopt.ready == "02_1_rename is ready: 1,000 users without a version table."


def test_a_history_that_cannot_be_run_names_the_exercises(desk: Path, tmp_path: Path) -> None:
    broken = changed(catalogue.find("02.1"), overlay=tmp_path / "start")
    (tmp_path / "start/alembic/versions").mkdir(parents=True)
    (tmp_path / "start/alembic/versions/006_index_endpoint_lookup.py").write_text("revision = ")

    with pytest.raises(LabError) as caught:
        start.build(broken, desk / "02_1_rename" / "start-x")

    assert caught.value.message.startswith("The exercise's start could not be built: `alembic upgrade ")
    assert caught.value.hint.startswith("If you changed `lab_app/`, `alembic/` or `exercises/` of the lab, undo that;")


@pytest.mark.parametrize("name", catalogue.names())
def test_every_exercise_belongs_to_a_lesson(name: str) -> None:
    one = exercise.read(exercise.EXERCISES / name)

    known = {path.stem for path in (places.ORIGIN / "notebooks").glob("*.ipynb")} & set(lesson.names())

    assert one.lesson in known
