"""What `alembic/env.py` promises: the right database, whole revisions, and no surprise for whoever calls it."""

import asyncio
from argparse import Namespace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.util import CommandError

from lab_app.db import migration_engine
from lab_app.settings import get_settings
from migration_lab.values.schema import Schema
from tests.history.stand import Stand, sync_url, write_revision


@pytest.fixture
def application(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the settings at a file that stands for the application's own database."""
    file = tmp_path / "application.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{file}")
    get_settings.cache_clear()
    return file


@pytest.fixture(autouse=True)
def _no_settings_left() -> None:
    get_settings.cache_clear()


def test_the_url_of_a_config_never_reaches_the_applications_database(primary: Stand, application: Path) -> None:
    primary.upgrade("head")
    primary.downgrade("base")

    assert not application.exists()


def test_without_any_other_url_the_settings_are_used(primary: Stand, application: Path) -> None:
    config = primary.config()
    config.remove_main_option("sqlalchemy.url")

    command.upgrade(config, "head")

    assert "users" in Schema.read(application)


def test_x_url_is_stronger_than_config_and_settings(primary: Stand, application: Path, tmp_path: Path) -> None:
    typed = tmp_path / "typed.db"
    config = primary.config()
    config.cmd_opts = Namespace(x=[f"url=sqlite:///{typed}"], cmd=(command.upgrade, [], []))

    command.upgrade(config, "head")

    assert "users" in Schema.read(typed)
    assert not application.exists()
    assert not Path(str(sync_url(primary.url).database)).exists()


def test_a_percent_sign_in_the_password_arrives(primary: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offline, the URL is parsed and no server is asked."""
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://ada:p%40ss%25word@db.example/gateway")
    get_settings.cache_clear()
    config = primary.config()
    config.remove_main_option("sqlalchemy.url")
    seen: list[str | None] = []
    config.output_buffer = primary.config().stdout

    command.upgrade(config, "001_initial_schema", sql=True)
    seen.append(sa.make_url(get_settings().database_url).password)

    assert seen == ["p@ss%word"]
    assert "id SERIAL NOT NULL" in config.output_buffer.getvalue()


def test_an_unknown_section_is_named(primary: Stand) -> None:
    config = primary.config()
    config.config_ini_section = "reports"
    config.set_main_option("script_location", "%(here)s/alembic")

    with pytest.raises(CommandError) as failure:
        command.upgrade(config, "head")

    assert str(failure.value) == ("`-n reports` names no database of this project. Choose one of: alembic, analytics.")


def test_commands_work_inside_a_running_event_loop(primary: Stand) -> None:
    async def cell() -> None:
        primary.upgrade("head")

    asyncio.run(cell())

    assert primary.current() == "006_index_endpoint_lookup (head)"


def test_a_sync_url_works_as_well(primary: Stand) -> None:
    plain = Stand("alembic", str(sync_url(primary.url)))

    plain.upgrade("head")

    assert plain.current() == "006_index_endpoint_lookup (head)"


def test_a_connection_that_was_handed_in_is_used_and_left_to_its_owner(primary: Stand, application: Path) -> None:
    engine = migration_engine("sqlite://")
    assert isinstance(engine, sa.Engine)
    config = primary.config()

    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        tables = sa.inspect(connection).get_table_names()

    assert tables == ["alembic_version", "endpoint_configs", "user_profiles", "users"]
    assert not application.exists()
    assert not Path(str(sync_url(primary.url).database)).exists()


def test_what_was_done_on_a_connection_that_was_handed_in_goes_with_its_owners_rollback(primary: Stand) -> None:
    primary.upgrade("001_initial_schema")
    primary.seed()
    before_rows, before_schema = primary.rows, primary.schema
    engine = migration_engine(sync_url(primary.url))
    assert isinstance(engine, sa.Engine)
    config = primary.config()

    with engine.connect() as connection:
        connection.begin()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.rollback()

    assert (primary.rows, primary.schema) == (before_rows, before_schema)


def test_a_connection_with_foreign_keys_on_is_refused(primary: Stand) -> None:
    engine = sa.create_engine("sqlite://")
    config = primary.config()

    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        config.attributes["connection"] = connection
        with pytest.raises(CommandError) as failure:
            command.upgrade(config, "head")
    engine.dispose()

    assert str(failure.value) == (
        "The connection in `config.attributes` has `foreign_keys=ON`: changing a parent table would delete the "
        "rows of its children. Take the connection from `lab_app.db.migration_engine()`."
    )


def test_a_failing_revision_leaves_nothing_behind_and_can_be_run_again(primary: Stand) -> None:
    steps = (
        'op.add_column("users", sa.Column("phone", sa.String(20)))\n'
        'op.create_table("phones", sa.Column("id", sa.Integer, primary_key=True))\n'
        'with op.batch_alter_table("users") as batch:\n'
        '    batch.alter_column("full_name", existing_type=sa.String(120), type_=sa.String(200))\n'
    )
    write_revision(primary, "007_fails_late", up=steps + 'raise RuntimeError("no signal")')
    primary.upgrade("006_index_endpoint_lookup")
    primary.seed()
    before_rows, before_schema = primary.rows, primary.schema

    with pytest.raises(RuntimeError, match="no signal"):
        primary.upgrade("head")
    after_failure = (primary.rows, primary.schema)
    write_revision(primary, "007_fails_late", up=steps)
    primary.upgrade("head")

    assert after_failure == (before_rows, before_schema)
    assert {"phone", "full_name"} <= set(primary.schema["users"].column_names)
    assert primary.current() == "007_fails_late (head)"


def test_a_revision_that_raises_keeps_those_before_it(primary: Stand) -> None:
    write_revision(primary, "007_works", up='op.add_column("users", sa.Column("phone", sa.String(20)))')
    fails = 'op.add_column("users", sa.Column("fax", sa.String(20)))\nraise RuntimeError("no signal")'
    write_revision(primary, "008_fails", up=fails, after="007_works")
    primary.upgrade("006_index_endpoint_lookup")
    primary.seed()
    before_rows = primary.rows.counts

    with pytest.raises(RuntimeError, match="no signal"):
        primary.upgrade("head")

    assert primary.current() == "007_works"
    assert "phone" in primary.schema["users"].column_names
    assert "fax" not in primary.schema["users"].column_names
    assert primary.rows.counts == before_rows


def test_a_batch_on_a_parent_keeps_the_rows_of_its_children(primary: Stand) -> None:
    up = (
        'with op.batch_alter_table("users") as batch:\n'
        '    batch.alter_column("full_name", existing_type=sa.String(120), type_=sa.String(200))'
    )
    write_revision(primary, "007_longer_names", up=up)
    primary.upgrade("006_index_endpoint_lookup")
    primary.seed()
    before_rows = primary.rows

    primary.upgrade("head")

    assert primary.rows == before_rows


def test_a_revision_that_leaves_orphans_is_rolled_back(primary: Stand) -> None:
    write_revision(primary, "007_deletes_ada", up='op.execute("DELETE FROM users WHERE id = 17")')
    primary.upgrade("006_index_endpoint_lookup")
    primary.seed()
    before_rows = primary.rows

    with pytest.raises(CommandError) as failure:
        primary.upgrade("head")

    assert str(failure.value) == (
        "`007_deletes_ada` leaves rows that point to nothing: `endpoint_configs` row 81 (no such row in `users`), "
        "`endpoint_configs` row 82 (no such row in `users`), `endpoint_configs` row 83 (no such row in `users`), "
        "`user_profiles` row 17 (no such row in `users`). It was rolled back. "
        "Delete or repair these rows in the revision, then run the same command again."
    )
    assert primary.rows == before_rows


@pytest.mark.parametrize("name", ["current", "check", "downgrade"])
def test_a_mistyped_path_is_refused_and_no_file_is_made(primary: Stand, tmp_path: Path, name: str) -> None:
    config = primary.config()
    mistyped = tmp_path / "ap.db"
    config.set_main_option("sqlalchemy.url", f"sqlite+aiosqlite:///{mistyped}")
    function = getattr(command, name)
    config.cmd_opts = Namespace(x=None, cmd=(function, [], []))

    with pytest.raises(CommandError) as failure:
        function(config, *(["base"] if name == "downgrade" else []))

    assert str(failure.value) == (
        f"There is no database file `{mistyped}`, and `alembic {name}` does not make one. "
        "Correct the URL, or run `alembic upgrade head` to create the database."
    )
    assert not mistyped.exists()


@pytest.mark.parametrize("name", ["upgrade", "stamp", "current", "downgrade"])
@pytest.mark.parametrize("driver", ["sqlite", "sqlite+aiosqlite"])
def test_a_missing_folder_is_refused_by_every_command(primary: Stand, tmp_path: Path, name: str, driver: str) -> None:
    config = primary.config()
    config.set_main_option("sqlalchemy.url", f"{driver}:///{tmp_path / 'no' / 'such' / 'app.db'}")
    function = getattr(command, name)
    config.cmd_opts = Namespace(x=None, cmd=(function, [], []))

    with pytest.raises(CommandError) as failure:
        function(config, *([] if name == "current" else ["base" if name == "downgrade" else "head"]))

    assert str(failure.value) == (
        f"There is no folder `{tmp_path / 'no' / 'such'}` for the database file `app.db`, and Alembic does not make "
        "one. Correct the URL, or make the folder, then run the same command again."
    )
    assert not (tmp_path / "no").exists()
