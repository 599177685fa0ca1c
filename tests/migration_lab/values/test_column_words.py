"""Columns that came and went, in words: a dropped column is never told as "nothing changed"."""

from migration_lab.values import column_words
from migration_lab.values.peek_lines import Columns
from migration_lab.values.rows import TableRows

BEFORE = ("id", "full_name", "note")


def users(columns: tuple[str, ...], *rows: tuple[object, ...]) -> TableRows:
    return TableRows("users", len(rows), columns, ("id",), rows)


def words(before: TableRows | None, after: TableRows | None) -> str:
    return column_words.of(Columns.of(before, after), before, after)


def test_lost_values_are_counted_and_new_columns_named() -> None:
    before = users(BEFORE, (1, "Ada", None), (2, "Bo", None), (3, None, None))

    assert words(before, users(("id", "display_name"), (1, None), (2, None), (3, None))) == (
        "2 values of full_name are gone, note is gone and had no values, display_name is new"
    )


def test_moved_values_are_told_apart_from_lost_ones() -> None:
    before = users(BEFORE[:2], (1, "Ada"), (2, "Bo"), (3, "Zoë"))

    assert words(before, users(("id", "display_name"), (1, "Ada"), (2, "Bo"), (3, None))) == (
        "2 values of full_name moved to display_name, 1 value of full_name is gone, display_name is new"
    )


def test_where_rows_are_too_many_only_the_columns_are_told() -> None:
    before, after = (TableRows("users", 20_000, ("id", name), ("id",), None) for name in ("old", "new"))

    assert words(before, after) == "old is gone, new is new"


def test_many_columns_are_counted() -> None:
    before, after = users(("id",)), users(("id", *(f"c{number}" for number in range(7))))

    assert words(before, after) == "c0 is new, c1 is new, c2 is new, c3 is new, c4 is new, 2 more columns likewise"


def test_a_table_that_came_or_kept_its_columns_has_nothing_to_tell() -> None:
    table = users(BEFORE)

    assert (words(None, table), words(table, None), words(table, table)) == ("", "", "")
