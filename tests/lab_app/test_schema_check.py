"""The service starts only on databases at head, and says what to run; it never upgrades and never makes a file."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from lab_app.main import create_app
from lab_app.schema_check import SchemaNotAtHeadError
from lab_app.settings import Settings, sqlite_url

Migrate = Callable[..., None]


def test_both_databases_at_head_start(settings: Settings) -> None:
    start(settings)


def test_a_missing_file_is_named_and_not_made(settings: Settings, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.db"

    with pytest.raises(SchemaNotAtHeadError) as failure:
        start(settings.model_copy(update={"database_url": sqlite_url(missing)}))

    assert str(failure.value) == (
        f"The primary database does not exist: there is no file `{missing}`. "
        "Run `alembic upgrade head`, then start the service again."
    )
    assert not missing.exists()


def test_a_missing_analytics_file_is_named_with_its_own_command(settings: Settings, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.db"

    with pytest.raises(SchemaNotAtHeadError) as failure:
        start(settings.model_copy(update={"analytics_database_url": sqlite_url(missing)}))

    assert str(failure.value) == (
        f"The analytics database does not exist: there is no file `{missing}`. "
        "Run `alembic -n analytics upgrade head`, then start the service again."
    )


def test_a_database_that_is_behind_is_left_as_it_is(settings: Settings, tmp_path: Path, migrate: Migrate) -> None:
    behind = tmp_path / "behind.db"
    migrate(sqlite_url(behind), "alembic", "003_migrate_user_data")
    bytes_before = behind.read_bytes()

    with pytest.raises(SchemaNotAtHeadError) as failure:
        start(settings.model_copy(update={"database_url": sqlite_url(behind)}))

    assert str(failure.value) == (
        "The primary database is at `003_migrate_user_data`, this code needs `006_index_endpoint_lookup`. "
        "Run `alembic upgrade head`, then start the service again."
    )
    assert behind.read_bytes() == bytes_before


def test_an_empty_database_has_no_revision(settings: Settings, tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()

    with pytest.raises(SchemaNotAtHeadError) as failure:
        start(settings.model_copy(update={"analytics_database_url": sqlite_url(empty)}))

    assert str(failure.value) == (
        "The analytics database is at no revision, this code needs `a003_fill_daily_usage`. "
        "Run `alembic -n analytics upgrade head`, then start the service again."
    )
    assert empty.read_bytes() == b""


def test_a_database_that_is_newer_than_the_code_is_named(settings: Settings, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "app.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '007_from_tomorrow'")
    connection.close()

    with pytest.raises(SchemaNotAtHeadError) as failure:
        start(settings)

    assert str(failure.value) == (
        "The primary database is at `007_from_tomorrow`, which this code does not know: the database is newer. "
        "Start the version of the service that belongs to it."
    )


def test_a_file_that_is_no_database_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear Ada, this is a letter and no database. " * 20)

    with pytest.raises(SchemaNotAtHeadError) as failure:
        start(settings.model_copy(update={"database_url": sqlite_url(tmp_path / "letter.db")}))

    assert str(failure.value) == (
        "The primary database cannot be read: file is not a database. Correct `DATABASE_URL` or repair the database."
    )


def start(settings: Settings) -> None:
    """Start and stop the service."""

    async def once() -> None:
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            pass

    asyncio.run(once())
