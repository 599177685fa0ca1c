"""What a CHECK refuses and takes, tried with values; each expectation holds and fails."""

import pytest

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss
from tests.migration_lab.judging.replays import DROP_ALL, replayed

RULES = [
    "total BETWEEN 1 AND 60",
    "total >= 1 AND total <= 60",
    "NOT (total < 1 OR total > 60)",
    'abs("total" - 30.5) < 30',
]


def ruled(rule: str) -> str:
    return f"DROP TABLE orders; CREATE TABLE orders (id INTEGER, total INTEGER, CONSTRAINT ck_total CHECK ({rule}));"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_known_by_what_it_does(rule: str) -> None:
    replay = replayed(ruled(rule))

    for total in (0, 61, -5):
        assert expect.values_refused(replay, "orders", values={"total": total}) is None
    for number in (1, 60, "7", None):
        assert expect.values_taken(replay, "orders", values={"total": number}) is None


def test_a_rule_that_is_too_weak_or_too_strict_is_told_with_the_value() -> None:
    replay = replayed(ruled("total >= 1"))

    assert expect.values_refused(replay, "orders", values={"total": 61}) == Miss(
        "orders has no CHECK that refuses total 61. Its checks: ck_total CHECK (total >= 1)", "upgrade()"
    )
    assert expect.values_taken(replay, "orders", values={"total": 0}) == Miss(
        "orders refuses total 0: ck_total CHECK (total >= 1)", "upgrade()"
    )


def test_a_table_without_rules_takes_all() -> None:
    assert expect.values_taken(replayed(), "orders", values={"total": -1}) is None
    assert expect.values_refused(replayed(), "orders", values={"total": -1}) == Miss(
        "orders has no CHECK that refuses total -1. Its checks: none", "upgrade()"
    )


def test_a_missing_table_or_column_is_told() -> None:
    assert expect.values_refused(replayed(DROP_ALL), "orders", values={"total": 0}) == Miss(
        "there is no table orders; it had 3 rows at the start. Tables: none", "upgrade()"
    )
    assert expect.values_taken(replayed(), "orders", values={"sum": 0}) == Miss(
        "orders has no column sum. Columns: id, user_id, total", "upgrade()"
    )
