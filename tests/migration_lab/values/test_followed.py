"""One row through a history: each change with sign and word, and where the row is not."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.values import followed

SCRIPTS = (
    "CREATE TABLE other (x)",
    "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, bio TEXT)",
    "INSERT INTO users VALUES (17, 'Ada', NULL), (18, 'Bob', 'b')",
    "UPDATE users SET name = 'Ada B.' WHERE id = 17",
    "ALTER TABLE users ADD COLUMN \"a<b\" TEXT DEFAULT 'x'",
    "ALTER TABLE users DROP COLUMN bio",
    "DELETE FROM users WHERE id = 17",
    "DROP TABLE users",
)


@pytest.fixture
def stops(tmp_path: Path) -> list[tuple[str, Path | None]]:
    """A database file after each script, and one revision that could not be replayed."""
    files: list[tuple[str, Path | None]] = []
    for number, script in enumerate(SCRIPTS):
        file = tmp_path / f"{number}.db"
        if files:
            file.write_bytes((tmp_path / f"{number - 1}.db").read_bytes())
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(script)
            connection.commit()
        files.append((f"r{number}", file))
    return [*files[:4], ("broken", None), *files[4:]]


def test_each_change_has_sign_and_word(stops: list[tuple[str, Path | None]]) -> None:
    found = followed.follow(stops, "users", 17)

    assert [" | ".join(line) for line in found.grid.rows] == [
        "r0 | = not there yet | no table users",
        "r1 | = not there yet | ",
        "r2 | + added | id 17, name 'Ada'",
        "r3 | ~ changed | name: 'Ada' → 'Ada B.'",
        "broken | ! unknown | this revision could not be replayed",
        "r4 | + added | column a<b: 'x'",
        "r5 | - removed | column bio, which was NULL",
        "r6 | - removed | the row is gone; it had id 17, name 'Ada B.', a<b 'x'",
        "r7 | = gone | ",
    ]
    assert found.grid.caption == "users 17, revision by revision"


def test_at_one_stop_the_row_is_shown_column_by_column_what_changed_first(stops: list[tuple[str, Path | None]]) -> None:
    found = followed.follow(stops, "users", 17)

    assert str(found.at("r5")) == (
        "users 17 after r5\n"
        "column  change     value\n"
        "------  ---------  --------\n"
        "bio     - removed  was NULL\n"
        "id      = same     17\n"
        "name    = same     'Ada B.'\n"
        "a<b     = same     'x'"
    )
    assert found.at("r3").rows[0] == ("name", "~ changed", "'Ada' → 'Ada B.'")
    assert found.at("r0").rows == (("= not there yet", "no table users"),)


def test_a_table_that_goes_takes_its_rows_along(stops: list[tuple[str, Path | None]]) -> None:
    found = followed.follow(stops, "users", 18)

    assert found.grid.rows[-1] == ("r7", "- removed", "the table is gone; it had id 18, name 'Bob', a<b 'x'")


def test_the_same_number_of_another_type_is_a_change(tmp_path: Path) -> None:
    files = []
    for number, value in enumerate(("1", "'1'", "1.0")):
        file = tmp_path / f"{number}.db"
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(f"CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, {value})")
        files.append((file.stem, file))

    found = followed.follow(files, "t", 1)

    assert [line[2] for line in found.grid.rows[1:]] == ["v: 1 → '1'", "v: '1' → 1.0"]


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("user", 17, "No revision has a table `user`.\nHint: `lab.schema()` names the tables."),
        ("users", (1, 2), "The key of `users` is `id`: 1 value, not 2.\nHint: Give one value for each column, "
                          "several as a tuple."),
        ("other", 1, "`other` has no primary key, so none of its rows has a name.\nHint: Follow another table."),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_told(
    stops: list[tuple[str, Path | None]], table: str, key: object, words: str
) -> None:
    with pytest.raises(LabError) as caught:
        followed.follow(stops, table, key)

    assert str(caught.value) == words
