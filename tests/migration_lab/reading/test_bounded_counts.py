from pathlib import Path

import pytest

from migration_lab.reading import bounded_counts
from migration_lab.reading.source import reading
from tests.migration_lab import databases


def test_rows_are_counted_up_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_counts, "MOST", 3)
    many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n"
    path = databases.run(tmp_path / "app.db", f'CREATE TABLE "a""b %s" AS {many}; CREATE TABLE none (i);')

    with reading(path) as connection:
        assert bounded_counts.of(connection, ['a"b %s', "none"]) == {'a"b %s': 4, "none": 0}


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 rows"),
        (1, "1 row"),
        (1_000, "1,000 rows"),
        (100_000, "100,000 rows"),
        (100_001, "more than 100,000 rows"),
    ],
)
def test_a_count_is_said(count: int, words: str) -> None:
    assert bounded_counts.words(count) == words
