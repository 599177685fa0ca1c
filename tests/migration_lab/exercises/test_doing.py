"""What a learner does with an exercise, from the first check to the museum; each verb on its bad days."""

import io
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab import exercise, places
from migration_lab.errors import LabError, UnknownWordError
from migration_lab.exercises import doing, paper
from migration_lab.exercises import exercise as records
from migration_lab.exercises.comparison import Comparison
from migration_lab.exercises.exercise import Exercise
from migration_lab.exercises.notice import Notice
from migration_lab.lessons import attempts, workspace
from migration_lab.lessons.workspace import Workspace
from migration_lab.progress import progress_file, store
from migration_lab.progress.record import Record
from tests.migration_lab import learner
from tests.migration_lab.progress import kept

LOSES = 'op.drop_column("users", "full_name")'
TITLE = "02.1 Rename without losing data"


pytestmark = pytest.mark.usefixtures("_noted")


@pytest.mark.parametrize("wanted", ["02.1", "2.1", 2.1, "rename", "02_1_rename"])
def test_an_exercise_is_found_by_the_words_for_it(wanted: str | float) -> None:
    assert exercise(wanted).name == "02_1_rename"


def test_an_exercise_that_does_not_exist_is_told() -> None:
    with pytest.raises(UnknownWordError) as caught:
        exercise("77.7")

    assert caught.value.message == "There is no exercise '77.7'."


def test_an_exercise_says_its_task_whatever_was_done(rename: Exercise) -> None:
    before = str(exercise("02.1")), exercise("02.1")._repr_html_()
    kept.remember(Record("02.1", "done", 4, 2))

    assert (str(exercise("02.1")), exercise("02.1")._repr_html_()) == before
    assert before[0].startswith(f"# {TITLE}\n\nThe service calls a person's name `display_name` now")
    assert before[1].startswith(f'<div class="migration-lab-task"><h3>{TITLE}</h3><p>The service calls')


def test_an_exercise_shows_its_words_where_no_card_can_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(tmp_path, monkeypatch).write_text("<b>")

    with pytest.raises(NotImplementedError):  # IPython takes the words then
        exercise("02.1")._ipython_display_()


def test_the_way_from_start_to_done(rename: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    rename_ = exercise("02.1")

    lab = rename_.start()
    first = rename_.check()
    learner.write(rename)
    second = rename_.check()

    assert capsys.readouterr().out == "02_1_rename is ready: 1,000 users at revision 006_index_endpoint_lookup.\n"
    assert Path.cwd() == lab.path
    assert (first.kind, second.kind) == ("not started", "done")
    assert kept.known("02.1") == Record("02.1", outcome="done", attempts=1)


def test_a_check_says_where_commands_go_if_not_to_this_exercise(rename: Exercise) -> None:
    exercise("02.1").start()
    at_home = exercise("02.1").check()
    workspace.enter(Workspace("00_welcome", places.home()))
    elsewhere = exercise("02.1").check()
    learner.write(rename)
    done = exercise("02.1").check()

    assert (at_home["Note"], done.kind, done["Note"]) == ("", "done", "")
    assert elsewhere["Note"] == (
        '`%alembic` works in 00_welcome now, not in 02_1_rename; exercise("02.1").start() changes that'
    )


def test_the_first_start_lays_the_start(rename: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(learner.workspace(rename))
    (places.backstage(rename.name) / "opened.json").unlink()

    exercise("02.1").start()

    assert capsys.readouterr().out == "02_1_rename is ready: 1,000 users at revision 006_index_endpoint_lookup.\n"


@pytest.mark.parametrize("slip", ["deleted", "half made"])
def test_a_start_that_is_damaged_is_made_again(rename: Exercise, slip: str) -> None:
    learner.write(rename)
    if slip == "deleted":
        shutil.rmtree(learner.workspace(rename))
    else:
        (places.backstage(rename.name) / "ready").mkdir()

    lab = exercise("02.1").start()

    assert (lab.path / "alembic.ini").exists()
    assert [one.files for one in attempts.read("02_1_rename")] == [(learner.MINE,)] * (slip != "deleted")


def test_the_comparison_is_closed_before(rename: Exercise) -> None:
    learner.write(rename, LOSES)

    assert str(exercise("02.1").compare()) == (
        f"Not open yet                                            {TITLE}\n"
        "  Found     your answer is not done, and the comparison would give the model away\n"
        '  Next      exercise("02.1").check() tells what is missing; exercise("02.1").solution() shows the model'
    )


def test_the_comparison_is_open_for_an_answer_that_is_right_but_was_never_checked(rename: Exercise) -> None:
    learner.write(rename)

    found = exercise("02.1").compare()

    assert isinstance(found, Comparison)
    assert [path for path, _ in found.mine.files] == [learner.MINE]
    assert len(found.museum) == 5


def test_the_comparison_says_so_when_the_answer_is_gone(rename: Exercise) -> None:
    kept.remember(Record("02.1", "done", 1))
    shutil.rmtree(learner.workspace(rename))

    found = exercise("02.1").compare()

    assert isinstance(found, Comparison)
    assert str(found.mine) == (
        f"Your answer to {TITLE}\n\n"
        "  Your files are not there any more; what was put aside is in `attempts/02_1_rename`."
    )


def answering(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(words))


def test_reset_asks_and_keeps_the_attempt(
    rename: Exercise, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    learner.write(rename)
    answering(monkeypatch, "y\n")

    said = exercise("02.1").reset()

    assert capsys.readouterr().out == "Put 02_1_rename back to its start? What you wrote is kept. [y/N] "
    assert str(said) == (
        f"At its start again                                      {TITLE}\n"
        "  Start     02_1_rename is ready: 1,000 users at revision 006_index_endpoint_lookup.\n"
        "  Kept      `attempts/02_1_rename/1`: alembic/versions/007_mine.py"
    )
    assert exercise("02.1").check().kind == "not started"


@pytest.mark.parametrize("words", ["n\n", "\n", ""])
def test_reset_without_a_yes_changes_nothing(rename: Exercise, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = learner.write(rename)
    answering(monkeypatch, words)

    said = exercise("02.1").reset()

    assert str(said) == (
        f"Nothing was changed                                     {TITLE}\n"
        '  Next      exercise("02.1").reset("yes") does it without asking'
    )
    assert mine.exists()


def test_reset_with_a_yes_or_without_a_workspace_does_not_ask(
    rename: Exercise, capsys: pytest.CaptureFixture[str]
) -> None:
    learner.write(rename)

    first = exercise("02.1").reset("yes")
    shutil.rmtree(learner.workspace(rename))
    second = exercise("02.1").reset()

    assert (first.headline, second.headline, second["Kept"]) == ("At its start again",) * 2 + ("",)
    assert capsys.readouterr().out == ""


def test_a_notebook_goes_on_after_its_own_reset(rename: Exercise) -> None:
    lab = exercise("02.1").start()
    learner.write(rename)

    exercise("02.1").reset("yes")

    assert lab.alembic("current").ok
    assert workspace.current().path == lab.path


def test_reset_keeps_the_progress(rename: Exercise) -> None:
    kept.remember(Record("02.1", "done", 4, 2))

    exercise("02.1").reset("yes")

    assert kept.known("02.1") == Record("02.1", "done", 4, 2)


def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the exercises that a learner may edit."""
    copy = tmp_path / "exercises"
    shutil.copytree(records.EXERCISES, copy)
    monkeypatch.setattr(doing, "EXERCISES", copy)
    return copy / "02_1_rename" / records.FILE


@pytest.mark.parametrize("text", ["id = ", "id = '02.1'", "\udcff"])
def test_an_exercise_toml_that_a_learner_broke_is_nobodys_attempt(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own(tmp_path, monkeypatch).write_text(text, encoding="utf-8", errors="surrogateescape")

    verdict = exercise("02.1").check()

    assert (verdict.kind, verdict.name) == ("lab state is off", "02.1 rename")
    assert verdict["Found"].startswith("`02_1_rename/exercise.toml` ")
    assert kept.known("02.1") == Record("02.1")


def test_a_check_is_told_even_if_it_cannot_be_noted(rename: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_file, "WAIT", 0.01)
    learner.write(rename, LOSES)

    with closing(sqlite3.connect(store.place())) as other:
        other.execute("BEGIN EXCLUSIVE")
        first, second = exercise("02.1").check(), exercise("02.1").check()
        hint = exercise("02.1").hint()

    assert (first.kind, first.criterion) == ("not yet", "rename.column")
    assert first["Progress"].startswith(
        "The note of your progress, `progress.db`, cannot be used now (database is lock"
    )
    assert second["Hint"] == 'hint 1 of 3 is one call away: exercise("02.1").hint()'
    assert (hint.headline, hint["Progress"]) == ("Hint 1 of 3", first["Progress"])
    assert exercise("02.1").hint().headline == "Hint 2 of 3"
    assert kept.known("02.1") == Record("02.1", "", 2, 2, "not yet", "rename.column", 2)


def test_a_damaged_progress_is_told_with_the_verdict(rename: Exercise) -> None:
    store.place().write_bytes(b"no database " * 400)

    verdict = exercise("02.1").check()

    assert verdict.kind == "not started"
    assert verdict["Progress"].startswith("`progress.db` was damaged (file is not a database), so a new one was begun.")


def test_the_model_is_read_from_the_lab() -> None:
    found = paper.model(exercise("02.1").record)

    assert [path for path, _ in found.pages] == ["alembic/versions/007_rename_full_name.py"]
    assert isinstance(exercise("02.1").hint(), Notice)


def test_a_verb_of_a_broken_exercise_is_told_in_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(tmp_path, monkeypatch).unlink()

    with pytest.raises(LabError) as caught:
        exercise("02.1").hint()

    assert str(caught.value) == (
        "`02_1_rename/exercise.toml` cannot be read: No such file or directory.\nHint: Get the lab's files again."
    )


def test_a_broken_exercise_shows_what_is_wrong_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(tmp_path, monkeypatch).write_text("<b>")

    assert str(exercise("02.1")).startswith("`02_1_rename/exercise.toml` cannot be read: ")
    assert exercise("02.1")._repr_html_().startswith("<p>`02_1_rename/exercise.toml` cannot be read: ")
