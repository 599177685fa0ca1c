"""The arithmetic of `benchmarks/backfill_speed.py`, and what it runs."""

import pytest

from benchmarks import backfill_speed
from benchmarks.backfill_speed import ASKING
from migration_lab.racing.lap import RAW, RECOMMENDED


def test_a_share_is_the_median_of_the_rounds() -> None:
    found = [{RAW: 1.0, RECOMMENDED: 1.1}, {RAW: 2.0, RECOMMENDED: 6.0}, {RAW: 4.0, RECOMMENDED: 4.8}]

    assert backfill_speed.share(found, RECOMMENDED) == 1.2  # of the medians: 2.4


@pytest.mark.parametrize(("most", "code"), [(0.0, 1), (1000.0, 0)])
def test_the_limit_decides_the_exit_code(
    most: float, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(backfill_speed, "MOST", most)

    assert backfill_speed.main(1, 2_000) == code

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "2,000 users in committed batches; median of 1 rounds"
    assert [line[:26].strip() for line in said[1:]] == [RAW, RECOMMENDED, ASKING]
    assert [line.endswith(f"times   (at most {most})") for line in said[1:]] == [False, True, False]


def test_every_run_writes_all_rows_or_the_benchmark_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(backfill_speed.RUNS, ASKING, lambda work: None)

    with pytest.raises(AssertionError):
        backfill_speed.main(1, 2_000)
