"""Files of every older version are brought to the newest form, and no row forgets anything."""

import ast
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.progress import progress_file, updating
from migration_lab.progress.record import COLUMNS, Record
from tests.migration_lab.progress import kept

OLDER = ("p001_exercises", "p002_failures")
NOTED = {
    "p001_exercises": Record("02.1", attempts=7, hints=2),
    "p002_failures": Record("02.1", "", 7, 2, "not yet", "rename.rows-kept", 4),
}


def made(file: Path, revision: str) -> Path:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(kept.old(revision))
    return file


def history() -> ScriptDirectory:
    return ScriptDirectory(str(updating.HISTORY))


def test_the_newest_form_is_the_head_of_the_history() -> None:
    assert history().get_heads() == [updating.HEAD]
    assert updating.known() == {one.revision for one in history().walk_revisions()}


def test_every_older_form_is_kept_as_a_fixture() -> None:
    assert {file.stem for file in kept.OLD.glob("*.sql")} == updating.known() - {updating.HEAD} == set(OLDER)


@pytest.mark.parametrize("revision", OLDER)
def test_a_fixture_has_the_schema_its_revision_makes(revision: str, tmp_path: Path) -> None:
    updating.migrate(tmp_path / "made.db", revision)

    assert schema(made(tmp_path / "kept.db", revision)) == schema(tmp_path / "made.db")


def schema(file: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


@pytest.mark.parametrize("revision", OLDER)
def test_an_old_file_is_updated_and_loses_nothing(revision: str, tmp_path: Path) -> None:
    file = made(tmp_path / "progress.db", revision)

    updating.update(file)

    assert progress_file.revision(file) == updating.HEAD
    assert progress_file.read(file) == {
        "00.1": Record("00.1", "done", 1),
        "02.1": NOTED[revision],
        "02.2": Record("02.2", "done", 3, 3),
    }


def test_a_file_that_is_not_there_is_made_with_the_columns_of_a_record(tmp_path: Path) -> None:
    updating.update(tmp_path / "progress.db")

    with closing(sqlite3.connect(tmp_path / "progress.db")) as connection:
        columns = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info('exercise')")}
    assert columns == set(COLUMNS)


def test_the_way_back_keeps_what_the_older_form_can_hold(tmp_path: Path) -> None:
    file = made(tmp_path / "progress.db", "p001_exercises")
    before = rows(file)
    updating.migrate(file)

    engine, config = create_engine(f"sqlite:///{file}"), Config()
    config.set_main_option("script_location", str(updating.HISTORY))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "p001_exercises")
    engine.dispose()

    assert rows(file) == before


def rows(file: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT id, done, attempts, hints FROM exercise ORDER BY id").fetchall()


def test_an_update_that_fails_changes_nothing_and_is_told(tmp_path: Path) -> None:
    file = made(tmp_path / "progress.db", "p002_failures")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE exercise ADD COLUMN solution TEXT")
    before = file.read_bytes()

    with pytest.raises(LabError) as caught:
        updating.update(file)

    assert str(caught.value) == (
        "The note of your progress could not be brought to its newest form (OperationalError: "
        "(sqlite3.OperationalError) duplicate column name: solution). It was left as it is.\n"
        f"Hint: `{LAB} doctor` looks at the installation."
    )
    assert file.read_bytes() == before


def test_a_learners_folder_cannot_hide_the_library(tmp_path: Path) -> None:
    (tmp_path / "alembic").mkdir()
    (tmp_path / "alembic" / "__init__.py").write_text("raise SystemExit(9)")
    program = "import sys; from pathlib import Path; from migration_lab.progress.updating import update; "

    subprocess.run(
        [sys.executable, "-c", program + "update(Path(sys.argv[1]))", str(tmp_path / "progress.db")],
        cwd=tmp_path,
        check=True,
    )

    assert progress_file.revision(tmp_path / "progress.db") == updating.HEAD


@pytest.mark.parametrize("name", sorted(updating.known()))
def test_each_revision_is_called_like_its_file_and_has_a_way_back(name: str) -> None:
    tree = ast.parse((updating.HISTORY / "versions" / f"{name}.py").read_text(encoding="utf-8"))

    functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    assert history().get_revision(name).revision == name
    assert {"upgrade", "downgrade"} == functions.keys()
    assert not any(isinstance(one.body[-1], ast.Pass) for one in functions.values())
