"""The rows of the learner's own database: each that the revisions make must be there; more may be."""

from dataclasses import replace

import pytest

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Replay
from tests.migration_lab.judging.replays import START, replayed, state

STAMPED = f"{START} ALTER TABLE users ADD seen TIMESTAMP; UPDATE users SET seen = '2020-01-01';"
UP = "ALTER TABLE users ADD nick TEXT; UPDATE users SET nick = name"


def with_own(sql: str) -> Replay:
    return replace(replayed(UP, start=STAMPED), own=state(f"{STAMPED}{UP};{sql}"))


@pytest.mark.parametrize(
    "sql",
    ["", "INSERT INTO users (id, name) VALUES (99, 'mine')", "UPDATE users SET seen = '2026-01-01' WHERE id = 17"],
)
def test_own_rows_that_the_revisions_make_hold(sql: str) -> None:
    assert expect.own_rows_kept(with_own(sql)) is None


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        (
            "DELETE FROM users WHERE id = 17",
            "1 table; - lost 1 row of users (4 → 3), first: id 17, name 'Ada Byron', email 'a@x'",
        ),
        (
            "UPDATE users SET nick = NULL WHERE id = 17",
            "1 table; ~ changed 1 row of users, first: id 17: nick 'Ada Byron' → NULL",
        ),
        (
            "DROP TABLE members",
            "1 table; - lost 3 rows of members (3 → 0), first: team 'blue', user_id 17, role 'lead'",
        ),
    ],
)
def test_own_rows_that_are_lost_or_changed_are_told(sql: str, words: str) -> None:
    found = expect.own_rows_kept(with_own(sql))

    assert isinstance(found, Miss)
    assert found.found == f"your own database has not all rows that your revisions make: {words}"
