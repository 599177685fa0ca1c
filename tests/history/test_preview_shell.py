"""The SQLite preview in SQLite's own shell: with `-bail` it stops at a guard, without it the rows are lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from migration_lab.values import schema
from tests.history import shells, triggers
from tests.history.stand import Stand, sync_url

HEAD = "-- Run this with `sqlite3 -bail FILE < SCRIPT`: without -bail it goes on after an error and loses rows."
stopping = pytest.mark.parametrize("run", [shells.stopping, shells.program_stopping], ids=["like it", "the program"])
going_on = pytest.mark.parametrize("run", [shells.going_on, shells.program_going_on], ids=["like it", "the program"])


def spoil_002(database: Stand) -> str:
    at(database, "002_add_user_profiles")
    database.execute("INSERT INTO user_profiles (user_id, bio) VALUES (9999, 'whose words are these')")
    return database.preview_down("002_add_user_profiles:001_initial_schema")


def spoil_003(database: Stand) -> str:
    at(database, "001_initial_schema")
    database.upgrade("002_add_user_profiles")
    triggers.swallow(database, "user_profiles", "NEW.user_id = 17")
    return database.preview("002_add_user_profiles:head")


def spoil_004(database: Stand) -> str:
    at(database, "003_migrate_user_data")
    database.execute("UPDATE user_profiles SET bio = NULL WHERE user_id = 17")
    return database.preview("003_migrate_user_data:head")


def spoil_006(database: Stand) -> str:
    at(database, "005_add_endpoint_active")
    database.execute("UPDATE endpoint_configs SET path = '/health', method = 'GET' WHERE id = 82")
    return database.preview("005_add_endpoint_active:head")


GUARDS = [
    pytest.param(spoil_002, "no_text_is_lost", id="002 down"),
    pytest.param(spoil_003, "every_user_has_a_profile", id="003"),
    pytest.param(spoil_004, "no_text_is_lost", id="004"),
    pytest.param(spoil_006, "no_endpoint_is_double", id="006"),
]


@stopping
@pytest.mark.parametrize(("spoil", "guard"), GUARDS)
def test_with_bail_the_guard_stops_the_script_and_nothing_is_lost(
    primary: Stand, spoil: Callable[[Stand], str], guard: str, run: shells.Shell
) -> None:
    script = spoil(primary)
    before_rows, before_schema, version = primary.rows, primary.schema, at_revision(primary)

    said = run(file_of(primary), script)

    assert guard in said
    assert len(said.splitlines()) == 1
    assert (primary.rows, at_revision(primary)) == (before_rows, version)
    assert not schema.diff(before_schema, primary.schema)


@going_on
def test_without_bail_the_shell_drops_a_table_with_its_texts(primary: Stand, run: shells.Shell) -> None:
    script = spoil_002(primary)

    said = run(file_of(primary), script)

    assert "no_text_is_lost" in said
    assert "user_profiles" not in primary.schema.table_names


@going_on
def test_without_bail_the_shell_drops_a_column_with_its_texts(primary: Stand, run: shells.Shell) -> None:
    script = spoil_004(primary)

    said = run(file_of(primary), script)

    assert "no_text_is_lost" in said
    assert "bio" not in primary.schema["users"].column_names
    assert primary.execute("SELECT bio FROM user_profiles WHERE user_id = 17") == [(None,)]


@going_on
def test_without_bail_the_shell_drops_every_endpoint(primary: Stand, run: shells.Shell) -> None:
    script = spoil_006(primary)

    said = run(file_of(primary), script)

    assert "no_endpoint_is_double" in said
    assert primary.execute("SELECT count(*) FROM endpoint_configs") == [(0,)]
    assert at_revision(primary) == [("006_index_endpoint_lookup",)]


@stopping
def test_with_bail_wrong_counts_stop_the_script_of_analytics(tmp_path: Path, run: shells.Shell) -> None:
    database = Stand("analytics", f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    at(database, "a001_request_events")
    database.upgrade("a002_daily_usage")
    triggers.swallow(database, "daily_usage", "NEW.endpoint_id = 1")

    said = run(file_of(database), database.preview("a002_daily_usage:head"))

    assert "every_event_is_counted" in said
    assert database.execute("SELECT count(*) FROM daily_usage") == [(0,)]
    assert at_revision(database) == [("a002_daily_usage",)]


@pytest.mark.parametrize("section", ["alembic", "analytics"])
def test_the_script_says_first_how_to_run_it(tmp_path: Path, section: str) -> None:
    database = Stand(section, f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")

    assert database.preview().startswith(f"{HEAD}\n\nBEGIN;\n")
    assert database.preview().count("-bail") == 2


def at(database: Stand, revision: str) -> None:
    database.upgrade(revision)
    database.seed()


def at_revision(database: Stand) -> list[tuple[object, ...]]:
    return database.execute("SELECT version_num FROM alembic_version")


def file_of(database: Stand) -> Path:
    return Path(str(sync_url(database.url).database))
