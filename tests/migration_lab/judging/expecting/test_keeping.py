"""Rows that must still be there: values kept, moved, changed, children, one named row; each holds and fails."""

import pytest

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss
from migration_lab.judging.expecting.matching import TooManyRows
from tests.migration_lab.judging.replays import DROP_ALL, START, VERSION, replayed

NO_USERS = Miss("there is no table users; it had 4 rows at the start. Tables: none", "upgrade()")
ADD = "ALTER TABLE users ADD full_name VARCHAR(50);"
MOVE = f"{ADD} UPDATE users SET full_name = name; ALTER TABLE users DROP name;"
MANY = "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)"


def moved(up: str, example: object = None) -> Miss | None:
    return expect.values_moved(replayed(up), "users.name", "users.full_name", example=example)


def test_rows_are_kept() -> None:
    replay = replayed("ALTER TABLE users ADD nick TEXT DEFAULT 'x'; INSERT INTO users (id) VALUES (99);")

    assert expect.rows_kept(replay, "users") is None
    assert expect.rows_kept(replay, "members") is None
    assert expect.rows_kept(replay, "users", columns=["photo"], after="upgrade again") is None


def test_lost_rows_are_counted_and_one_is_named() -> None:
    replay = replayed("DELETE FROM users WHERE id IN (7, 17);")

    assert expect.rows_kept(replay, "users", columns=["name"]) == Miss(
        "2 of 4 rows of users are left; row 7 of users is gone (name 'Hedy')", "upgrade()"
    )
    assert expect.rows_kept(replay, "users", columns=["name", "email"], example=17) == Miss(
        "2 of 4 rows of users are left; row 17 of users is gone (name 'Ada Byron', email 'a@x')", "upgrade()"
    )


def test_changed_values_are_counted_and_one_row_is_named() -> None:
    replay = replayed("UPDATE users SET name = upper(name), photo = x'00ff00' WHERE id IN (7, 13);")

    assert expect.rows_kept(replay, "users") == Miss(
        "name and photo are not what they must be in 2 of 4 rows of users; "
        "row 7 of users: name must be 'Hedy', is 'HEDY'; photo must be x'00ff' (2 bytes), is x'00ff00' (3 bytes)",
        "upgrade()",
    )
    assert expect.rows_kept(replay, "users", columns=["name"], example=13) == Miss(
        "name is not what it must be in 2 of 4 rows of users; "
        "row 13 of users: name must be 'Seán O''Brien', is 'SEáN O''BRIEN'",
        "upgrade()",
    )


def test_lost_and_changed_rows_are_both_told() -> None:
    replay = replayed("DELETE FROM users WHERE id = 5; UPDATE users SET name = '' WHERE id > 5;")

    assert expect.rows_kept(replay, "users", columns=["name"], example=17) == Miss(
        "3 of 4 rows of users are left; name is '' in 3 of 4 rows of users; "
        "row 17 of users: name must be 'Ada Byron', is ''",
        "upgrade()",
    )


def test_an_empty_text_is_not_null_and_a_number_is_not_a_text() -> None:
    replay = replayed("UPDATE users SET name = '' WHERE id = 5; UPDATE users SET email = 1 WHERE id = 5;")

    found = expect.rows_kept(replay, "users", columns=["name"])

    assert found == Miss(
        "name is not what it must be in 1 of 4 rows of users; row 5 of users: name must be NULL, is ''", "upgrade()"
    )


def test_a_composite_key_names_its_row() -> None:
    replay = replayed("DELETE FROM members WHERE team = 'red' AND user_id = 7;")

    assert expect.rows_kept(replay, "members", columns=["role"]) == Miss(
        "2 of 3 rows of members are left; row ('red', 7) of members is gone (role 'lead')", "upgrade()"
    )


def test_a_key_in_another_order_is_the_same_key() -> None:
    rebuilt = """CREATE TABLE tmp (user_id INTEGER, team VARCHAR(9), role TEXT, PRIMARY KEY (user_id, team));
        INSERT INTO tmp SELECT user_id, team, role FROM members; DROP TABLE members; ALTER TABLE tmp RENAME TO members;
    """

    assert expect.rows_kept(replayed(rebuilt), "members") is None


def test_rows_without_a_key_are_compared_as_a_heap() -> None:
    place = 'odd "name`'

    assert expect.rows_kept(replayed(), place, columns=["a b"]) is None
    assert expect.rows_kept(replayed('DELETE FROM "odd ""name`" WHERE rowid = 2;'), place, columns=["a b"]) == Miss(
        "2 of 3 rows of `odd \"name`` are left as they were; first: `a b` 'one'", "upgrade()"
    )
    assert expect.rows_kept(replayed('UPDATE "odd ""name`" SET "a b" = 2;'), place, columns=["a b"]) == Miss(
        "0 of 3 rows of `odd \"name`` are left as they were; first: `a b` 'one'", "upgrade()"
    )


def test_names_with_dots_are_columns_like_others() -> None:
    replay = replayed('UPDATE "odd ""name`" SET "c.d" = NULL;')

    found = expect.rows_kept(replay, 'odd "name`', columns=["c.d"])

    assert found == Miss("1 of 3 rows of `odd \"name`` is left as they were; first: c.d 'x'", "upgrade()")


def test_a_missing_column_and_a_missing_table_are_told() -> None:
    assert expect.rows_kept(replayed("ALTER TABLE users DROP photo;"), "users") == Miss(
        "users has no column photo. Columns: id, name, email", "upgrade()"
    )
    assert expect.rows_kept(replayed(DROP_ALL), "users") == NO_USERS


def test_an_empty_start_is_kept_by_anything() -> None:
    replay = replayed(start=VERSION + "CREATE TABLE users (id INTEGER PRIMARY KEY);")

    assert expect.rows_kept(replay, "users") is None


def test_a_table_that_grew_beyond_what_is_looked_at_is_told() -> None:
    replay = replayed(f"{MANY} INSERT INTO users (id, name) SELECT i + 100, 'x' FROM n;")

    assert expect.rows_kept(replay, "users") == Miss(
        "users has 10,005 rows, more than the 10,000 that are looked at; users had 4", "upgrade()"
    )
    assert expect.no_nulls(replay, "users.name") == Miss(
        "users has 10,005 rows, more than the 10,000 that are looked at", "upgrade()"
    )


def test_a_start_that_is_too_large_is_the_authors_mistake() -> None:
    start = f"{START} {MANY} INSERT INTO users (id) SELECT i + 100 FROM n;"

    for expectation in (
        lambda replay: expect.rows_kept(replay, "users"),
        lambda replay: expect.no_nulls(replay, "users.name"),
        lambda replay: expect.invariant(replay, "SELECT 1 FROM users", rule="x"),
    ):
        with pytest.raises(TooManyRows, match=r"^`users` has 10,005 rows, more than the 10,000 that are compared$"):
            expectation(replayed(start=start))


def test_values_move_to_another_column() -> None:
    assert moved(MOVE) is None
    assert moved("ALTER TABLE users RENAME name TO full_name;") is None


def test_values_that_did_not_move_are_told() -> None:
    assert moved(ADD, example=17) == Miss(
        "full_name is NULL in 3 of 4 rows of users; row 17 of users: full_name must be 'Ada Byron', is NULL",
        "upgrade()",
    )
    assert moved(f"{ADD} UPDATE users SET full_name = '';", example=17) == Miss(
        "full_name is '' in 4 of 4 rows of users; row 17 of users: full_name must be 'Ada Byron', is ''", "upgrade()"
    )
    assert moved("") == Miss("users has no column full_name. Columns: id, name, email, photo", "upgrade()")
    assert moved(DROP_ALL) == NO_USERS


def test_values_that_are_swapped_are_told() -> None:
    swap = f"{ADD} UPDATE users SET full_name = (SELECT name FROM users u WHERE u.id = 24 - users.id);"

    assert moved(swap) == Miss(
        "full_name is not what it must be in 3 of 4 rows of users; "
        "row 7 of users: full_name must be 'Hedy', is 'Ada Byron'",
        "upgrade()",
    )


def test_values_move_to_another_table() -> None:
    people = "CREATE TABLE people (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO people SELECT id, name FROM users;"

    assert expect.values_moved(replayed(people), "users.name", "people.title") is None
    assert expect.values_moved(replayed(f"{people} DELETE FROM people;"), "users.name", "people.title") == Miss(
        "0 of 4 rows of users are left; row 5 of users is gone (title NULL)", "upgrade()"
    )


def test_values_become_what_is_meant() -> None:
    def lower(name: str | None) -> str | None:
        return name and name.casefold()

    replay = replayed(f"{ADD} UPDATE users SET full_name = lower(name);")
    places = ("users.name", "users.full_name")

    assert expect.values_changed(replay, places, change=lower) is None
    assert expect.values_changed(replay, places, change=str) == Miss(
        "full_name is not what it must be in 4 of 4 rows of users; row 5 of users: full_name must be 'None', is NULL",
        "upgrade()",
    )


def test_children_are_kept() -> None:
    assert expect.children_kept(replayed(), "orders.user_id") is None


def test_lost_children_are_told_with_their_parents() -> None:
    assert expect.children_kept(replayed("DELETE FROM orders;"), "orders.user_id") == Miss(
        "0 of 3 rows of orders are left; row 1 of orders is gone (user_id 7). Rows of users: 4 of 4", "upgrade()"
    )


def test_children_of_another_parent_are_told() -> None:
    assert expect.children_kept(replayed("UPDATE orders SET user_id = 5 WHERE id = 3;"), "orders.user_id") == Miss(
        "user_id is not what it must be in 1 of 3 rows of orders; row 3 of orders: user_id must be 17, is 5. "
        "Rows of users: 4 of 4",
        "upgrade()",
    )


def test_children_that_went_with_their_table_are_told() -> None:
    assert expect.children_kept(replayed("DROP TABLE orders;"), "orders.user_id") == Miss(
        'there is no table orders; it had 3 rows at the start. Tables: members, `odd "name``, users. '
        "Rows of users: 4 of 4",
        "upgrade()",
    )


def test_children_that_went_with_their_parents_are_told_without_them() -> None:
    assert expect.children_kept(replayed("DELETE FROM orders; DROP TABLE users;"), "orders.user_id") == Miss(
        "0 of 3 rows of orders are left; row 1 of orders is gone (user_id 7)", "upgrade()"
    )


def test_one_row_is_expected() -> None:
    assert expect.row_is(replayed(), "users", key=17, values={"name": "Ada Byron", "email": "a@x"}) is None
    assert expect.row_is(replayed(), "users", key=7, values={"photo": b"\x00\xff"}) is None
    assert expect.row_is(replayed(), "members", key=("red", 17), values={"role": None}) is None


def test_another_row_is_told() -> None:
    replay = replayed("DELETE FROM users WHERE id = 5;")

    assert expect.row_is(replay, "users", key=17, values={"name": "Ada", "email": None}) == Miss(
        "row 17 of users has name 'Ada Byron', not 'Ada', email 'a@x', not NULL (3 rows in the table)", "upgrade()"
    )
    assert expect.row_is(replay, "users", key=5, values={"name": None}) == Miss(
        "row 5 of users is not there; the table has 3 rows", "upgrade()"
    )
    assert expect.row_is(replay, "users", key=7, values={"nick": 1}) == Miss(
        "users has no column nick. Columns: id, name, email, photo", "upgrade()"
    )
    assert expect.row_is(replayed(DROP_ALL), "users", key=7, values={"name": 1}) == NO_USERS
