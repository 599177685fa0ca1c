"""A damaged state is what would be read from a database that was damaged like that."""

import pytest

from migration_lab.judging.replay import State
from migration_lab.selfcheck.mutants import contents, damage, shapes, subject
from tests.migration_lab.judging import replays
from tests.migration_lab.judging.replays import START

BATCH_OF_ALL = "ALTER TABLE users ADD COLUMN age INTEGER; ALTER TABLE orders ADD COLUMN note TEXT DEFAULT 'x'"
SQL = {
    "table users dropped": "PRAGMA foreign_keys = OFF; DROP TABLE users",
    "column users.age missing": "ALTER TABLE users DROP COLUMN age",
    "column users.age with the type TEXT": "ALTER TABLE users DROP COLUMN age; ALTER TABLE users ADD COLUMN age TEXT",
    "column users.age with a default": (
        "ALTER TABLE users DROP COLUMN age; ALTER TABLE users ADD COLUMN age INTEGER DEFAULT 'mutant'; "
        "UPDATE users SET age = NULL"
    ),
    "column orders.note without its default": (
        "ALTER TABLE orders DROP COLUMN note; ALTER TABLE orders ADD COLUMN note TEXT; UPDATE orders SET note = 'x'"
    ),
    "extra column in users": "ALTER TABLE users ADD COLUMN mutant_extra INTEGER",
    "index ix_users_email of users dropped": "DROP INDEX ix_users_email",
    "index ix_users_email of users renamed": (
        "DROP INDEX ix_users_email; CREATE UNIQUE INDEX mutant_ix_users_email ON users (email)"
    ),
    "index ix_users_email of users not unique": (
        "DROP INDEX ix_users_email; CREATE INDEX ix_users_email ON users (email)"
    ),
    "trigger stamp of users dropped": "DROP TRIGGER stamp",
    "table _alembic_tmp_orders left behind": "CREATE TABLE _alembic_tmp_orders (id INTEGER)",
    "one row of users lost": "DELETE FROM users WHERE id = 13",
    "all rows of users lost": "DELETE FROM users",
    "one row of users twice": "INSERT INTO users SELECT 1000000000, name, email, photo, age FROM users WHERE id = 13",
    "all values of orders.note lost": "UPDATE orders SET note = NULL",
    "one value of orders.note lost": "UPDATE orders SET note = NULL WHERE id = 1",
    "two values of users.name swapped": (
        "UPDATE users SET name = CASE id WHEN 7 THEN 'Seán O''Brien' ELSE 'Hedy' END WHERE id IN (7, 13)"
    ),
}


def after(sql: str = "") -> State:
    return replays.state(f"{START}; {BATCH_OF_ALL}; {sql}")


@pytest.fixture(scope="module")
def blows() -> dict[str, damage.Damage]:
    at = subject.of(replays.state(START), after())
    return {one.words: one.damage for one in [*shapes.blows(at), *contents.blows(at)]}


@pytest.mark.parametrize("words", SQL)
def test_damage_is_what_sqlite_would_show(blows: dict[str, damage.Damage], words: str) -> None:
    if words == "one row of users twice":  # the unique index does not let SQLite do it: compared without it
        damaged, real = (
            blows[words](after("DROP INDEX ix_users_email")),
            after(f"DROP INDEX ix_users_email; {SQL[words]}"),
        )
    else:
        damaged, real = blows[words](after()), after(SQL[words])

    assert damaged["primary"].schema == real["primary"].schema
    assert damaged["primary"].rows == real["primary"].rows


def test_damage_leaves_a_state_alone_that_has_no_such_table(blows: dict[str, damage.Damage]) -> None:
    empty = replays.state("CREATE TABLE other (id INTEGER PRIMARY KEY)")

    changed = {words for words, done in blows.items() if done(empty) != empty}

    assert changed == {
        "table _alembic_tmp_orders left behind",
    }


def test_lost_children_and_rows_without_a_parent_are_among_the_damage() -> None:
    at = subject.of(replays.state(START), after(""))
    only_users = subject.Subject(at.before, at.after, (("primary", "users"),), at.children)

    found = {one.words: one.damage(at.after) for one in contents.blows(only_users)}

    assert found["all rows of orders lost, children of users"].count("orders") == 0
    orphans = found["one row of orders points to no row of users"].orphans
    assert [(one.table, one.parent, one.count) for one in orphans] == [("orders", "users", 1)]
    swapped = found["two rows of orders at each other's user_id"]
    assert [swapped.row("orders", key)["user_id"] for key in (1, 2, 3)] == [17, 7, 7]  # type: ignore[index]
