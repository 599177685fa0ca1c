"""Statements that count, and how they are shown."""

import pytest

from migration_lab.crashing import steps
from migration_lab.values.statement import Statement


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("CREATE TABLE a (id INTEGER)", True),
        ("\n  insert into a values (1)", True),
        ("BEGIN", False),
        ("BEGIN IMMEDIATE", False),
        ("commit;", False),
        ("SAVEPOINT one", False),
        ("PRAGMA foreign_keys=OFF", False),
    ],
)
def test_transactions_and_settings_do_not_count(text: str, counts: bool) -> None:
    assert steps.is_step(text) is counts


def test_a_long_statement_is_one_line_with_its_end_cut() -> None:
    assert steps.one_line("CREATE TABLE a (\n  id INTEGER\n)") == "CREATE TABLE a ( id INTEGER )"
    assert steps.one_line("SELECT " + "x" * 100) == f"SELECT {'x' * 65} …"


def test_rows_are_told_of_statements_that_change_rows_only() -> None:
    grid = steps.grid([Statement("CREATE TABLE a (id)", rows=-1), Statement("DELETE FROM a", rows=1)])

    assert grid.rows == (("1", "CREATE TABLE a (id)", ""), ("2", "DELETE FROM a", "1 row"))
