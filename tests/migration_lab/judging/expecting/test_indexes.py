"""Indexes: columns in order, unique, partial, by name; each expectation holds and fails."""

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss
from tests.migration_lab.judging.replays import DROP_ALL, replayed

THERE = "Its indexes: ix_orders_open (user_id, total DESC) WHERE total > 0"
NO_ORDERS = Miss("there is no table orders; it had 3 rows at the start. Tables: none", "upgrade()")
PARTIAL = ("user_id", "total DESC")


def test_an_index_is_expected_by_its_columns_and_its_condition() -> None:
    assert expect.index(replayed(), "orders", columns=PARTIAL, only="(Total > 0)") is None
    assert expect.index(replayed(), "users", columns=["email"]) is None
    assert expect.unique_index(replayed(), "users", columns=["email"]) is None


def test_an_index_on_an_expression_is_expected() -> None:
    replay = replayed("CREATE INDEX ix_lower ON users (lower(name));")

    assert expect.index(replay, "users", columns=["lower(name)"]) is None
    assert expect.index(replay, "users", columns=["lower(name"]) is not None


def test_an_index_on_some_rows_is_no_index_on_all() -> None:
    assert expect.index(replayed(), "orders", columns=PARTIAL) == Miss(
        f"orders has no index on (user_id, total DESC). {THERE}", "upgrade()"
    )


def test_another_order_of_columns_is_another_index() -> None:
    assert expect.index(replayed(), "orders", columns=["total", "user_id"], only="total > 0") == Miss(
        f"orders has no index on (total, user_id) WHERE total > 0. {THERE}", "upgrade()"
    )


def test_an_index_that_lost_its_direction_is_another_index() -> None:
    replay = replayed("DROP INDEX ix_orders_open; CREATE INDEX ix_orders_open ON orders (user_id, total);")

    assert expect.index(replay, "orders", columns=PARTIAL) == Miss(
        "orders has no index on (user_id, total DESC). Its indexes: ix_orders_open (user_id, total)", "upgrade()"
    )


def test_a_unique_index_is_not_any_index() -> None:
    replay = replayed("DROP INDEX ix_users_email; CREATE INDEX ix_users_email ON users (email);")

    assert expect.unique_index(replay, "users", columns=["email"]) == Miss(
        "users has no unique index on (email). Its indexes: ix_users_email (email)", "upgrade()"
    )


def test_an_index_is_expected_by_its_name() -> None:
    assert expect.index_named(replayed(), "orders", name="ix_orders_open") is None
    assert expect.index_named(replayed("DROP INDEX ix_orders_open;"), "orders", name="ix_orders_open") == Miss(
        "orders has no index ix_orders_open. Its indexes: none", "upgrade()"
    )


def test_an_index_is_expected_to_be_gone() -> None:
    assert expect.index_gone(replayed("DROP INDEX ix_orders_open;"), "orders", name="ix_orders_open") is None
    assert expect.index_gone(replayed(), "orders", name="ix_orders_open") == Miss(
        "orders still has the index ix_orders_open (user_id, total DESC) WHERE total > 0", "upgrade()"
    )


def test_indexes_of_a_table_that_went_are_not_praised() -> None:
    replay = replayed(DROP_ALL)

    assert expect.index(replay, "orders", columns=PARTIAL) == NO_ORDERS
    assert expect.index_named(replay, "orders", name="ix_orders_open") == NO_ORDERS
    assert expect.index_gone(replay, "orders", name="ix_orders_open") == NO_ORDERS
