"""An answer is found out by running it, on a copy; a question without a single answer is its author's to mend."""

import pytest

from migration_lab import predict
from migration_lab.errors import LabError
from migration_lab.exercises import starting
from migration_lab.exercises.exercise import Exercise
from migration_lab.lessons import workspace
from migration_lab.lessons.workspace import Workspace
from migration_lab.predicting.asking import AGAIN
from tests.migration_lab import learner

SQL = "select count(*) from users where full_name is null"


def test_the_choice_whose_value_comes_out_holds() -> None:
    asked = predict("How many?", {"none": 0, "one": 1}, lambda: 1)

    assert asked.guess("none").holds == "one"


def test_a_test_may_say_why() -> None:
    asked = predict(
        "6 * 7?", {"less": lambda it: it < 42, "more": lambda it: it >= 42 and f"{it} is not less"}, lambda: 42
    )

    assert (asked.guess(1).holds, asked.guess(1).why, asked.guess(1).seen) == ("more", "42 is not less", 42)


def test_an_error_is_something_to_be_seen() -> None:
    asked = predict("1 / 0?", {"0": 0, "an error": lambda it: isinstance(it, ZeroDivisionError)}, lambda: 1 // 0)

    assert asked.guess(2).right


def test_it_runs_on_a_copy_without_a_trace(rename: Exercise) -> None:
    lab = starting.go_on(rename)
    learner.write(rename, 'op.drop_column("users", "full_name")')
    before = learner.all_of(lab.path)

    asked = predict(
        "What becomes of the names?",
        {"they are lost": lambda lost: lost > 0 and f"{lost} users have none", "they stay": 0},
        count_after_upgrade,
    )

    assert asked.guess(2).why == "1000 users have none"
    assert learner.all_of(lab.path) == before
    assert workspace.current().path == lab.path


def count_after_upgrade(lab: Workspace) -> int:
    assert lab.path != workspace.current().path
    lab.alembic("upgrade", "head").raise_for_failure()
    return sum("full_name" not in row.columns for row in [lab.row("users", 17)]) * lab.rows()["users"].count


def test_without_an_open_project_there_is_nothing_to_copy() -> None:
    workspace.leave()

    with pytest.raises(LabError) as caught:
        predict("?", {"a": 1, "b": 2}, lambda lab: lab)

    assert caught.value.message == "No lesson is open here, so there is no workspace to work on."


def test_an_error_of_the_lab_that_no_choice_can_be_tested_on_is_told_itself() -> None:
    def run() -> None:
        raise LabError("There is no `app.db`.", "Open the lesson again.")

    with pytest.raises(LabError) as caught:
        predict("?", {"a": 1, "b": lambda it: it.ok}, run)

    assert str(caught.value) == "There is no `app.db`.\nHint: Open the lesson again."


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"a": 1, "b": 2}, "“How many?” has no single answer: none of its choices holds. Seen: 3"),
        ({"a": 3, "b": 3, "c": 1}, "“How many?” has no single answer: 2 of its choices hold: “a”, “b”. Seen: 3"),
        (
            {"a": 3, "b": lambda it: it.ok},
            "A choice of “How many?” cannot be tested (AttributeError: 'int' object has no attribute 'ok'). Seen: 3",
        ),
    ],
)
def test_a_question_without_a_single_answer_is_told(choices: dict[str, object], message: str) -> None:
    with pytest.raises(LabError) as caught:
        predict("How many?", choices, lambda: 3)

    assert (caught.value.message, caught.value.hint) == (message, AGAIN)


def test_a_slip_in_what_is_run_is_told_too() -> None:
    with pytest.raises(LabError) as caught:
        predict("How many?", {"a": 1, "b": 2}, lambda: missing)  # type: ignore[name-defined] # noqa: F821

    assert caught.value.message.endswith("Seen: NameError: name 'missing' is not defined")


def test_one_choice_is_no_choice() -> None:
    with pytest.raises(LabError) as caught:
        predict("How many?", {"one": 1}, lambda: 1)

    assert str(caught.value) == "“How many?” has 1 choices.\nHint: A guess needs at least 2."
