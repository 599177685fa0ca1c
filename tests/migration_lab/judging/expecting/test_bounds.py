"""An upgrade that does more than was asked, and whose downgrade puts it back."""

from dataclasses import replace

import pytest

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss
from migration_lab.judging.expecting.bounds import PUT_BACK, TAKE_OUT
from migration_lab.judging.replay import UPGRADE
from migration_lab.values.snapshot import DatabaseState, Snapshot
from tests.migration_lab.judging.replays import START, replayed, state

NICK = "ALTER TABLE users ADD nick TEXT;"
MEANT = ("users.nick", "notes", "users.ix_nick")


JUNK = "1 difference of the schema, first: "
ROWS = "rows of 1 table, first: "


def test_what_was_asked_for_may_differ() -> None:
    up = NICK + "UPDATE users SET nick = name; CREATE TABLE notes (id INTEGER); CREATE INDEX ix_nick ON users (nick);"
    other = "UPDATE users SET name = 'x'; DROP TABLE orders;"

    assert expect.nothing_else(replayed(up), MEANT) is None
    assert expect.nothing_else(replayed(other), ("users.name", "orders")) is None


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("DROP INDEX ix_users_email;", f"{JUNK}- removed index users.ix_users_email: UNIQUE (email)"),
        ("ALTER TABLE users ADD junk;", f"{JUNK}+ added column users.junk: NULL"),
        ("CREATE VIEW v AS SELECT 1;", f"{JUNK}+ added view v (AS SELECT 1)"),
        ("CREATE TABLE old AS SELECT * FROM orders;", f"{JUNK}+ added table old (3 columns); {ROWS}+ added 3 rows"),
        ("DROP TRIGGER stamp;", f"{JUNK}- removed trigger users.stamp: "),
        ("UPDATE orders SET total = 1;", f"{ROWS}~ changed 3 rows of orders, first: id 1: total 10 → 1"),
        ("INSERT INTO users (id) VALUES (18);", f"{ROWS}+ added 1 row of users (4 → 5), first: id 18"),
    ],
)
def test_what_was_not_asked_for_is_told_though_the_downgrade_puts_it_back(more: str, found: str) -> None:
    missed = expect.nothing_else(replayed(NICK + more), MEANT)

    assert missed is not None
    assert (missed.where, missed.next) == ("upgrade()", TAKE_OUT)
    assert missed.found.startswith(f"more has changed than was asked: {found}")


def test_what_is_wrong_in_the_learners_own_database_is_put_back_there() -> None:
    replay = replayed()
    harmed = replace(replay, own=state(START + "UPDATE orders SET total = 1;"))

    assert expect.nothing_else(replay, (), after="own") is None
    assert expect.nothing_else(harmed, ("orders.total",), after="own") is None
    assert expect.nothing_else(harmed, (), after="own") == Miss(
        f"in your own database more has changed than was asked: {ROWS}~ changed 3 rows of orders, first: id 1: "
        "total 10 → 1",
        next=PUT_BACK,
    )


def test_rows_may_differ_where_the_shape_may_not() -> None:
    rows = "DELETE FROM orders; INSERT INTO users (id) VALUES (18);"

    assert expect.nothing_else(replayed(rows), ("orders.*", "users.*")) is None
    found = expect.nothing_else(replayed(f"{rows} ALTER TABLE users ADD junk;"), ("orders.*", "users.*"))
    assert found == Miss(
        "more has changed than was asked: 1 difference of the schema, first: + added column users.junk: NULL",
        "upgrade()",
        next=TAKE_OUT,
    )


def test_the_other_database_must_be_as_it_was() -> None:
    replay = replayed()
    two = Snapshot((*replay.start.databases.databases, ("analytics", replay.start["primary"])))
    without = Snapshot((*replay.after(UPGRADE).databases.databases, ("analytics", DatabaseState())))
    begun = replace(replay, start=replace(replay.start, databases=two))
    lost = replace(begun.steps[0], state=replace(begun.steps[0].state, databases=without))

    found = expect.nothing_else(replace(begun, steps=(lost,)), ())

    assert found == Miss("the database `analytics` is gone", "upgrade()")


def test_another_order_of_columns_is_no_difference() -> None:
    up = (
        "ALTER TABLE users DROP photo; ALTER TABLE users ADD photo BLOB; UPDATE users SET photo = x'00ff' WHERE id = 7;"
    )

    assert expect.nothing_else(replayed(up), ()) is None


def test_what_has_no_name_may_differ_and_all_else_of_its_table_may_not() -> None:
    anew = "CREATE TABLE members (team VARCHAR(9), user_id INTEGER, role TEXT{}, PRIMARY KEY (team, user_id){}){};"
    rows = "INSERT INTO members VALUES ('red', 7, 'lead'), ('red', 17, NULL), ('blue', 17, 'lead');"
    rule, named, other = (
        f"DROP TABLE members; {anew.format(*words)} {rows}"
        for words in (
            ("", ", UNIQUE (user_id, team)", ""),
            ("", ", CONSTRAINT uq UNIQUE (user_id, team)", ""),
            ("", "", " WITHOUT ROWID"),
        )
    )

    assert expect.nothing_else(replayed(rule), ("members.(no name)",)) is None
    assert expect.nothing_else(replayed(rule), ("members.role",)) is not None
    assert expect.nothing_else(replayed(named), ("members.(no name)",)) is not None
    assert expect.nothing_else(replayed(other), ("members.(no name)", "members.team", "members.user_id")) is not None
