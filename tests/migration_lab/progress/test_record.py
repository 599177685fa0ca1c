"""What one verdict adds to a record, and how two records become one."""

import pytest

from migration_lab.judging.verdict import KINDS
from migration_lab.progress.record import COLUMNS, FAILURES, OUTCOMES, Record, fault

FAILED = Record("02.1", attempts=1, failure="not yet", criterion="a.b", repeats=1)


def test_the_verdicts_it_knows_are_those_there_are() -> None:
    assert set(KINDS) >= {*OUTCOMES[1:], *FAILURES}


def test_a_failure_is_counted() -> None:
    assert Record("02.1").judged("not yet", "a.b") == FAILED


def test_an_equal_failure_is_counted_as_a_repeat() -> None:
    assert FAILED.judged("not yet", "a.b").repeats == 2


@pytest.mark.parametrize(("kind", "criterion"), [("not yet", "a.c"), ("your migration raised", "a.b")])
def test_another_failure_begins_anew(kind: str, criterion: str) -> None:
    found = FAILED.judged("not yet", "a.b").judged(kind, criterion)

    assert (found.attempts, found.failure, found.criterion, found.repeats) == (3, kind, criterion, 1)


@pytest.mark.parametrize("kind", ["not started", "lab state is off", "our checker broke"])
def test_what_is_no_attempt_changes_nothing(kind: str) -> None:
    assert FAILED.judged(kind, "") == FAILED


def test_a_pass_ends_the_failures() -> None:
    assert FAILED.judged("done", "") == Record("02.1", outcome="done", attempts=2)


@pytest.mark.parametrize(
    ("first", "second", "best"),
    [
        ("done", "done, with a note", "done"),
        ("done, with a note", "done", "done"),
        ("done", "not yet", "done"),
        ("done, with a note", "your migration raised", "done, with a note"),
    ],
)
def test_the_best_outcome_stays(first: str, second: str, best: str) -> None:
    assert Record("02.1").judged(first, "").judged(second, "").outcome == best


def test_two_memories_become_one_that_loses_nothing() -> None:
    one = Record("02.1", outcome="done", attempts=3, hints=1, solution="asked")
    other = Record(
        "02.1", outcome="done, with a note", attempts=2, hints=3, failure="not yet", criterion="a.b", repeats=2
    )

    both = Record("02.1", "done", 3, 3, "not yet", "a.b", 2, "asked")
    assert (one.merged(other), other.merged(one)) == (both, both)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("attempts", "many"),
        ("attempts", -1),
        ("hints", 2**31),
        ("attempts", True),
        ("outcome", "great"),
        ("solution", "x"),
    ],
)
def test_a_value_that_cannot_be_is_named(name: str, value: object) -> None:
    assert fault({"id": "02.1", name: value}) == f"`{name}` is {value!r}"


def test_a_record_of_ours_has_no_fault() -> None:
    assert fault({name: getattr(FAILED, name) for name in COLUMNS}) == ""
