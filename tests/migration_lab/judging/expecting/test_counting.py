"""Numbers of rows, NULLs, duplicates and rules in SQL; each expectation holds and fails."""

import sqlite3

import pytest

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss
from tests.migration_lab.judging.replays import DROP_ALL, replayed

NO_USERS = Miss("there is no table users; it had 4 rows at the start. Tables: none", "upgrade()")
FREE = "SELECT id, total FROM orders WHERE total = 0"


def test_a_number_of_rows_is_expected() -> None:
    assert expect.count_is(replayed(), "users", count=4) is None
    assert expect.count_kept(replayed(), "users") is None
    assert expect.count_is(replayed(), "users", count=1) == Miss(
        "users has 4 rows, not 1; first: row 5 of users", "upgrade()"
    )
    assert expect.count_is(replayed("DELETE FROM orders;"), "orders", count=3) == Miss(
        "orders has 0 rows, not 3", "upgrade()"
    )
    assert expect.count_kept(replayed("DELETE FROM members WHERE team = 'red';"), "members") == Miss(
        "members has 1 row, not 3; first: row ('blue', 17) of members", "upgrade()"
    )
    assert expect.count_is(replayed(DROP_ALL), "users", count=0) == NO_USERS


def test_no_null_is_expected() -> None:
    assert expect.no_nulls(replayed(), "orders.total") is None
    assert expect.no_nulls(replayed("UPDATE users SET name = '' WHERE name IS NULL;"), "users.name") is None
    assert expect.no_nulls(replayed(), "users.name") == Miss(
        "users.name is NULL in 1 of 4 rows; first: row 5 of users", "upgrade()"
    )
    assert expect.no_nulls(replayed(), 'odd "name`.c.d') == Miss(
        "`odd \"name`.c.d` is NULL in 1 of 3 rows; first: row ('two\\n<b>', NULL) of `odd \"name``", "upgrade()"
    )
    assert expect.no_nulls(replayed(), "users.nick") == Miss(
        "users has no column nick. Columns: id, name, email, photo", "upgrade()"
    )
    assert expect.no_nulls(replayed(DROP_ALL), "users.name") == NO_USERS


def test_no_duplicate_is_expected() -> None:
    assert expect.no_duplicates(replayed(), "users", columns=["name"]) is None
    assert expect.no_duplicates(replayed(), "members", columns=["team", "user_id"]) is None


def test_null_is_equal_to_nothing() -> None:
    assert expect.no_duplicates(replayed("UPDATE users SET name = NULL;"), "users", columns=["name"]) is None


def test_duplicates_are_told_with_two_rows() -> None:
    assert expect.no_duplicates(replayed(), "members", columns=["team"]) == Miss(
        "1 value of team stands in more than one row; first: 'red' in row ('red', 7) of members and "
        "row ('red', 17) of members",
        "upgrade()",
    )
    assert expect.no_duplicates(replayed("UPDATE users SET name = 'x';"), "users", columns=["name"]) == Miss(
        "1 value of name stands in more than one row; first: 'x' in row 5 of users and row 7 of users", "upgrade()"
    )
    assert expect.no_duplicates(replayed(), "users", columns=["nick"]) == Miss(
        "users has no column nick. Columns: id, name, email, photo", "upgrade()"
    )
    assert expect.no_duplicates(replayed(DROP_ALL), "users", columns=["name"]) == NO_USERS


def test_a_rule_in_sql_holds_when_nothing_breaks_it() -> None:
    assert expect.invariant(replayed(), "SELECT id FROM users WHERE id < 0", rule="a negative id") is None
    assert expect.invariant(replayed(), 'SELECT 1 FROM "odd ""name`" WHERE "a b" = \'x\'', rule="x") is None


def test_a_rule_that_is_broken_is_told_with_the_first_row() -> None:
    assert expect.invariant(replayed(), FREE, rule="nothing to pay") == Miss(
        "1 row with nothing to pay; first: id 2, total 0", "upgrade()"
    )
    assert expect.invariant(replayed(), "SELECT id FROM orders ORDER BY id DESC", rule="an id") == Miss(
        "3 rows with an id; first: id 3", "upgrade()"
    )
    assert expect.invariant(replayed(), "SELECT photo FROM users WHERE photo IS NOT NULL", rule="a photo") == Miss(
        "1 row with a photo; first: photo x'00ff' (2 bytes)", "upgrade()"
    )


def test_a_rule_about_a_table_that_went_is_told() -> None:
    assert expect.invariant(replayed("DROP TABLE orders;"), FREE, rule="nothing to pay") == Miss(
        'no such table: orders. Tables: members, `odd "name``, users', "upgrade()"
    )
    assert expect.invariant(replayed("ALTER TABLE orders DROP COLUMN total;", start=PLAIN), FREE, rule="x") == Miss(
        "no such column: total. Tables: orders", "upgrade()"
    )


def test_a_rule_that_is_no_sql_is_the_authors_mistake() -> None:
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        expect.invariant(replayed(), "SELEKT 1", rule="x")


PLAIN = """CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER); CREATE TABLE alembic_version (version_num);
INSERT INTO alembic_version VALUES ('001');"""
