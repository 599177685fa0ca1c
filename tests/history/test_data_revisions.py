"""The revisions that move or guard rows: what they take along, what they leave alone, and when they stop."""

from collections.abc import Callable

import pytest

from tests.history.stand import Stand

Make = Callable[[str], Stand]


def test_every_user_gets_a_profile_with_the_same_texts(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("001_initial_schema")
    database.seed()

    database.upgrade("003_migrate_user_data")

    copied = "SELECT u.id FROM users u JOIN user_profiles p ON p.user_id = u.id"
    same = " WHERE u.bio IS NOT DISTINCT FROM p.bio AND u.avatar_url IS NOT DISTINCT FROM p.avatar_url"
    if database.is_sqlite:
        same = same.replace("IS NOT DISTINCT FROM", "IS")
    assert len(database.execute(copied + same)) == 30
    assert database.execute("SELECT bio FROM user_profiles WHERE user_id = 11") == [("Pisze od tyłu do przodu. ✍️",)]
    assert database.execute("SELECT bio FROM user_profiles WHERE user_id = 6") == [("",)]
    assert database.execute("SELECT bio FROM user_profiles WHERE user_id = 5") == [(None,)]


def test_a_profile_that_exists_is_left_alone_on_the_way_up_and_down(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("001_initial_schema")
    database.seed()
    database.upgrade("002_add_user_profiles")
    database.execute("INSERT INTO user_profiles (id, user_id, bio) VALUES (900, 17, 'precious')")

    database.upgrade("003_migrate_user_data")
    up = database.execute("SELECT count(*) FROM user_profiles")
    database.downgrade("002_add_user_profiles")

    assert up == [(30,)]
    assert database.execute("SELECT id, user_id, bio FROM user_profiles") == [(900, 17, "precious")]


def test_a_profile_that_was_changed_since_is_kept_by_the_downgrade(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("001_initial_schema")
    database.seed()
    database.upgrade("003_migrate_user_data")
    database.execute("UPDATE user_profiles SET bio = 'new words' WHERE user_id = 17")

    database.downgrade("002_add_user_profiles")

    assert database.execute("SELECT user_id, bio FROM user_profiles") == [(17, "new words")]


def test_a_stopped_run_goes_on_where_it_was(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("001_initial_schema")
    database.seed()
    database.upgrade("002_add_user_profiles")
    copied = "user_id, bio, avatar_url, created_at, updated_at"
    source = copied.replace("user_id", "id")
    database.execute(f"INSERT INTO user_profiles ({copied}) SELECT {source} FROM users WHERE id <= 12 ORDER BY id")

    database.upgrade("003_migrate_user_data")

    assert database.execute("SELECT count(*), count(DISTINCT user_id) FROM user_profiles") == [(30, 30)]


def test_the_columns_stay_while_a_text_stands_in_users_only(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("001_initial_schema")
    database.seed()
    database.upgrade("003_migrate_user_data")
    database.execute("UPDATE users SET bio = 'only here' WHERE id = 17")
    database.execute("DELETE FROM user_profiles WHERE user_id = 7")
    before_rows = database.rows

    with pytest.raises(RuntimeError) as failure:
        database.upgrade("head")

    assert str(failure.value) == (
        "`users` holds texts that no profile has, for example of user 7, 17: dropping the columns would lose them. "
        "Copy them to `user_profiles`, then run the same command again."
    )
    assert database.rows == before_rows
    assert database.current() == "003_migrate_user_data"


def test_the_columns_come_back_with_the_newest_text(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("001_initial_schema")
    database.seed()
    database.upgrade("004_drop_user_bio")
    database.execute("UPDATE user_profiles SET bio = 'newer' WHERE user_id = 17")

    database.downgrade("003_migrate_user_data")

    assert database.execute("SELECT bio FROM users WHERE id = 17") == [("newer",)]
    assert database.execute("SELECT bio, avatar_url FROM users WHERE id = 5") == [(None, None)]


def test_profiles_are_not_dropped_with_a_text_that_stands_nowhere_else(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("002_add_user_profiles")
    database.seed()
    database.execute("UPDATE user_profiles SET avatar_url = 'https://a.example/1.png' WHERE user_id = 17")
    before_rows = database.rows

    with pytest.raises(RuntimeError) as failure:
        database.downgrade("001_initial_schema")

    assert str(failure.value) == (
        "`user_profiles` holds texts that stand nowhere else, for example of user 17: dropping the table would lose "
        "them. Copy them to `users` or export them, delete these profiles, then run the same command again."
    )
    assert database.rows == before_rows


def test_the_text_of_a_profile_without_a_user_is_not_dropped(primary: Stand) -> None:
    primary.upgrade("002_add_user_profiles")
    primary.seed()
    primary.execute("INSERT INTO user_profiles (user_id, bio) VALUES (9999, 'whose words are these')")
    before_rows = primary.rows

    with pytest.raises(RuntimeError) as failure:
        primary.downgrade("001_initial_schema")

    assert str(failure.value) == (
        "`user_profiles` holds texts that stand nowhere else, for example of user 9999: dropping the table would lose "
        "them. Copy them to `users` or export them, delete these profiles, then run the same command again."
    )
    assert primary.rows == before_rows


def test_two_endpoints_for_one_request_stop_the_unique_constraint(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("005_add_endpoint_active")
    database.seed()
    database.execute("UPDATE endpoint_configs SET path = '/health', method = 'GET' WHERE id = 82")
    before_rows, before_schema = database.rows, database.schema

    with pytest.raises(RuntimeError) as failure:
        database.upgrade("head")

    assert str(failure.value) == (
        "User 17 has more than one endpoint `GET /health`: which one answers? "
        "Keep one of them and delete or change the others, then run the same command again."
    )
    assert (database.rows, database.schema) == (before_rows, before_schema)


def test_old_code_can_still_insert_endpoints_and_they_are_active(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("005_add_endpoint_active")
    database.seed()

    database.execute("INSERT INTO endpoint_configs (owner_id, name, path, method) VALUES (17, 'old', '/old', 'GET')")

    assert database.execute("SELECT count(*) FROM endpoint_configs WHERE NOT is_active") == [(0,)]


def test_each_day_is_counted_once_and_the_service_counts_stay(stand: Make) -> None:
    database = stand("analytics")
    database.upgrade("a001_request_events")
    database.seed()
    database.upgrade("a002_daily_usage")
    endpoint, day = database.execute("SELECT endpoint_id, min(date(occurred_at)) FROM request_events GROUP BY 1")[0]
    database.execute(
        "INSERT INTO daily_usage (endpoint_id, day, requests, errors, total_duration_ms) "
        f"VALUES ({endpoint}, '{day}', 99, 9, 999)"
    )

    database.upgrade("a003_fill_daily_usage")
    up = database.execute("SELECT sum(requests) FROM daily_usage WHERE counted_by <> 'service'")
    database.downgrade("a002_daily_usage")

    events = database.execute("SELECT count(*) FROM request_events")
    counted = database.execute(
        f"SELECT count(*) FROM request_events WHERE endpoint_id = {endpoint} AND date(occurred_at) = '{day}'"
    )
    assert up[0][0] == events[0][0] - counted[0][0]
    assert database.execute("SELECT requests, counted_by FROM daily_usage") == [(99, "service")]


def test_counts_agree_with_the_events(stand: Make) -> None:
    database = stand("analytics")
    database.upgrade("a001_request_events")
    database.seed(100)

    database.upgrade("head")

    totals = "SELECT sum(requests), sum(errors), sum(total_duration_ms) FROM daily_usage"
    events = "SELECT count(*), count(*) FILTER (WHERE status_code >= 500), sum(duration_ms) FROM request_events"
    assert database.execute(totals) == database.execute(events)
