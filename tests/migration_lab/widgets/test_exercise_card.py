"""The card of an exercise: every button does what its verb does, and says the same."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from ipywidgets import Button, HBox

from migration_lab import exercise, following, places
from migration_lab.exercises import doing, task
from migration_lab.exercises import exercise as records
from migration_lab.exercises.exercise import Exercise
from migration_lab.lessons import attempts, workspace
from migration_lab.progress.record import Record
from migration_lab.widgets.dressed import words
from migration_lab.widgets.exercise_card import ExerciseCard
from tests.migration_lab import learner
from tests.migration_lab.progress import kept

pytestmark = pytest.mark.usefixtures("_noted")


@pytest.fixture
def _noted(rename: Exercise) -> None:
    """Lay an empty progress file, made once for all tests."""
    kept.remember()


@pytest.fixture
def card(rename: Exercise) -> ExerciseCard:
    return ExerciseCard(exercise("02.1"))


def press(card: ExerciseCard, name: str) -> list[str]:
    """Press a button; return what the card said meanwhile, one after the other."""
    said: list[str] = []
    card.said.observe(lambda change: said.append(change["new"]), "value")
    card.buttons[name].click()
    card.said.unobserve_all()
    return said


def answer(card: ExerciseCard, words: str) -> None:
    """Press one of the buttons of the question."""
    row = card.asking.children[1]
    assert isinstance(row, HBox)
    next(one for one in row.children if isinstance(one, Button) and one.description == words).click()


def test_a_card_is_labelled_and_shows_task_and_state(card: ExerciseCard) -> None:
    assert [name.lower() for name in card.buttons] == list(task.VERBS)
    assert all(button.tooltip for button in card.buttons.values())
    assert card.state.value == "<p>15 minutes. <strong>State:</strong> not started</p>"
    assert "<h3>02.1 Rename without losing data</h3>" in card.live.children[1].children[0].value


def test_its_face_is_the_same_whatever_was_done(card: ExerciseCard) -> None:
    before = words(card.face)
    kept.remember(Record("02.1", "done", 4, 2, solution="seen"))

    now = ExerciseCard(exercise("02.1"))

    assert words(now.face) == before
    assert now.state.value == (
        "<p>15 minutes. <strong>State:</strong> done · 4 attempts · 2 of 3 hints read · solution seen</p>"
    )


def test_start_makes_the_project_the_place_to_work(card: ExerciseCard, capsys: pytest.CaptureFixture[str]) -> None:
    said = press(card, "Start")

    assert said[0] == '<div role="status" aria-live="polite">Laying the start…</div>'
    assert said[-1] == (
        '<div role="status" aria-live="polite"><p>02_1_rename is ready: 1,000 users at revision '
        "006_index_endpoint_lookup. <code>%alembic</code> and paths of files now mean "
        "<code>02_1_rename</code>.</p></div>"
    )
    assert workspace.current().name == "02_1_rename"
    assert capsys.readouterr().out == ""


def test_check_says_that_it_works_then_the_verdict_of_the_verb(card: ExerciseCard, rename: Exercise) -> None:
    first = press(card, "Check")
    learner.write(rename)
    second = press(card, "Check")

    assert first[0] == '<div role="status" aria-live="polite">Checking…</div>'
    assert 'data-verdict="not started"' in first[-1]
    assert second[-1] == exercise("02.1").check()._repr_html_()
    assert 'data-verdict="done"' in second[-1]
    assert card.state.value == "<p>15 minutes. <strong>State:</strong> done · 1 attempt</p>"


def test_hints_come_one_after_the_other(card: ExerciseCard) -> None:
    said = [press(card, "Hint")[-1] for _ in range(2)]

    assert ["Hint 1 of 3" in said[0], "Hint 2 of 3" in said[1]] == [True, True]
    assert kept.known("02.1").hints == 2
    assert card.state.value == "<p>15 minutes. <strong>State:</strong> not started · 2 of 3 hints read</p>"


def test_the_solution_has_its_speed_bump(card: ExerciseCard) -> None:
    first, second = press(card, "Solution")[-1], press(card, "Solution")[-1]

    assert "One moment before the solution" in first
    assert "new_column_name" not in first
    assert second.startswith('<div role="status" aria-live="polite"><p><strong>The model answer of 02.1')


def test_the_comparison_is_closed_before(card: ExerciseCard) -> None:
    assert "Not open yet" in press(card, "Compare")[-1]


def test_reset_asks_in_the_card(card: ExerciseCard, rename: Exercise) -> None:
    mine = learner.write(rename)
    press(card, "Check")

    press(card, "Reset")

    assert card.asking.children[0].value == (
        '<div role="status" aria-live="polite">Put 02_1_rename back to its start? What you wrote is kept.</div>'
    )
    assert mine.exists()
    assert card.said.value == '<div role="status" aria-live="polite"></div>'


def test_no_changes_nothing(card: ExerciseCard, rename: Exercise) -> None:
    mine = learner.write(rename)
    press(card, "Reset")

    answer(card, "No")

    assert "Nothing was changed" in card.said.value
    assert card.asking.children == ()
    assert mine.exists()


def test_yes_puts_it_back_and_keeps_the_attempt(card: ExerciseCard, rename: Exercise) -> None:
    mine = learner.write(rename)
    press(card, "Reset")

    answer(card, "Yes, put it back")

    assert "At its start again" in card.said.value
    assert not mine.exists()
    assert [one.files for one in attempts.read("02_1_rename")] == [(learner.MINE,)]


def test_another_button_takes_the_question_away(card: ExerciseCard, rename: Exercise) -> None:
    mine = learner.write(rename)
    press(card, "Reset")

    press(card, "Hint")

    assert card.asking.children == ()
    assert mine.exists()


def test_reset_without_a_workspace_does_not_ask(card: ExerciseCard, rename: Exercise) -> None:
    shutil.rmtree(learner.workspace(rename))

    press(card, "Reset")

    assert card.asking.children == ()
    assert (places.home() / rename.name / "alembic.ini").exists()


def test_the_state_follows_what_other_cells_do(card: ExerciseCard) -> None:
    exercise("02.1").hint()

    following.tell()

    assert card.state.value == "<p>15 minutes. <strong>State:</strong> not started · 1 of 3 hints read</p>"


def test_what_goes_wrong_is_a_sentence_and_nothing_old_stays(
    card: ExerciseCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(card, "Hint")
    monkeypatch.setattr(doing, "EXERCISES", tmp_path)

    press(card, "Hint")

    assert card.told.region.value == (
        '<div role="status" aria-live="polite"><strong><code>02_1_rename/exercise.toml</code> cannot be read: '
        "No such file or directory.</strong><br>Get the lab&#x27;s files again.</div>"
    )
    assert card.said.value == '<div role="status" aria-live="polite"></div>'


def test_a_verb_that_fails_is_told_though_the_exercise_can_be_read(
    card: ExerciseCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(records.EXERCISES, tmp_path / "exercises")
    shutil.rmtree(tmp_path / "exercises" / card.doing.name / "solution")
    monkeypatch.setattr(doing, "EXERCISES", tmp_path / "exercises")
    press(card, "Solution")

    press(card, "Solution")

    assert card.told.region.value == (
        '<div role="status" aria-live="polite"><strong>Exercise 02.1 has no folder <code>solution</code>.</strong><br>'
        "Make <code>02_1_rename/solution/</code>.</div>"
    )


def test_a_hostile_value_of_the_database_stays_text(card: ExerciseCard, rename: Exercise) -> None:
    with closing(sqlite3.connect(learner.workspace(rename) / "main.db")) as connection:
        connection.executescript("CREATE TABLE '<img src=x onerror=alert(1)>' (id INTEGER PRIMARY KEY)")

    said = press(card, "Check")[-1]

    assert "<img" not in said
