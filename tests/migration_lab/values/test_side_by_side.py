"""Side by side: every table that differs with all its parts, what is the same and what is not."""

from pathlib import Path

from migration_lab.values.schema import Schema
from migration_lab.values.side_by_side import LONGEST, MOST, SideBySide, side_by_side
from tests.migration_lab.databases import run

BEFORE = """CREATE TABLE users (id INTEGER PRIMARY KEY, bio TEXT, name VARCHAR(20) NOT NULL);
            CREATE INDEX ix_users_name ON users (name); CREATE INDEX ix_users_bio ON users (bio);
            CREATE TABLE same (id INTEGER); CREATE TABLE gone (id INTEGER); CREATE VIEW v AS SELECT id FROM users;"""
AFTER = """DROP VIEW v; DROP TABLE gone; DROP INDEX ix_users_bio; DROP INDEX ix_users_name;
           CREATE UNIQUE INDEX ix_users_name ON users (name); ALTER TABLE users DROP COLUMN bio;
           ALTER TABLE users ADD COLUMN email TEXT;
           CREATE TABLE profiles (user_id INTEGER REFERENCES users (id));"""


def compared(folder: Path, before: str, after: str) -> SideBySide:
    path = run(folder / "app.db", before)
    first = Schema.read(path)
    run(path, after)
    return side_by_side(first, Schema.read(path))


def test_column_by_column_and_index_by_index(tmp_path: Path) -> None:
    found = compared(tmp_path, BEFORE, AFTER)

    assert str(found) == (
        "gone - removed\n"
        "part       before        after  change\n"
        "---------  ------------  -----  ---------\n"
        "column id  INTEGER NULL         - removed\n"
        "\n"
        "profiles + added\n"
        "part            before  after                                        change\n"
        "--------------  ------  -------------------------------------------  -------\n"
        "column user_id          INTEGER NULL                                 + added\n"
        "foreign key             FOREIGN KEY (user_id) REFERENCES users (id)  + added\n"
        "\n"
        "users ~ changed\n"
        "part                 before                after                 change\n"
        "-------------------  --------------------  --------------------  ---------\n"
        "column id            INTEGER NULL          INTEGER NULL          same\n"
        "column bio           TEXT NULL                                   - removed\n"
        "column name          VARCHAR(20) NOT NULL  VARCHAR(20) NOT NULL  same\n"
        "column email                               TEXT NULL             + added\n"
        "index ix_users_name  (name)                UNIQUE (name)         ~ changed\n"
        "index ix_users_bio   (bio)                                       - removed\n"
        "primary key          PRIMARY KEY (id)      PRIMARY KEY (id)      same\n"
        "\n"
        "beside the tables\n"
        "part    before                   after  change\n"
        "------  -----------------------  -----  ---------\n"
        "view v  AS SELECT id FROM users         - removed"
    )


def test_the_same_schema_has_no_sides(tmp_path: Path) -> None:
    found = compared(tmp_path, BEFORE, "")

    assert not found
    assert (str(found), found._repr_html_()) == ("no difference", "<p>no difference</p>")


def test_of_a_long_table_only_what_differs_is_shown(tmp_path: Path) -> None:
    columns = ", ".join(f"c{number} TEXT" for number in range(LONGEST + 10))

    found = compared(tmp_path, f"CREATE TABLE t ({columns})", "ALTER TABLE t ADD COLUMN more TEXT")

    (grid,) = found.grids
    assert grid.caption == f"t ~ changed ({LONGEST + 10} more lines are left out)"
    assert [row[0] for row in grid.rows] == ["column more"]


def test_of_many_tables_the_rest_is_named(tmp_path: Path) -> None:
    found = compared(tmp_path, "", "".join(f"CREATE TABLE t{number} (a);" for number in range(MOST + 2)))

    assert len(found.grids) == MOST + 1
    assert found.grids[-1].caption == "and 2 more tables"


def test_a_hostile_name_is_text(tmp_path: Path) -> None:
    found = compared(tmp_path, "", 'CREATE TABLE "<img src=x onerror=alert(1)>" ("\u202e" TEXT DEFAULT \'"|`\')')

    assert "<img" not in found._repr_html_()
    assert "&lt;img src=x onerror=alert(1)&gt; + added" in found._repr_html_()
    assert "\u202e" not in str(found)
