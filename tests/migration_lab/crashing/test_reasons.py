"""One line that says why a command failed."""

import pytest

from migration_lab.crashing.reasons import reason
from migration_lab.running.runner import Run

DATABASE = "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) no such table: a\n[SQL: DROP TABLE a]\n"


@pytest.mark.parametrize(
    ("error", "output", "told"),
    [
        (DATABASE, "", "no such table: a"),
        ("", "INFO\nFAILED: Ambiguous walk\n", "FAILED: Ambiguous walk"),
        ("RuntimeError: 002 deleted rows", "", "RuntimeError: 002 deleted rows"),
        ("", "", "it said nothing"),
    ],
)
def test_the_reason_is_one_line(error: str, output: str, told: str) -> None:
    assert reason(Run("alembic upgrade head", 1, output, error=error)) == told
