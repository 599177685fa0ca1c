"""The values of a column that is gone: a rename moves them, a drop beside an add loses them."""

from pathlib import Path

import pytest

from migration_lab.values.column_fate import Fate, fates
from migration_lab.values.rows import Rows
from migration_lab.values.schema import Schema, diff
from tests.migration_lab.databases import run

PEOPLE = """CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, flag INT DEFAULT 1);
            INSERT INTO people (id, name) VALUES (5, NULL), (7, 'Hedy'), (11, 'Zoë'), (17, 'Ada Byron');"""


def after(path: Path, script: str) -> tuple[Fate, ...]:
    run(path, PEOPLE)
    before, rows = Schema.read(path), Rows.read(path)
    run(path, script)
    return fates(diff(before, Schema.read(path)), rows, Rows.read(path))


def told(found: tuple[Fate, ...]) -> list[str]:
    return [f"{sign} {words}" for fate in found for sign, words in fate.lines]


@pytest.mark.parametrize(
    ("script", "lines"),
    [
        ("ALTER TABLE people RENAME COLUMN name TO label", ["~ moved 3 values of people.name to people.label"]),
        (
            "ALTER TABLE people ADD COLUMN label TEXT NOT NULL DEFAULT ''; ALTER TABLE people DROP COLUMN name",
            ["- lost 3 values of people.name"],
        ),
        ("ALTER TABLE people DROP COLUMN name", ["- lost 3 values of people.name"]),
        (
            "ALTER TABLE people ADD COLUMN switch INT DEFAULT 1; ALTER TABLE people DROP COLUMN flag",
            ["- lost 4 values of people.flag"],
        ),
        ("UPDATE people SET name = 'x'", []),
        ("DROP TABLE people", []),
    ],
)
def test_values_are_followed_row_by_row(tmp_path: Path, script: str, lines: list[str]) -> None:
    assert told(after(tmp_path / "app.db", script)) == lines


def test_values_that_moved_in_part_are_told_apart(tmp_path: Path) -> None:
    found = after(
        tmp_path / "app.db",
        "ALTER TABLE people RENAME COLUMN name TO label; UPDATE people SET label = 'x' WHERE id = 7",
    )

    assert found == (Fate("people", "name", lost=1, moved=2, to="label"),)
    assert told(found) == ["~ moved 2 values of people.name to people.label", "- lost 1 value of people.name"]


def test_values_of_another_row_did_not_move(tmp_path: Path) -> None:
    swap = "UPDATE people SET label = CASE id WHEN 7 THEN 'Zoë' WHEN 11 THEN 'Ada Byron' ELSE 'Hedy' END"

    found = after(tmp_path / "app.db", f"ALTER TABLE people RENAME COLUMN name TO label; {swap}")

    assert told(found) == ["- lost 3 values of people.name"]


def test_one_value_is_no_plural() -> None:
    assert told((Fate("people", "name", 1),)) == ["- lost 1 value of people.name"]
