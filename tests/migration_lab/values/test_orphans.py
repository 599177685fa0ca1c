"""Children without a parent are counted by each foreign key around a table, declared before or after."""

from pathlib import Path

import pytest

from migration_lab.values import orphans
from migration_lab.values.rows import Rows
from tests.migration_lab.databases import run

USERS = "CREATE TABLE users (id INTEGER PRIMARY KEY); INSERT INTO users VALUES (1), (2);"
ROWS = "INSERT INTO posts VALUES (1, 1), (2, 2), (3, 99), (4, NULL);"
PLAIN = USERS + "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER);" + ROWS
KEYED = USERS + "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));" + ROWS


def both(tmp_path: Path, before: str, after: str) -> tuple[Path, Path]:
    run(tmp_path / "a.db", before)
    run(tmp_path / "b.db", after)
    return tmp_path / "a.db", tmp_path / "b.db"


@pytest.mark.parametrize("table", ["users", "posts"])
def test_a_foreign_key_is_counted_where_it_is_not_declared_too(tmp_path: Path, table: str) -> None:
    before, after = both(tmp_path, PLAIN, KEYED)

    found = orphans.of(before, after, table)

    assert str(found) == (
        f"{table}: children without their parent, by foreign key.\n"
        "foreign key  child → parent                orphans\n"
        "-----------  ----------------------------  -------\n"
        "+ added      posts (user_id) → users (id)  1"
    )
    assert found


@pytest.mark.parametrize("kept", ["before", "after", "both", "none"])
def test_rows_that_were_kept_are_counted_as_the_database_counts(tmp_path: Path, kept: str) -> None:
    before, after = both(tmp_path, KEYED, KEYED + "DELETE FROM users WHERE id = 2;")
    sides = (
        Rows.read(before) if kept in {"before", "both"} else before,
        Rows.read(after) if kept in {"after", "both"} else after,
    )

    (found,) = orphans.of(*sides, "users").keys

    assert (found.child, found.orphans, found.sign) == ("posts", (1, 2), "")


def test_a_parent_that_is_no_table_any_more_leaves_only_orphans(tmp_path: Path) -> None:
    before, after = both(tmp_path, KEYED, KEYED + "DROP TABLE users;")

    for later in (after, Rows.read(after)):
        (found,) = orphans.of(before, later, "posts").keys
        assert found.orphans == (1, 3)


def test_a_key_of_several_columns_points_only_when_it_is_whole(tmp_path: Path) -> None:
    script = """CREATE TABLE p (a, b, PRIMARY KEY (a, b)); INSERT INTO p VALUES (1, 'x');
        CREATE TABLE c (a, b, FOREIGN KEY (a, b) REFERENCES p (a, b));
        INSERT INTO c VALUES (1, 'x'), (1, 'y'), (NULL, 'y');"""
    before, after = both(tmp_path, script, script)

    (found,) = orphans.of(before, Rows.read(after), "c").keys

    assert found.orphans == (1, 1)


def test_numbers_and_texts_point_to_each_other_as_in_sqlite(tmp_path: Path) -> None:
    script = USERS + "CREATE TABLE c (u TEXT REFERENCES users (id)); INSERT INTO c VALUES ('1'), ('3');"
    before, after = both(tmp_path, script, script)

    (found,) = orphans.of(before, Rows.read(after), "c").keys

    assert found.orphans == (1, 1)


def test_a_table_without_foreign_keys_says_so(tmp_path: Path) -> None:
    before, after = both(tmp_path, USERS, USERS)

    found = orphans.of(before, after, "users")

    assert found.grid.caption == "users: no foreign key from it or to it."
    assert not found


def test_without_a_schema_nothing_is_claimed(tmp_path: Path) -> None:
    before, _ = both(tmp_path, USERS, USERS)
    bare = Rows(Rows.read(before).tables)

    assert orphans.of(bare, bare, "users").note == "The rows were read without their schema: no foreign key is known."
