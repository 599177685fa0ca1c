"""Constraints and triggers; each expectation holds and fails."""

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss
from tests.migration_lab.judging.replays import DROP_ALL, START, VERSION, replayed

NO_ORDERS = Miss("there is no table orders; it had 3 rows at the start. Tables: none", "upgrade()")
NO_USERS = Miss("there is no table users; it had 4 rows at the start. Tables: none", "upgrade()")
REBUILT = """
CREATE TABLE tmp (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, total NUMERIC DEFAULT 0,
    CONSTRAINT uq_orders UNIQUE (user_id, total), CHECK (total >= 0));
INSERT INTO tmp SELECT * FROM orders; DROP TABLE orders; ALTER TABLE tmp RENAME TO orders;
"""
KEY = "fk_orders_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE"


def test_a_constraint_is_expected_by_its_columns() -> None:
    replay = replayed(REBUILT)

    assert expect.constraint(replay, "orders", kind="unique", columns=["user_id", "total"]) is None
    assert expect.constraint(replay, "orders", kind="primary key", columns=["id"]) is None
    assert expect.constraint(replay, "orders", kind="check") is None
    assert expect.constraint(replayed(), "orders", kind="foreign key", columns=["user_id"]) is None


def test_a_missing_constraint_is_told_with_what_there_is() -> None:
    replay = replayed(REBUILT)

    assert expect.constraint(replay, "orders", kind="unique", columns=["total"]) == Miss(
        "orders has no unique constraint on total. Its unique constraints: uq_orders UNIQUE (user_id, total)",
        "upgrade()",
    )
    assert expect.constraint(replay, "orders", kind="foreign key") == Miss(
        "orders has no foreign key. Its foreign keys: none", "upgrade()"
    )
    assert expect.constraint(replayed(DROP_ALL), "orders", kind="unique") == NO_ORDERS


def test_a_constraint_is_expected_by_its_name() -> None:
    assert expect.constraint_named(replayed(REBUILT), "orders", name="uq_orders") is None
    assert expect.constraint_named(replayed(), "orders", name="uq_orders") == Miss(
        "orders has no constraint uq_orders. Its constraints: no name PRIMARY KEY (id), fk_orders_user_id", "upgrade()"
    )
    assert expect.constraint_named(replayed(DROP_ALL), "orders", name="uq_orders") == NO_ORDERS


def test_a_constraint_is_expected_to_be_gone() -> None:
    assert expect.constraint_gone(replayed(REBUILT), "orders", name="fk_orders_user_id") is None
    assert expect.constraint_gone(replayed(), "orders", name="fk_orders_user_id") == Miss(
        f"orders still has {KEY.replace(' ', ': ', 1)}", "upgrade()"
    )
    assert expect.constraint_gone(replayed(DROP_ALL), "orders", name="fk_orders_user_id") == NO_ORDERS


def test_names_are_expected_for_all_constraints() -> None:
    start = "CREATE TABLE a (id INTEGER, CONSTRAINT pk_a PRIMARY KEY (id));" + VERSION
    unnamed = "DROP TABLE a; CREATE TABLE a (id INTEGER, CONSTRAINT pk_a PRIMARY KEY (id), UNIQUE (id));"

    assert expect.all_named(replayed(start=start)) is None
    assert expect.all_named(replayed(unnamed, start=start)) == Miss(
        "1 constraint has no name; first: UNIQUE (id) of a", "upgrade()"
    )
    assert expect.all_named(replayed("DROP TABLE a;", start=start)) == Miss(
        "there is no table a; it had 0 rows at the start. Tables: none", "upgrade()"
    )


def test_a_foreign_key_is_expected() -> None:
    replay = replayed()

    assert expect.foreign_key(replay, "orders.user_id", target="users.id") is None
    assert expect.foreign_key(replay, "orders.user_id", target="users.id", on_delete="cascade") is None
    assert expect.foreign_key(replay, "orders.user_id", target="users.id", on_delete="SET NULL") == Miss(
        "the foreign key of orders.user_id says ON DELETE CASCADE, not SET NULL", "upgrade()"
    )
    assert expect.foreign_key(replay, "orders.user_id", target="members.user_id") == Miss(
        f"orders has no foreign key from user_id to members.user_id. Its foreign keys: {KEY}", "upgrade()"
    )
    assert expect.foreign_key(replayed(DROP_ALL), "orders.user_id", target="users.id") == NO_ORDERS


def test_a_trigger_is_expected_to_stay() -> None:
    assert expect.trigger_kept(replayed(), "users", name="stamp") is None
    assert expect.trigger_kept(replayed("DROP TRIGGER stamp;"), "users", name="stamp") == Miss(
        "users has no trigger stamp any more. Its triggers: none", "upgrade()"
    )
    assert expect.trigger_kept(replayed(DROP_ALL), "users", name="stamp") == NO_USERS


def test_a_trigger_that_says_something_else_is_told() -> None:
    replay = replayed("DROP TRIGGER stamp; CREATE TRIGGER stamp AFTER DELETE ON users BEGIN SELECT 2; END;")

    found = expect.trigger_kept(replay, "users", name="stamp")

    assert found is not None
    assert found.found.startswith("the trigger stamp of users says something else than at the start: ")
    assert "AFTER DELETE ON users" in found.found


def test_the_start_of_these_tests_has_a_trigger() -> None:
    assert "CREATE TRIGGER stamp" in START
