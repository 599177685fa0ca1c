"""The way up and down: heads, versions, the way back, the second upgrade, leftovers; each holds and fails."""

from dataclasses import replace

import pytest

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Replay
from migration_lab.judging.replay import NotReached
from migration_lab.running.runner import Run
from tests.migration_lab.judging.replays import DROP_ALL, START, VERSION, failed, replayed, state

INVERSE = "write the inverse of each line in upgrade(), last line first"
NICK = "ALTER TABLE users ADD nick TEXT;"


def test_a_downgrade_that_restores_everything_holds() -> None:
    assert expect.downgrade_restores(replayed(NICK, "ALTER TABLE users DROP nick;")) is None


def test_another_order_of_columns_is_no_difference() -> None:
    start = VERSION + "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT, c TEXT); INSERT INTO a VALUES (1, 'b', 'c');"
    up, down = "ALTER TABLE a DROP b;", "ALTER TABLE a ADD b TEXT; UPDATE a SET b = 'b';"

    assert expect.downgrade_restores(replayed(up, down, start=start)) is None


def test_a_downgrade_that_does_nothing_is_told() -> None:
    assert expect.downgrade_restores(replayed("DROP INDEX ix_users_email;", "SELECT 1", again="")) == Miss(
        "after the downgrade, against the start: 1 difference of the schema, "
        "first: - removed index users.ix_users_email: UNIQUE (email); all rows are equal",
        "downgrade()",
        next=INVERSE,
    )


def test_a_downgrade_that_loses_values_is_told() -> None:
    replay = replayed("ALTER TABLE users DROP name;", "ALTER TABLE users ADD name VARCHAR(50);")

    assert expect.downgrade_restores(replay) == Miss(
        "after the downgrade, against the start: rows of 1 table, first: ~ changed 3 rows of users, "
        "first: id 7: name 'Hedy' → NULL; the schema is equal",
        "downgrade()",
        next=INVERSE,
    )
    assert expect.downgrade_restores(replay, rows_of=["orders"]) is None


def test_an_upgrade_that_dropped_everything_is_not_restored() -> None:
    found = expect.downgrade_restores(replayed(DROP_ALL, "SELECT 1", again=""))

    assert found is not None
    assert found.found.startswith("after the downgrade, against the start: 4 differences of the schema, first: ")
    assert "rows of 4 tables, first: - lost 3 rows of members (3 → 0)" in found.found


def test_the_second_upgrade_is_compared_with_the_first() -> None:
    assert expect.upgrade_again_equal(replayed(NICK)) is None
    assert expect.upgrade_again_equal(replayed("UPDATE users SET name = 'x';", "SELECT 1")) is None
    assert expect.upgrade_again_equal(replayed(NICK, again="SELECT 1")) == Miss(
        "after the second upgrade, against the first: 1 difference of the schema, "
        "first: - removed column users.nick: TEXT NULL",
        "downgrade()",
        next=INVERSE,
    )


def test_another_database_is_expected_to_be_untouched() -> None:
    replay = replayed("INSERT INTO users (id) VALUES (99);")

    assert expect.other_untouched(replay, database="analytics") is None
    assert expect.other_untouched(replay, database="primary") == Miss(
        "the database `primary` is at 002, it was at 001", "upgrade()"
    )
    assert expect.other_untouched(replay, database="primary", after="downgrade") is None


def test_the_learners_own_database_is_called_so_and_no_line_of_a_revision_answers_for_it() -> None:
    replay = replayed()
    harmed = replace(replay, own=state(START + "UPDATE orders SET total = 1;"))
    moved = replace(replay, own=replay.after("upgrade"))

    assert expect.other_untouched(replay, database="primary", after="own") is None
    assert expect.other_untouched(harmed, database="primary", after="own") == Miss(
        "in your own database `primary`: rows of 1 table, first: ~ changed 3 rows of orders, first: id 1: "
        "total 10 → 1; the schema is equal"
    )
    assert expect.other_untouched(moved, database="primary", after="own") == Miss(
        "your own database `primary` is at 002, it was at 001"
    )


def test_a_table_of_a_batch_must_not_be_left() -> None:
    left = "CREATE TABLE _alembic_tmp_users (id INTEGER); INSERT INTO _alembic_tmp_users VALUES (1), (2);"

    assert expect.no_leftovers(replayed()) is None
    assert expect.no_leftovers(replayed(left)) == Miss(
        "1 table left behind by a batch operation: _alembic_tmp_users (2 rows)", "upgrade()"
    )


def test_a_row_must_not_point_to_nothing() -> None:
    assert expect.no_orphans(replayed()) is None
    assert expect.no_orphans(replayed("DELETE FROM users WHERE id = 7;")) == Miss(
        "2 rows of orders point to users rows that are not there; first: row 1 of orders", "upgrade()"
    )


def test_an_orphan_of_the_start_is_not_the_learners() -> None:
    start = (
        VERSION + "CREATE TABLE a (id INTEGER PRIMARY KEY, up INTEGER REFERENCES a (id)); INSERT INTO a VALUES (1, 9);"
    )

    assert expect.no_orphans(replayed(start=start)) is None
    assert expect.no_orphans(replayed("INSERT INTO a VALUES (2, 8);", start=start)) is not None


def test_the_own_database_is_compared_with_what_the_revisions_make() -> None:
    replay = replayed(NICK)
    good = replace(replay, own=replay.after("upgrade"))
    edited = replace(replay, own=state(f"{VERSION} UPDATE alembic_version SET version_num = '002';"))

    assert expect.own_is_replayed(good) is None
    assert expect.own_is_replayed(replay) == Miss("your own database `primary` is at 001, not at 002")
    found = expect.own_is_replayed(edited)
    assert found is not None
    assert found.found.startswith("your own database differs from what your revisions make in 4 things; first: ")


def test_the_own_tables_are_compared_but_for_what_comes_later() -> None:
    replay = replayed(NICK)
    behind = replace(replay, own=replay.start)

    found = expect.own_tables(behind)

    assert found is not None
    assert found.found == (
        "your own database differs from what your revisions make in 1 thing; "
        "first: - removed column users.nick: TEXT NULL"
    )
    assert expect.own_tables(behind, but=("users.nick",)) is None


def test_a_step_that_failed_is_no_state_to_judge() -> None:
    replay = failed(Run("alembic upgrade head", 1, "", error="ValueError: no"), "DELETE FROM orders;")

    for expectation in (expect.upgrade_runs, expect.no_leftovers, expect.downgrade_restores):
        with pytest.raises(NotReached):
            expectation(replay)
    assert expect.upgrade_runs(replayed()) is None
    assert expect.downgrade_runs(replayed()) is None


def stopped_downgrade(error: str, down: str = "SELECT 1") -> Replay:
    """Give a replay whose downgrade ran some SQL and then failed."""
    replay = replayed(NICK, down, again="SELECT 1")
    upgrade, downgrade, _ = replay.steps
    run = Run("alembic downgrade 001", 1, error, error=error)
    return replace(replay, steps=(upgrade, replace(downgrade, runs=(run,))))


def test_a_downgrade_may_refuse_on_purpose() -> None:
    replay = stopped_downgrade("RuntimeError: the names are gone, restore the backup\n")

    assert expect.downgrade_refuses(replay) is None
    assert expect.downgrade_refuses(replay, words="Restore the backup") is None


def test_a_downgrade_that_does_not_refuse_or_does_not_say_why_is_told() -> None:
    assert expect.downgrade_refuses(replayed()) == Miss("the downgrade ends without an error", "downgrade()")
    assert expect.downgrade_refuses(stopped_downgrade("RuntimeError: no\n"), words="backup") == Miss(
        "the downgrade stops and does not say why: RuntimeError: no", "downgrade()"
    )


def test_a_downgrade_that_stops_half_way_is_told() -> None:
    assert expect.downgrade_refuses(stopped_downgrade("RuntimeError: no\n", "DELETE FROM orders")) == Miss(
        "the downgrade stopped half-way: rows of 1 table, first: - lost 3 rows of orders (3 → 0), "
        "first: id 1, user_id 7, total 10; the schema is equal",
        "downgrade()",
    )
