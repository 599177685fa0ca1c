"""The revisions that move many rows: how many at a time, what a stopped run leaves, and what their invariant sees."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.history import triggers
from tests.history.stand import FOLDERS, Stand

Make = Callable[[str], Stand]
EVENT = "INSERT INTO request_events (endpoint_id, method, path, status_code, duration_ms, occurred_at) VALUES "
SUMS = "SELECT sum(requests), sum(errors), sum(total_duration_ms) FROM daily_usage"


@pytest.mark.parametrize("batch", [1, 7, 30, 10_000])
def test_batches_of_any_size_miss_nobody_whatever_gaps_the_ids_have(stand: Make, tmp_path: Path, batch: int) -> None:
    database = with_batch_size(stand("alembic"), tmp_path, batch)
    database.upgrade("001_initial_schema")
    database.seed()
    for user in (-5, 0, 2_000_000_000):
        database.execute(f"INSERT INTO users (id, username) VALUES ({user}, 'odd_{user}')")

    database.upgrade("003_migrate_user_data")

    assert database.rows.counts["user_profiles"] == 33


def test_no_statement_copies_more_than_one_batch(stand: Make, tmp_path: Path) -> None:
    database = with_batch_size(stand("alembic"), tmp_path, 7)
    database.upgrade("001_initial_schema")
    database.seed()

    with inserts_into("user_profiles") as counts:
        database.upgrade("003_migrate_user_data")

    assert counts == [7, 7, 7, 7, 2]


def test_no_statement_counts_more_than_one_day(stand: Make) -> None:
    database = stand("analytics")
    database.upgrade("a002_daily_usage")
    for day in (1, 2, 5):
        database.execute(f"{EVENT}(1, 'GET', '/', 200, 5, '2025-03-0{day} 09:00:00')")
        database.execute(f"{EVENT}(2, 'GET', '/', 200, 5, '2025-03-0{day} 10:00:00')")

    with inserts_into("daily_usage") as counts:
        database.upgrade("a003_fill_daily_usage")

    assert counts == [2, 2, 2]


def test_a_batch_that_fails_keeps_those_before_it_and_the_next_run_goes_on(stand: Make, tmp_path: Path) -> None:
    database = with_batch_size(stand("alembic"), tmp_path, 7)
    database.upgrade("001_initial_schema")
    database.seed()
    database.upgrade("002_add_user_profiles")
    triggers.refuse(database, "user_profiles", "NEW.user_id = 10")

    with pytest.raises(sa.exc.DBAPIError, match="power cut"):
        database.upgrade("003_migrate_user_data")
    kept, at = database.execute("SELECT user_id FROM user_profiles ORDER BY user_id"), database.current()
    triggers.remove(database, "user_profiles")
    with inserts_into("user_profiles") as counts:
        database.upgrade("003_migrate_user_data")

    assert kept == [(user,) for user in range(1, 8)]
    assert at == "002_add_user_profiles"
    assert counts == [0, 7, 7, 7, 2]
    assert database.execute("SELECT count(*) FROM user_profiles") == [(30,)]


def test_a_day_that_fails_keeps_those_before_it_and_the_next_run_goes_on(stand: Make) -> None:
    database = stand("analytics")
    database.upgrade("a002_daily_usage")
    for day in (1, 2, 3):
        database.execute(f"{EVENT}(1, 'GET', '/', 200, 5, '2025-03-0{day} 09:00:00')")
    triggers.refuse(database, "daily_usage", "NEW.day = '2025-03-02'")

    with pytest.raises(sa.exc.DBAPIError, match="power cut"):
        database.upgrade("head")
    kept, at = database.execute("SELECT count(*) FROM daily_usage"), database.current()
    triggers.remove(database, "daily_usage")
    database.upgrade("head")

    assert (kept, at) == ([(1,)], "a002_daily_usage")
    assert database.execute(SUMS) == [(3, 0, 15)]


def test_a_user_without_a_profile_at_the_end_is_named(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("001_initial_schema")
    database.seed()
    database.upgrade("002_add_user_profiles")
    triggers.swallow(database, "user_profiles", "NEW.user_id IN (9, 17)")

    with pytest.raises(RuntimeError) as failure:
        database.upgrade("003_migrate_user_data")

    assert str(failure.value) == (
        "Some users still have no profile, for example user 9, 17: somebody is adding users without one. "
        "Let the service write profiles, then run the same command again."
    )
    assert database.current() == "002_add_user_profiles"


def test_an_event_of_no_counted_day_is_named(stand: Make) -> None:
    database = stand("analytics")
    database.upgrade("a002_daily_usage")
    database.execute(f"{EVENT}(1, 'GET', '/', 200, 5, '2025-03-01 09:00:00')")
    triggers.swallow(database, "daily_usage", "NEW.endpoint_id = 1")

    with pytest.raises(RuntimeError) as failure:
        database.upgrade("head")

    assert str(failure.value) == (
        "Some events of 2025-03-01 belong to no counted day: somebody is adding events of the past. "
        "Run the same command again."
    )
    assert database.current() == "a002_daily_usage"


def test_midnight_belongs_to_the_day_that_begins(stand: Make) -> None:
    database = stand("analytics")
    database.upgrade("a002_daily_usage")
    moments = ("01 00:00:00", "01 00:00:00.000000", "01 23:59:59.999000", "02 00:00:00", "02 00:00:00.001000")
    for moment in moments:
        database.execute(f"{EVENT}(1, 'GET', '/', 500, 3, '2025-03-{moment}')")

    database.upgrade("head")

    counted = "SELECT CAST(day AS varchar), requests, errors, total_duration_ms FROM daily_usage ORDER BY day"
    assert database.execute(counted) == [("2025-03-01", 3, 3, 9), ("2025-03-02", 2, 2, 6)]


@pytest.mark.parametrize("wrong", ["requests", "errors", "total_duration_ms"])
def test_a_count_that_does_not_agree_with_its_events_is_named_and_made_anew(
    stand: Make, tmp_path: Path, wrong: str
) -> None:
    database = stand("analytics")
    database.upgrade("a002_daily_usage")
    database.execute(f"{EVENT}(1, 'GET', '/', 500, 3, '2025-03-01 09:00:00')")
    miscounting = with_wrong_sum(database, tmp_path, wrong)

    with pytest.raises(RuntimeError) as failure:
        miscounting.upgrade("head")
    at = database.current()
    database.upgrade("head")

    assert str(failure.value) == (
        "The count of endpoint 1 on 2025-03-01 does not agree with its events: somebody is adding or deleting events "
        "of that day. Run the same command again: it counts that day anew."
    )
    assert at == "a002_daily_usage"
    assert database.execute(SUMS) == [(1, 1, 3)]


def test_what_was_counted_of_events_that_are_gone_stays(stand: Make) -> None:
    database = stand("analytics")
    database.upgrade("a002_daily_usage")
    database.execute(
        "INSERT INTO daily_usage (endpoint_id, day, requests, errors, total_duration_ms, counted_by) "
        "VALUES (1, '2025-03-01', 7, 0, 70, 'a003_fill_daily_usage')"
    )

    database.upgrade("head")

    assert database.execute(SUMS) == [(7, 0, 70)]


@contextmanager
def inserts_into(table: str) -> Iterator[list[int]]:
    """Give the number of rows of each INSERT into a table, as the driver says it."""
    counts: list[int] = []

    def note(_connection: Any, cursor: Any, statement: str, *_others: Any) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            counts.append(cursor.rowcount)

    sa.event.listen(sa.Engine, "after_cursor_execute", note)
    try:
        yield counts
    finally:
        sa.event.remove(sa.Engine, "after_cursor_execute", note)


def with_batch_size(database: Stand, folder: Path, size: int) -> Stand:
    """Let the database have a copy of its history whose batches have another size."""
    return edited(database, folder, "003_migrate_user_data", ("BATCH = 10_000", f"BATCH = {size}"))


def with_wrong_sum(database: Stand, folder: Path, column: str) -> Stand:
    """Let the database have a copy of its history that counts one too many of something."""
    wrong = f'*(one + int(name == "{column}") for name, one in SUMS.items())'
    return edited(database, folder, "a003_fill_daily_usage", ("*SUMS.values()", wrong))


def edited(database: Stand, folder: Path, revision: str, change: tuple[str, str]) -> Stand:
    versions = folder / "edited"
    shutil.copytree(FOLDERS[database.section], versions)
    file = versions / f"{revision}.py"
    assert change[0] in file.read_text()
    file.write_text(file.read_text().replace(*change))
    return replace(database, versions=versions)
