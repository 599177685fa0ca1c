"""The cost of a right answer: the tables it made anew, the rows that were copied, the lock."""

import pytest

from migration_lab.judging import expect
from tests.migration_lab.judging.replays import replayed

BATCH = """CREATE TABLE _alembic_tmp_users (id INTEGER PRIMARY KEY, name {type}, email VARCHAR(99), photo BLOB);
INSERT INTO _alembic_tmp_users SELECT * FROM users; DROP TABLE users; ALTER TABLE _alembic_tmp_users RENAME TO users;
CREATE UNIQUE INDEX ix_users_email ON users (email);"""
LOCK = "the write lock is held from the first row to the last: readers may go on, every other writer waits"


@pytest.mark.parametrize("type", ["VARCHAR(50)", "TEXT"])
def test_a_table_that_was_made_anew_is_told_with_its_rows(type: str) -> None:
    replay = replayed(BATCH.format(type=type))

    assert expect.rebuilt(replay) == (("users", 4),)
    assert expect.cost(replay) == f"your change rebuilds the table users (4 rows copied); {LOCK}"
    assert expect.cost(replay, more="A larger table is an outage").endswith("waits. A larger table is an outage")


@pytest.mark.parametrize(
    "up",
    [
        "ALTER TABLE users ADD nick TEXT;",
        "ALTER TABLE users RENAME name TO full_name;",
        "DROP INDEX ix_users_email;",
        "CREATE TABLE notes (id INTEGER);",
        "DELETE FROM orders;",
        "",
    ],
)
def test_a_change_in_place_costs_nothing_worth_a_note(up: str) -> None:
    assert expect.cost(replayed(up)) == ""


def test_a_table_that_was_made_anew_before_is_recognised_by_what_changed() -> None:
    start = 'CREATE TABLE "a" (id INTEGER PRIMARY KEY, n INTEGER); CREATE TABLE alembic_version (version_num);'
    up = "CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT); DROP TABLE a; ALTER TABLE t RENAME TO a;"
    replay = replayed(up, start=f"{start} INSERT INTO alembic_version VALUES ('001'); INSERT INTO a VALUES (1, 1);")

    assert expect.rebuilt(replay) == (("a", 1),)
