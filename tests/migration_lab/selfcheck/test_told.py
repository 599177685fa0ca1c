"""Each rule about what answers are told, broken once."""

import dataclasses
from pathlib import Path

import pytest

from migration_lab.exercises.answers import Answer
from migration_lab.judging.message import Line
from migration_lab.judging.verdict import Kind, Verdict
from migration_lab.running.runner import Run
from migration_lab.selfcheck import told
from migration_lab.selfcheck.stage import Tried
from tests.migration_lab.judging.replays import exercise

NAMES = exercise()
RIGHT = Answer("solution", "solution", Path())
WRONG = Answer(
    "wrong/lost", "wrong", Path(), verdict="not yet", criterion="rename.rows-kept", words=("0 of 4", "Ada Byron")
)
FOUND = (Line("Found", "0 of 4 rows are left; Ada Byron is gone"),)


def verdict(kind: Kind, criterion: str = "") -> Verdict:
    return Verdict(kind, "02.9", "Keep the names", 2, (), criterion, FOUND)


def said(answer: Answer, given: Verdict, *runs: Run) -> list[str]:
    return [str(one) for one in told.of(NAMES, Tried(answer, runs, given))]


def test_what_was_promised_is_no_problem() -> None:
    assert said(RIGHT, verdict("done")) == []
    assert said(RIGHT, verdict("done, with a note")) == []
    assert said(WRONG, verdict("not yet", "rename.rows-kept")) == []


def test_a_right_answer_that_is_refused_is_told() -> None:
    assert said(RIGHT, verdict("not yet", "rename.rows-kept")) == [
        "02_9_names (right): `solution` is right, but it is told “not yet” "
        "(rename.rows-kept: 0 of 4 rows are left; Ada Byron is gone). "
        "Correct the answer, or the criterion that is too strict."
    ]


def test_a_wrong_answer_that_is_praised_is_told() -> None:
    assert said(WRONG, verdict("done")) == [
        "02_9_names (wrong): `wrong/lost` is told “done” (0 of 4 rows are left; Ada Byron is gone), "
        "but its `answer.toml` says “not yet”. Correct the one or the other."
    ]


def test_another_criterion_is_told() -> None:
    assert said(WRONG, verdict("not yet", "rename.one-head")) == [
        "02_9_names (wrong): `wrong/lost` fails `rename.one-head`, but its `answer.toml` says `rename.rows-kept`. "
        "Correct `criterion`, or the order of the goals."
    ]


def test_missing_words_are_told() -> None:
    other = dataclasses.replace(WRONG, words=("0 of 4", "user 17"))

    assert said(other, verdict("not yet", "rename.rows-kept")) == [
        "02_9_names (words): The message for `wrong/lost` does not say “user 17”. "
        "Correct `words` in its `answer.toml`, or the message."
    ]


@pytest.mark.parametrize("answer", [RIGHT, WRONG])
def test_a_fault_of_ours_is_told_for_every_answer(answer: Answer) -> None:
    broken = dataclasses.replace(verdict("our checker broke"), report="KeyError: 'users' (check.py, line 3)")

    assert said(answer, broken) == [
        f"02_9_names (report): `{answer.name}`: our own checker broke: KeyError: 'users' (check.py, line 3). "
        "Correct `check.py`: it must understand every state."
    ]


def test_a_command_that_fails_is_told() -> None:
    assert said(RIGHT, verdict("done"), Run("alembic upgrade heda", 255, "FAILED")) == [
        "02_9_names (commands): `solution`: `alembic upgrade heda` ended with exit code 255. "
        "Correct `commands` in its `answer.toml`."
    ]


def test_a_message_that_is_too_long_is_told() -> None:
    long = dataclasses.replace(verdict("done"), lines=tuple(Line(str(one), "word") for one in range(12)))

    assert said(RIGHT, long) == [
        "02_9_names (length): The message for `solution` has more than 12 lines. Shorten goal sentences, Why or Next."
    ]


def test_an_untouched_exercise_must_be_not_started() -> None:
    found = told.at_the_start(NAMES, (verdict("not started"), verdict("not yet", "rename.one-head")))

    assert [str(one) for one in found] == [
        "02_9_names (start): Untouched (start), it is told “not yet”, not “not started”: "
        "rename.one-head: 0 of 4 rows are left; Ada Byron is gone. Let `start/` lay no answer, and the start be whole."
    ]
    assert list(told.at_the_start(NAMES, (verdict("not started"), verdict("not started")))) == []
