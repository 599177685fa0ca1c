"""How the databases of a project stand, orphans and leftovers included."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.judging import stand
from migration_lab.judging.replay import Orphans

TABLES = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), other_id INTEGER REFERENCES users);
INSERT INTO users VALUES (1, 'Ada');
INSERT INTO orders VALUES (1, 1, NULL), (2, 7, NULL), (3, 8, 9);
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fill(tmp_path / "app.db", TABLES)
    return tmp_path


def fill(file: Path, script: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)


def test_databases_are_read_with_their_rows(folder: Path) -> None:
    found = stand.read(folder)

    assert found.rows().counts == {"orders": 3, "users": 1}
    assert (found["primary"].exists, found["analytics"].exists) == (True, False)
    assert found.problems == {}


def test_rows_that_point_to_nothing_are_counted(folder: Path) -> None:
    assert stand.read(folder).orphans == (Orphans("primary", "orders", "users", 3, 2),)


def test_orphans_of_a_table_without_row_numbers_are_counted_each(folder: Path) -> None:
    fill(
        folder / "app.db",
        "CREATE TABLE tags (name TEXT PRIMARY KEY, user_id INTEGER REFERENCES users) WITHOUT ROWID;"
        "INSERT INTO tags VALUES ('a', 5), ('b', 6);",
    )

    assert Orphans("primary", "tags", "users", 2, None) in stand.read(folder).orphans


def test_a_parent_that_is_gone_makes_all_its_children_orphans(folder: Path) -> None:
    fill(folder / "app.db", "DROP TABLE users")

    assert stand.read(folder).orphans == (Orphans("primary", "orders", "users", 4, 1),)


def test_a_foreign_key_to_no_key_does_not_stop_the_reading(folder: Path) -> None:
    fill(folder / "app.db", "CREATE TABLE odd (name TEXT REFERENCES users (name)); INSERT INTO odd VALUES ('Ada');")

    found = stand.read(folder)

    assert found.count("odd") == 1
    assert found.orphans == ()


def test_what_a_batch_left_behind_is_named(folder: Path) -> None:
    fill(folder / "app.db", "CREATE TABLE _alembic_tmp_users (id INTEGER)")

    assert stand.read(folder).leftovers == ("_alembic_tmp_users",)


def test_a_file_that_is_no_database_is_told(folder: Path) -> None:
    (folder / "app.db").write_bytes(b"no database" * 100)

    found = stand.read(folder)

    assert found.problems == {
        "primary": "The file `app.db` is not a SQLite database, or it is encrypted (file is not a database)."
    }
    assert (found.schema().tables, found.orphans, found.leftovers) == ((), (), ())
