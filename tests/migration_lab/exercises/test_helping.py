"""Help that comes when it is wanted: hints in order, an offer after two equal failures, one speed bump."""

import pytest

from migration_lab import exercise
from migration_lab.exercises.exercise import Exercise
from migration_lab.exercises.paper import Paper
from migration_lab.progress.record import Record
from tests.migration_lab import learner
from tests.migration_lab.progress import kept

LOSES = 'op.drop_column("users", "full_name")'
TITLE = "02.1 Rename without losing data"

pytestmark = pytest.mark.usefixtures("_noted")


def test_two_equal_failures_offer_a_hint(rename: Exercise) -> None:
    learner.write(rename, LOSES)

    first, second, third = (exercise("02.1").check() for _ in range(3))

    assert (first["Hint"], second["Hint"]) == ("", 'hint 1 of 3 is one call away: exercise("02.1").hint()')
    assert third["Hint"] == second["Hint"]
    assert [line for line in second.lines if line.label != "Hint"] == list(first.lines)
    assert kept.known("02.1").repeats == 3


def test_another_failure_offers_none(rename: Exercise) -> None:
    learner.write(rename, LOSES)
    exercise("02.1").check()
    learner.write(rename, "raise ValueError(1)")

    verdict = exercise("02.1").check()

    assert (verdict.kind, verdict["Hint"]) == ("your migration raised", "")


def test_the_offer_names_the_hint_that_is_next_and_at_last_the_solution(rename: Exercise) -> None:
    kept.remember(Record("02.1", "", 2, 1, "not yet", "rename.column", 2))
    learner.write(rename, LOSES)

    second = exercise("02.1").check()
    exercise("02.1").hint()
    exercise("02.1").hint()
    last = exercise("02.1").check()

    assert second["Hint"] == 'hint 2 of 3 is one call away: exercise("02.1").hint()'
    assert last["Hint"] == 'exercise("02.1").solution() shows the model answer'


def test_a_next_that_names_the_first_hint_names_the_next_one(rename: Exercise) -> None:
    learner.write(rename, f'{learner.FORWARD}; op.execute("DELETE FROM user_profiles WHERE id = 3")')
    first = exercise("02.1").check()
    exercise("02.1").hint()

    second = exercise("02.1").check()

    assert first["Next"] == 'exercise("02.1").hint() is one idea (1 of 3)'
    assert second["Next"] == 'exercise("02.1").hint() is one idea (2 of 3)'


def test_hints_come_in_order_and_are_counted(rename: Exercise) -> None:
    told = [exercise("02.1").hint() for _ in range(4)]

    assert [one.headline for one in told] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "All 3 hints"]
    assert tuple(one["Hint"] for one in told[:3]) == rename.hints
    assert tuple(told[3][f"Hint {number}"] for number in (1, 2, 3)) == rename.hints
    assert told[0]["Next"] == 'try it, then exercise("02.1").check(); exercise("02.1").hint() is the next one (2 of 3)'
    assert told[2]["Next"].endswith('; exercise("02.1").solution() shows the model answer')
    assert kept.known("02.1") == Record("02.1", hints=3)


def test_the_solution_has_one_speed_bump() -> None:
    exercise("02.1").hint()

    first, second = exercise("02.1").solution(), exercise("02.1").solution()

    assert str(first) == (
        f"One moment before the solution                          {TITLE}\n"
        '  Hints     you have read 1 of 3; exercise("02.1").hint() is the next one (2 of 3)\n'
        '  Next      exercise("02.1").solution() once more shows the model answer, whenever you want it'
    )
    assert isinstance(second, Paper)
    assert 'op.alter_column("users", "full_name", new_column_name="display_name")' in str(second)
    assert kept.known("02.1").solution == "seen"


def test_once_it_is_done_there_is_no_bump() -> None:
    kept.remember(Record("02.1", "done", 1))

    assert isinstance(exercise("02.1").solution(), Paper)
