"""`alembic upgrade head --sql`: the script that is shown is the script that works, on SQLite and on PostgreSQL."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from migration_lab import programs
from migration_lab.values import schema
from tests.history import shells
from tests.history.stand import Stand, revisions, sync_url

Make = Callable[[str], Stand]
both = pytest.mark.parametrize("section", ["alembic", "analytics"])


@both
def test_the_preview_makes_the_schema_that_the_upgrade_makes(stand: Make, section: str, tmp_path: Path) -> None:
    database = stand(section)
    script = database.preview()

    run_script(database, script)
    from_script, at = database.schema, database.current()
    run_script(database, database.preview_down("head:base"))
    emptied = database.schema.table_names
    database.upgrade("head")

    assert at == f"{revisions(section)[-1].revision} (head)"
    assert emptied == ()
    assert not schema.diff(from_script, database.schema), str(schema.diff(from_script, database.schema))


@both
def test_the_preview_moves_the_rows_that_the_upgrade_moves(stand: Make, section: str) -> None:
    database = stand(section)
    first = revisions(section)[0].revision
    database.upgrade(first)
    database.seed()
    database.upgrade("head")
    expected = database.rows
    database.downgrade("base")
    database.upgrade(first)
    database.seed()

    run_script(database, database.preview(f"{first}:head"))

    assert by_table(database) == {one.name: list(one.values or ()) for one in expected}


def test_the_preview_stops_where_a_text_would_be_lost(stand: Make) -> None:
    database = stand("alembic")
    database.upgrade("003_migrate_user_data")
    database.seed()
    database.execute("UPDATE user_profiles SET bio = NULL WHERE user_id = 17")
    before_rows, before_schema = database.rows, database.schema

    with pytest.raises(AssertionError, match="no_text_is_lost"):
        run_script(database, database.preview("003_migrate_user_data:head"))

    assert database.rows == before_rows
    assert not schema.diff(before_schema, database.schema)


@pytest.mark.parametrize("section", ["alembic", "analytics"])
def test_postgresql_is_previewed_without_a_server(section: str) -> None:
    script = Stand(section, "postgresql+asyncpg://nobody@nowhere.example/nothing").preview()

    assert script.startswith("BEGIN;")
    assert "id SERIAL NOT NULL" in script
    assert "PRAGMA" not in script


def test_every_revision_of_the_preview_is_one_transaction_on_sqlite(primary: Stand) -> None:
    script = primary.preview()

    assert script.count("BEGIN;") == script.count("COMMIT;") == len(revisions("alembic"))


def run_script(database: Stand, script: str) -> None:
    """Run a script as its first line says, stopping at the first error: as `sqlite3 -bail` and psql's ON_ERROR_STOP do.

    Neither shell stops if it is not told to: test_preview_shell.py says what happens then.
    """
    if database.is_sqlite:
        errors = shells.stopping(Path(str(sync_url(database.url).database)), script)
        assert not errors, errors
        return
    url = sa.make_url(database.url)
    folder = programs.postgres()
    assert folder
    command = [str(folder / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-h", str(url.query["host"])]
    command += ["-U", str(url.username), "-d", str(url.database)]
    done = subprocess.run(command, input=script, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def by_table(database: Stand) -> dict[str, list[tuple[object, ...]]]:
    return {one.name: list(one.values or ()) for one in database.rows}
