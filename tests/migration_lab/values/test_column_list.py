from pathlib import Path

from migration_lab.values import column_list
from migration_lab.values.parts import Column, Table, View
from migration_lab.values.schema import Schema
from tests.migration_lab import databases


def test_a_column_is_told_with_its_keys(tmp_path: Path) -> None:
    script = """
    CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE DEFAULT 'x' NOT NULL,
                        email TEXT UNIQUE, boss_id INT REFERENCES users, twice INT AS (id * 2) STORED);
    CREATE UNIQUE INDEX ix ON users (name);
    """
    table = Schema.read(databases.run(tmp_path / "app.db", script))["users"]

    assert str(column_list.of_table(table)).splitlines() == [
        "table users (AUTOINCREMENT)",
        "column   type     null      default  key            more",
        "-------  -------  --------  -------  -------------  -----------------------------------",
        "id       INTEGER  NULL               PK",
        "name     TEXT     NOT NULL  'x'      UNIQUE         COLLATE NOCASE",
        "email    TEXT     NULL               UNIQUE",
        "boss_id  INT      NULL               FK → users.id",
        "twice    INT      NULL                              GENERATED ALWAYS AS (id * 2) STORED",
    ]


def test_the_columns_of_a_view_have_names_and_types() -> None:
    grid = column_list.of_view(View("old", "SELECT 1"), (Column("a", "INTEGER"), Column("b", "")))

    assert str(grid) == "view old\ncolumn  type\n------  -------\na       INTEGER\nb"


def test_a_table_whose_columns_cannot_be_read_says_so() -> None:
    assert (
        column_list.of_table(Table("index of words", ())).caption == "table index of words: its columns cannot be read"
    )
