"""Tables and columns: there or gone, type, nullability, default; each expectation holds and fails."""

import pytest

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss
from tests.migration_lab.judging.replays import DROP_ALL, replayed

COLUMNS = "Columns: id, name, email, photo"
NO_USERS = Miss("there is no table users; it had 4 rows at the start. Tables: none", "upgrade()")


def test_a_table_is_expected() -> None:
    replay = replayed("CREATE TABLE notes (id INTEGER)")

    assert expect.table_exists(replay, "users") is None
    assert expect.table_exists(replay, "nothing") == Miss(
        'there is no table nothing. Tables: members, notes, `odd "name``, orders, users', "upgrade()"
    )
    assert expect.table_exists(replay, "users", after="start") is None


def test_a_table_that_went_is_told_with_its_rows() -> None:
    assert expect.table_exists(replayed(DROP_ALL), "users") == NO_USERS


def test_a_table_is_expected_to_be_gone() -> None:
    assert expect.table_gone(replayed("DROP TABLE orders;"), "orders") is None
    assert expect.table_gone(replayed(), "orders") == Miss("the table orders is still there, with 3 rows", "upgrade()")


def test_a_column_is_expected() -> None:
    assert expect.column_exists(replayed(), "users.name") is None
    assert expect.column_exists(replayed(), "users.nick") == Miss(f"users has no column nick. {COLUMNS}", "upgrade()")
    assert expect.column_exists(replayed(DROP_ALL), "users.name") == NO_USERS


def test_a_column_is_expected_after_another_step() -> None:
    replay = replayed("ALTER TABLE users ADD nick TEXT;", "ALTER TABLE users DROP nick;")

    assert expect.column_exists(replay, "users.nick") is None
    assert expect.column_exists(replay, "users.nick", after="upgrade again") is None
    assert expect.column_exists(replay, "users.nick", after="downgrade") == Miss(
        f"users has no column nick after the downgrade. {COLUMNS}", "downgrade()"
    )
    assert expect.column_exists(replay, "users.nick", after="own") == Miss(
        f"users has no column nick in your own database. {COLUMNS}"
    )


def test_a_column_is_expected_to_be_gone() -> None:
    assert expect.column_gone(replayed("ALTER TABLE users DROP photo;"), "users.photo") is None
    assert expect.column_gone(replayed(), "users.photo") == Miss(f"users.photo is still there. {COLUMNS}", "upgrade()")


def test_a_column_is_not_gone_well_when_its_table_went() -> None:
    assert expect.column_gone(replayed(DROP_ALL), "users.photo") == NO_USERS


@pytest.mark.parametrize("type", ["VARCHAR(50)", "varchar( 50 )"])
def test_a_type_is_expected(type: str) -> None:
    assert expect.column_type(replayed(), "users.name", type=type) is None


def test_another_type_is_told() -> None:
    assert expect.column_type(replayed(), "users.name", type="TEXT") == Miss(
        "users.name has the type VARCHAR(50), not TEXT", "upgrade()"
    )
    assert expect.column_type(replayed(DROP_ALL), "users.name", type="TEXT") == NO_USERS


def test_nullability_is_expected() -> None:
    assert expect.nullable(replayed(), "users.name") is None
    assert expect.not_nullable(replayed(), "orders.user_id") is None
    assert expect.not_nullable(replayed(), "users.name") == Miss("users.name may still be NULL", "upgrade()")
    assert expect.nullable(replayed(), "orders.user_id") == Miss(
        "orders.user_id is NOT NULL: a row without a value is refused", "upgrade()"
    )
    assert expect.nullable(replayed(DROP_ALL), "users.name") == NO_USERS
    assert expect.not_nullable(replayed(DROP_ALL), "users.name") == NO_USERS


@pytest.mark.parametrize(
    ("column", "default"),
    [("n INTEGER DEFAULT 0", "0"), ("n BOOLEAN DEFAULT (TRUE)", "1"), ("n TEXT DEFAULT 'x'", "'x'"), ("n TEXT", None)],
)
def test_a_default_is_expected(column: str, default: str | None) -> None:
    assert expect.column_default(replayed(f"ALTER TABLE users ADD {column};"), "users.n", default=default) is None


@pytest.mark.parametrize(
    ("column", "default", "found"),
    [
        ("n TEXT DEFAULT 'true'", "1", "users.n has the default 'true', not 1"),
        ("n TEXT DEFAULT 'X'", "'x'", "users.n has the default 'X', not 'x'"),
        ("n TEXT", "1", "users.n has no default, not 1"),
        ("n TEXT DEFAULT 0", None, "users.n has the default 0, not no default"),
    ],
)
def test_another_default_is_told(column: str, default: str | None, found: str) -> None:
    replay = replayed(f"ALTER TABLE users ADD {column};")

    assert expect.column_default(replay, "users.n", default=default) == Miss(found, "upgrade()")


def test_a_default_of_a_column_that_went_is_told() -> None:
    assert expect.column_default(replayed(DROP_ALL), "users.name", default=None) == NO_USERS
