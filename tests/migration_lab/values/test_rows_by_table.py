"""Rows by table: `users: 17 changed, 0 lost`, and what is the same is said too."""

from pathlib import Path

import pytest

from migration_lab.values import rows_diff
from migration_lab.values.rows import LIMIT, Rows, TableRows
from migration_lab.values.rows_by_table import RowsByTable
from migration_lab.values.snapshot import Snapshot, changes
from tests.migration_lab.databases import run

FIRST = """CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, bio TEXT);
           CREATE TABLE teams (id INTEGER PRIMARY KEY);
           INSERT INTO users VALUES (7, 'dup', 'b7'), (17, 'Ada', NULL), (18, 'Bo', NULL);"""


def took(folder: Path, script: str) -> RowsByTable:
    path = run(folder / "app.db", FIRST)
    before = Snapshot.read({"primary": path})
    run(path, script)
    (one,) = changes(before, Snapshot.read({"primary": path}))
    return one.rows_by_table


def test_every_table_is_told_in_a_sentence(tmp_path: Path) -> None:
    found = took(tmp_path, "UPDATE users SET name = name || '!'; CREATE TABLE new (id INTEGER)")

    assert str(found) == "new: 0 lost\nteams: 0 lost\nusers: 3 changed, 0 lost"


def test_what_differs_comes_first_with_an_example(tmp_path: Path) -> None:
    found = took(
        tmp_path, "DELETE FROM users WHERE id = 7; UPDATE users SET name = '<b>'; INSERT INTO users VALUES (1, '', '')"
    )

    assert found.grid.rows == (
        ("users", "3", "- lost", "2 changed, 1 added, 1 lost", "lost: id 7, name 'dup', bio 'b7'"),
        ("teams", "0", "same", "0 lost", ""),
    )


def test_a_table_that_is_gone_and_values_that_went_with_a_column(tmp_path: Path) -> None:
    found = took(tmp_path, "DROP TABLE teams; ALTER TABLE users DROP COLUMN bio")

    assert [row[:4] for row in found.grid.rows] == [
        ("teams", "0 → no table", "same", "0 lost"),
        ("users", "3", "same", "0 lost"),
        ("", "", "- lost", "1 value of users.bio"),
    ]


def test_without_an_example_there_is_no_column_for_one(tmp_path: Path) -> None:
    found = took(tmp_path, "CREATE INDEX ix ON users (name)")

    assert found.grid.headers == ("table", "rows", "change", "what")
    assert found.grid.rows == (("teams", "0", "same", "0 lost"), ("users", "3", "same", "0 lost"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (1, "1 more, too many rows to be compared one by one"),
        (-2, "2 fewer, too many rows to be compared one by one"),
        (0, "as many as before, too many rows to be compared one by one"),
    ],
)
def test_too_many_rows_are_counted_only(more: int, words: str) -> None:
    before, after = (Rows((TableRows("events", LIMIT + count),)) for count in (10, 10 + more))

    assert str(RowsByTable(rows_diff.every(before, after))) == f"events: {words}"
