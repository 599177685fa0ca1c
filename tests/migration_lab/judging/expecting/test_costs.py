"""The cost of a right answer: the tables it made anew, the rows that were copied, the lock."""

from dataclasses import replace

import pytest

from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import expect, replaying
from migration_lab.judging.replay import Replay
from migration_lab.values.statement import Statement
from tests.migration_lab.judging.replays import START, replayed
from tests.migration_lab.learner import write

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


ANEW = START.replace("CREATE TABLE users", 'CREATE TABLE "users"')  # as SQLite keeps what an earlier batch made anew
NAMED = BATCH.format(type="VARCHAR(50)").replace(" name ", " full_name ")
BY_BATCH = ("CREATE TABLE _alembic_tmp_users (id INTEGER)", "ALTER TABLE _alembic_tmp_users RENAME TO users")


def sending(replay: Replay, *texts: str, database: str = "app.db", done: bool = True) -> Replay:
    """Let the upgrade have sent these statements."""
    first, *others = replay.steps
    statements = tuple(Statement(text, database=database, done=done) for text in texts)
    return replace(replay, steps=(replace(first, runs=(replace(first.run, statements=statements),)), *others))


def test_a_column_that_a_batch_renamed_in_a_table_made_anew_before_costs_its_rows(rename: Exercise) -> None:
    batch = 'with op.batch_alter_table("endpoint_configs") as it: it.alter_column("{}", new_column_name="{}")'
    write(rename, batch.format("path", "route"), batch.format("route", "path"))

    made = replaying.replay(rename)

    assert made.failed is None
    assert made.start.schema()["endpoint_configs"].ddl.startswith('CREATE TABLE "endpoint_configs"')
    assert expect.rebuilt(made) == (("endpoint_configs", 3000),)


@pytest.mark.parametrize(
    "sent",
    [
        BY_BATCH,
        (
            '\nCREATE TABLE "_alembic_tmp_users" (\n\tid INTEGER\n)',
            'ALTER TABLE "_alembic_tmp_users" RENAME TO "users"',
        ),
        ("create table if not exists main.fresh (id INTEGER)", "alter table [fresh] rename to `users`"),
        ("CREATE TABLE Fresh AS SELECT * FROM users", "-- into place\nALTER TABLE fresh /* new */ RENAME TO Users"),
        ("ALTER TABLE users RENAME TO old", "CREATE TABLE users (id INTEGER)", "INSERT INTO users SELECT id FROM old"),
        ("DROP TABLE users", "CREATE TABLE users (id INTEGER)"),
    ],
)
def test_a_table_is_made_anew_where_the_sql_says_so(sent: tuple[str, ...]) -> None:
    assert expect.rebuilt(sending(replayed(NAMED, start=ANEW), *sent)) == (("users", 4),)


@pytest.mark.parametrize(
    "sent",
    [
        ("ALTER TABLE users RENAME COLUMN name TO full_name",),
        ("ALTER TABLE users RENAME TO people", "ALTER TABLE people RENAME TO users"),
        ("CREATE TABLE users_archive (id INTEGER)", "ALTER TABLE users_archive RENAME TO users_2025"),
        ("CREATE TABLE IF NOT EXISTS users (id INTEGER)",),
        ("CREATE TEMPORARY TABLE users (id INTEGER)",),
        ("INSERT INTO orders (total) VALUES ('CREATE TABLE a (b); ALTER TABLE a RENAME TO users')",),
        (),
    ],
)
def test_sql_that_moves_no_row_costs_nothing(sent: tuple[str, ...]) -> None:
    assert expect.rebuilt(sending(replayed("", start=ANEW), *sent)) == ()


def test_what_was_sent_to_another_database_or_failed_is_no_cost() -> None:
    replay = replayed("", start=ANEW)

    assert expect.rebuilt(sending(replay, *BY_BATCH, database="analytics.db")) == ()
    assert expect.rebuilt(sending(replay, *BY_BATCH, done=False)) == ()
