"""The race of backfills: every style reaches the last user, gaps or not; what is measured is kept apart."""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.racing.lap import MEASURES, RAW, RECOMMENDED, STYLES, Lap, facts, measures
from migration_lab.racing.race import Brake, StoppedError, keep, laps, race, seed
from migration_lab.racing.running import lap
from migration_lab.racing.styles import RUN
from migration_lab.racing.work import Work, peak_memory

ROWS = 2_500


@pytest.mark.parametrize("style", STYLES)
def test_every_style_gives_each_user_one_profile(tmp_path: Path, style: str) -> None:
    found = lap(seed(tmp_path / "race.db", ROWS), style)

    assert (found.written, found.missing) == (ROWS, 0)
    assert 0 < found.lock <= found.seconds


def test_a_style_that_leaves_users_out_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RUN, RAW, lambda work: None)

    found = lap(seed(tmp_path / "race.db", ROWS), RAW)

    assert (found.written, found.missing, found.transactions) == (0, ROWS, 0)


def test_the_numbers_of_the_users_have_a_gap(tmp_path: Path) -> None:
    file = seed(tmp_path / "race.db", 10)

    with closing(sqlite3.connect(file)) as connection:
        ids = [number for (number,) in connection.execute("SELECT id FROM users ORDER BY id")]

    assert ids == [1, 2, 3, 4, 5, 106, 107, 108, 109, 110]


class EndedError(Exception):
    """Somebody closed the laptop."""


def test_the_recommended_style_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    def end(done: int) -> None:
        if done >= 20_000:
            raise EndedError

    file, told = seed(tmp_path / "race.db", 30_000), list[int]()
    with pytest.raises(EndedError):
        RUN[RECOMMENDED](Work(file, end))
    first = rows(file)

    RUN[RECOMMENDED](Work(file, told.append))

    assert len(first) == 20_000
    assert rows(file)[:20_000] == first
    assert (len(rows(file)), told) == (30_000, [10_000, 20_000, 30_000])


def test_one_transaction_keeps_nothing_of_a_stopped_run(tmp_path: Path) -> None:
    def end(done: int) -> None:
        raise EndedError

    file = seed(tmp_path / "race.db", ROWS)
    with pytest.raises(EndedError):
        RUN[STYLES[0]](Work(file, end))

    assert rows(file) == []


def test_raw_is_the_limit_because_it_passes_over_nobody(tmp_path: Path) -> None:
    file = seed(tmp_path / "race.db", ROWS)
    RUN[RECOMMENDED](Work(file, lambda done: None))

    with pytest.raises(sqlite3.IntegrityError, match=r"^UNIQUE constraint failed: user_profiles\.user_id$"):
        RUN[RAW](Work(file, lambda done: None))


def rows(file: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT * FROM user_profiles ORDER BY user_id").fetchall()


def test_a_race_runs_each_style_in_a_process_and_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []

    laps = race(1_500, lambda style, done: told.append((style, done)))

    assert tuple(one.style for one in laps) == STYLES
    assert {one.missing for one in laps} == {0}
    assert [done for style, done in told if style == STYLES[1]] == [0, 1_000, 1_500]
    with keep(laps, tmp_path / "race.csv").open(encoding="utf-8", newline="") as file:
        assert [row["style"] for row in csv.DictReader(file)] == [*STYLES]


def test_a_brake_kills_the_style_that_runs() -> None:
    brake, told = Brake(), list[tuple[str, int]]()

    def tell(style: str, done: int) -> None:
        told.append((style, done))
        if (style, done) == (STYLES[1], 1_000):
            brake.pull()

    running = laps(100_000, tell, brake)

    assert next(running).style == STYLES[0]
    with pytest.raises(StoppedError):
        next(running)
    assert told[-1][0] == STYLES[1]
    assert told[-1][1] < 100_000


def test_a_brake_that_was_pulled_before_lets_no_style_run() -> None:
    brake = Brake()
    brake.pull()

    with pytest.raises(StoppedError):
        next(laps(1_000, brake=brake))


def test_a_race_of_nobody_is_refused() -> None:
    with pytest.raises(LabError) as refused:
        race(0)

    assert refused.value.message == "The race runs with 1 to 10,000,000 users, not with 0."


def test_facts_hold_no_clock_and_measures_compare_with_raw() -> None:
    laps = (Lap(STYLES[0], 3, 1, 10, 0, 2.5, 40.0, 2.5), Lap(RAW, 2, 1, 10, 0, 0.05, 30.4, 0.04))

    assert str(facts(laps)).splitlines()[0] == "10 users, one profile each"
    assert facts(laps).rows[0] == (STYLES[0], "3", "1", "10", "0")
    assert measures(laps).headers == MEASURES
    assert measures(laps).rows == (
        (STYLES[0], "2.5 s", "50.0 times", "40 MB", "2.5 s"),
        (RAW, "50 ms", "1.0 times", "30 MB", "40 ms"),
    )


def test_memory_is_more_than_nothing() -> None:
    assert peak_memory() > 1
