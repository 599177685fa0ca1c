"""PostgreSQL: rows before and after, counts and orphans, with values and names of its own."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL, NullPool, create_engine

from migration_lab import programs
from migration_lab.errors import LabError
from migration_lab.values import column_counts, orphans
from migration_lab.values.peek import Choice
from migration_lab.values.peeking import peek
from migration_lab.values.rows import LIMIT, Rows
from tests.history.server import running

pytestmark = pytest.mark.postgres

SCRIPT = """CREATE TABLE users (id int PRIMARY KEY, "100%" text, tags int[], facts json);
    INSERT INTO users VALUES (1, 'a', '{1,2}', '{"b": 1}'), (2, NULL, NULL, NULL);
    CREATE TABLE "po%sts" (id int PRIMARY KEY, "user%" int);
    INSERT INTO "po%sts" VALUES (1, 1), (2, 99), (3, NULL);"""
LATER = """UPDATE users SET "100%" = 'b', tags = '{3}' WHERE id = 1;
    ALTER TABLE "po%sts" ADD FOREIGN KEY ("user%") REFERENCES users (id) NOT VALID;"""


@pytest.fixture(scope="module")
def url() -> Iterator[URL]:
    folder = programs.postgres()
    assert folder, "There is no PostgreSQL here. Install it, or leave its tests out: `pytest -m 'not postgres'`"
    with running(folder) as url:
        yield url


@pytest.fixture
def before(url: URL) -> Rows:
    """Make the tables, read them, and change them."""
    run(url, f"DROP SCHEMA public CASCADE; CREATE SCHEMA public; {SCRIPT}")
    kept = Rows.read(url)
    run(url, LATER)
    return kept


def run(url: URL, script: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(script.replace("%", "%%"))


def test_what_changed_is_shown(before: Rows, url: URL) -> None:
    found = peek(before, url, "users")

    assert str(found) == (
        "users: 1 changed, 0 lost, 0 added (2 → 2 rows). 1 more column, not shown.\n"
        "row        id  100%         tags\n"
        "---------  --  -----------  ---------------\n"
        "~ changed  1   ~ 'a' → 'b'  ~ (1, 2) → (3,)"
    )


def test_orphans_are_counted_by_the_server_as_in_memory(before: Rows, url: URL) -> None:
    (found,) = orphans.of(before, url, "po%sts").keys

    assert (found.orphans, found.sign) == ((1, 1), "+")


def test_a_large_table_is_looked_at_by_key_and_counted_by_the_server(before: Rows, url: URL) -> None:
    run(url, f"INSERT INTO users SELECT i, 'x', '{{1}}', '{{}}' FROM generate_series(3, {LIMIT + 1}) AS i;")

    found = peek(before, url, "users", Choice(keys=(1, LIMIT)))
    counts = column_counts.of(before, url, "users")

    assert [(line.sign, line.key) for line in found.lines] == [("~", (1,)), ("+", (LIMIT,))]
    assert (counts["facts"].nulls, counts["facts"].distinct) == ((1, 1), (1, 2))
    assert (counts["100%"].nulls, counts["100%"].distinct) == ((1, 1), (1, 2))


def test_a_table_that_may_not_be_read_is_told(before: Rows, url: URL) -> None:
    run(url, "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN; GRANT USAGE ON SCHEMA public TO guest;")

    with pytest.raises(LabError) as error:
        peek(before, url.set(username="guest"), "users")

    assert error.value.message.endswith("could not be read: permission denied for table users.")
