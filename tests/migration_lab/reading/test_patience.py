from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.reading import first_rows, patience
from migration_lab.reading.source import reading
from tests.migration_lab import databases

ENDLESS = """
CREATE TABLE t (a);
CREATE VIEW endless AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;
"""


def test_a_view_without_end_is_stopped_and_the_connection_stays_usable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.1)
    path = databases.run(tmp_path / "app.db", ENDLESS)

    with reading(path) as connection:
        with pytest.raises(LabError) as raised:
            first_rows.read(connection, "endless")
        after = first_rows.read(connection, "t")

    assert str(raised.value) == (
        "The rows of `endless` did not come within 0.1 seconds, so the database was stopped.\n"
        "Hint: Look at the tables it reads, or ask for less with your own query."
    )
    assert after.columns == ("a",)


def test_another_error_stays_what_it_is(tmp_path: Path) -> None:
    path = databases.run(tmp_path / "app.db", ENDLESS)

    with pytest.raises(LabError) as raised, reading(path) as connection:
        first_rows.read(connection, "missing")

    assert raised.value.message == "The database `app.db` could not be read: no such table: missing."
