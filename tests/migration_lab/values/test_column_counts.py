"""NULLs and different values of each column, before and after."""

from pathlib import Path

from migration_lab.values import column_counts
from migration_lab.values.rows import Rows
from tests.migration_lab.databases import run

BEFORE = """CREATE TABLE users (id INTEGER PRIMARY KEY, city TEXT COLLATE NOCASE, old TEXT);
    INSERT INTO users VALUES (1, 'Oslo', 'x'), (2, 'oslo', NULL), (3, NULL, NULL);"""
AFTER = """CREATE TABLE users (id INTEGER PRIMARY KEY, city TEXT COLLATE NOCASE, new TEXT);
    INSERT INTO users VALUES (1, 'Oslo', 'x'), (2, 'oslo', NULL), (3, '', NULL);"""


def test_numbers_that_changed_have_both_values_and_a_sign(tmp_path: Path) -> None:
    run(tmp_path / "a.db", BEFORE)
    run(tmp_path / "b.db", AFTER)

    found = column_counts.of(Rows.read(tmp_path / "a.db"), tmp_path / "b.db", "users")

    assert str(found) == (
        "users: values by column.\n"
        "column         NULL     different values\n"
        "-------------  -------  ----------------\n"
        "id             0        3\n"
        "city           ~ 1 → 0  ~ 2 → 3\n"
        "- removed old  - 2      - 1\n"
        "+ added new    + 2      + 1"
    )
    assert found["city"].nulls == (1, 0)


def test_a_large_table_is_counted_by_its_database_and_alike(tmp_path: Path) -> None:
    run(tmp_path / "a.db", BEFORE)
    few = column_counts.of(tmp_path / "a.db", tmp_path / "a.db", "users")
    run(
        tmp_path / "a.db",
        "WITH RECURSIVE n(i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 10001) "
        "INSERT INTO users SELECT i, 'Oslo', NULL FROM n;",
    )

    many = column_counts.of(Rows.read(tmp_path / "a.db"), tmp_path / "a.db", "users")

    assert few["city"].distinct == (2, 2)
    assert (many["city"].distinct, many["city"].nulls, many["id"].distinct) == ((None, 2), (None, 1), (None, 10001))
    assert many.note == "Of the rows before only their number was kept."
    assert "id      ~ not known → 0" in str(many)


def test_an_empty_table_has_columns_too(tmp_path: Path) -> None:
    run(tmp_path / "a.db", "CREATE TABLE t (a);")

    found = column_counts.of(tmp_path / "a.db", tmp_path / "a.db", "t")

    assert (found["a"].nulls, found["a"].distinct) == ((0, 0), (0, 0))
