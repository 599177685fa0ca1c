"""The card of an exercise: every button does what its verb does, and says the same."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from ipywidgets import Button

from migration_lab import exercise, following, places
from migration_lab.exercises import doing, in_card, task
from migration_lab.exercises import exercise as records
from migration_lab.exercises.exercise import Exercise
from migration_lab.lessons import attempts, workspace
from migration_lab.progress.record import Record
from migration_lab.widgets.dressed import words
from migration_lab.widgets.exercise_card import OLD, ExerciseCard
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


def stands(card: ExerciseCard) -> str:
    """Read how far the card says the exercise is."""
    return str(card.state.value).removeprefix("<p>15 minutes. <strong>State:</strong> ").removesuffix("</p>")


def focused(widgets: dict[str, Button]) -> list[str]:
    """Let the page tell who gets the focus; the list grows."""
    names: list[str] = []
    for name, widget in widgets.items():
        widget.send = lambda content, name=name: names.append(name) if content == {"do": "focus"} else None
    return names


def test_a_card_is_labelled_and_shows_task_and_state(card: ExerciseCard) -> None:
    assert [name.lower() for name in card.buttons] == list(task.VERBS)
    assert all(button.tooltip for button in card.buttons.values())
    assert card.state.value == "<p>15 minutes. <strong>State:</strong> started, nothing judged yet</p>"
    assert "<h3>02.1 Rename without losing data</h3>" in card.live.children[1].children[0].value


def test_its_face_is_the_same_whatever_was_done(card: ExerciseCard) -> None:
    before = words(card.face)
    kept.remember(Record("02.1", "done", 4, 2, solution="seen"))

    now = ExerciseCard(exercise("02.1"))

    assert words(now.face) == before
    assert stands(now) == "done · 4 attempts · 2 of 3 hints read · solution seen"


def test_start_makes_the_project_the_place_to_work(card: ExerciseCard, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(places.home() / "02_1_rename")
    card.refresh()
    before = stands(card)

    said = press(card, "Start")

    assert [before, stands(card)] == ["not started", "started, nothing judged yet"]
    assert said == [
        '<div role="status" aria-live="polite"><p>02_1_rename is ready: 1,000 users at revision '
        "006_index_endpoint_lookup. <code>%alembic</code> and paths of files now mean "
        "<code>02_1_rename</code>.</p></div>"
    ]
    assert workspace.current().name == "02_1_rename"
    assert capsys.readouterr().out == ""


def test_check_gives_the_verdict_of_the_verb(card: ExerciseCard, rename: Exercise) -> None:
    first = press(card, "Check")
    learner.write(rename)
    second = press(card, "Check")

    assert 'data-verdict="not started"' in first[-1]
    assert 'data-verdict="done"' in second[-1]
    assert second[-1] == in_card.words(exercise("02.1").check()._repr_html_())
    assert "press <strong>Compare</strong>" in second[-1]
    assert stands(card) == "done · 1 attempt"


def test_while_a_verb_works_old_words_stay_and_no_other_button_can_be_pressed(card: ExerciseCard) -> None:
    press(card, "Hint")
    old, seen = card.said.value, []

    def look(change: dict[str, str]) -> None:
        usable = [name for name, button in card.buttons.items() if not button.disabled]
        seen.append((change["new"], card.said.value == old, usable))

    card.busy.observe(look, "value")
    press(card, "Check")

    assert seen[0][0] == '<div role="status" aria-live="polite">Checking…</div>'
    assert seen[0][1]
    assert seen[-1] == ('<div role="status" aria-live="polite"></div>', False, [*card.buttons])
    assert OLD not in card.said._dom_classes


def test_the_pressed_button_alone_stays_usable(card: ExerciseCard) -> None:
    seen = []
    card.said.observe(lambda _: seen.append({name: one.disabled for name, one in card.buttons.items()}), "value")

    card.buttons["Check"].click()

    assert [name for name, disabled in seen[0].items() if not disabled] == ["Check"]


def test_the_same_words_once_more_are_said_once_more(card: ExerciseCard) -> None:
    first = press(card, "Check")

    assert press(card, "Check") == ['<div role="status" aria-live="polite"></div>', first[-1]]


def test_what_was_done_before_stays_and_the_last_check_is_told(card: ExerciseCard, rename: Exercise) -> None:
    learner.write(rename)
    press(card, "Check")
    learner.write(rename, forward="pass")

    press(card, "Check")

    assert 'data-verdict="not yet"' in card.said.value
    assert stands(card) == "done before; last check: not yet · 2 attempts"


def test_hints_come_one_after_the_other(card: ExerciseCard) -> None:
    said = [press(card, "Hint")[-1] for _ in range(2)]

    assert ["Hint 1 of 3" in said[0], "Hint 2 of 3" in said[1]] == [True, True]
    assert kept.known("02.1").hints == 2
    assert stands(card) == "started, nothing judged yet · 2 of 3 hints read"


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

    assert card.question.is_open
    assert card.question.words.value == (
        '<div role="status" aria-live="polite">Put 02_1_rename back to its start? What you wrote is kept.</div>'
    )
    assert mine.exists()
    assert card.said.value == '<div role="status" aria-live="polite"></div>'


def test_no_changes_nothing_and_says_only_that(card: ExerciseCard, rename: Exercise) -> None:
    mine = learner.write(rename)
    press(card, "Reset")

    card.question.no.click()

    assert card.said.value == (
        '<div class="migration-lab-notice" role="status"><p><strong>Nothing was changed</strong> · '
        "02.1 Rename without losing data</p></div>"
    )
    assert not card.question.is_open
    assert mine.exists()


def test_yes_puts_it_back_and_keeps_the_attempt(card: ExerciseCard, rename: Exercise) -> None:
    mine = learner.write(rename)
    press(card, "Reset")

    card.question.yes.click()

    assert "At its start again" in card.said.value
    assert not mine.exists()
    assert [one.files for one in attempts.read("02_1_rename")] == [(learner.MINE,)]


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_the_focus_goes_to_the_question_and_back(card: ExerciseCard, rename: Exercise, answer: str) -> None:
    names = focused({"no": card.question.no, "Reset": card.buttons["Reset"]})

    press(card, "Reset")
    getattr(card.question, answer).click()

    assert names == ["no", "Reset"]


def test_an_answer_that_comes_twice_counts_once(card: ExerciseCard, rename: Exercise) -> None:
    press(card, "Reset")
    card.question.no.click()
    mine = learner.write(rename)

    card.question.yes.click()

    assert mine.exists()


def test_another_button_takes_the_question_away(card: ExerciseCard, rename: Exercise) -> None:
    mine = learner.write(rename)
    press(card, "Reset")

    press(card, "Hint")

    assert not card.question.is_open
    assert mine.exists()


def test_reset_without_a_workspace_does_not_ask(card: ExerciseCard, rename: Exercise) -> None:
    shutil.rmtree(learner.workspace(rename))

    press(card, "Reset")

    assert not card.question.is_open
    assert (places.home() / rename.name / "alembic.ini").exists()


def test_the_state_follows_what_other_cells_do(card: ExerciseCard) -> None:
    exercise("02.1").hint()

    following.tell()

    assert stands(card) == "started, nothing judged yet · 1 of 3 hints read"


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
