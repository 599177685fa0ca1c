"""What a lesson is after it was opened or continued."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.lessons import workspace
from migration_lab.lessons.opening import continue_lesson, open_lesson, untouched
from tests.migration_lab.mishaps import (
    ENV,
    LINE,
    NAME,
    delete,
    edit,
)


def test_a_lesson_opens_at_its_start(built_desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lab = open_lesson(NAME)

    assert capsys.readouterr().out == LINE
    assert Path.cwd() == lab.path == built_desk.resolve() / NAME
    assert sorted(entry.name for entry in lab.path.iterdir()) == [
        "alembic", "alembic.ini", "analytics.db", "app.db", "lab_app",
    ]  # fmt: skip
    assert lab.alembic("current").output.splitlines()[-1] == "006_index_endpoint_lookup (head)"
    assert lab.alembic("-n", "analytics", "current").output.splitlines()[-1] == "a003_fill_daily_usage (head)"
    assert lab.rows().counts == {"endpoint_configs": 3000, "user_profiles": 1000, "users": 1000}
    assert lab.row("users", 17)["full_name"] == "Ada Byron"


@pytest.mark.parametrize("name", ["my desk", "ü'\"#;$&[x]{x}=+,~", "a" * 150])
def test_a_lesson_opens_on_a_desk_of_any_name(
    name: str, built_desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).mkdir()
    built_desk.rename(tmp_path / name / "work")
    monkeypatch.setenv("MIGRATION_LAB_HOME", str(tmp_path / name / "work"))

    lab = open_lesson(NAME)
    lab.alembic("downgrade", "base").raise_for_failure()
    lab.alembic("upgrade", "head").raise_for_failure()

    assert lab.path == (tmp_path / name / "work" / NAME).resolve()
    assert lab.sql("SELECT count(*) FROM users").rows == (("0",),)
    assert open_lesson(NAME).row("users", 17)["full_name"] == "Ada Byron"


@pytest.mark.parametrize("look", [untouched, open_lesson])
def test_a_learners_open_transaction_keeps_its_lock(look: Callable[[str], object], built_desk: Path) -> None:
    database = open_lesson(NAME).path / "app.db"
    write = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        os.link(database, built_desk / "same.db")  # to open it again puts another file in its place

        look(NAME)

        other = subprocess.run([sys.executable, "-c", write, built_desk / "same.db"], capture_output=True, text=True)
    assert "database is locked" in other.stderr


def test_rows_travel_through_the_history(built_desk: Path) -> None:
    lab = open_lesson(NAME)

    copied = lab.sql("SELECT bio FROM user_profiles WHERE user_id = 17")

    assert copied.rows == (("Writes programs for a machine to come.",),)


def test_a_lesson_before_the_head_keeps_what_is_pending(built_desk: Path) -> None:
    lab = open_lesson("00_welcome")

    assert lab.alembic("current").output.splitlines()[-1] == "001_initial_schema"
    assert lab.history().heads == ("006_index_endpoint_lookup",)
    assert lab.alembic("upgrade", "head").ok
    assert lab.rows().counts["users"] == 1000


def test_a_lesson_without_alembic_has_neither_history_nor_database(
    built_desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lab = open_lesson("01_setup")

    assert capsys.readouterr().out == "01_setup is ready: no database yet.\n"
    assert [entry.name for entry in lab.path.iterdir()] == ["lab_app"]


def test_continue_keeps_everything(built_desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lab = open_lesson(NAME)
    edit(lab.path)
    os.chdir(built_desk)
    capsys.readouterr()

    again = continue_lesson("02")

    assert capsys.readouterr().out == "02_autogenerate goes on where you left it.\n"
    assert again == lab
    assert Path.cwd() == lab.path
    assert (lab.path / ENV).read_text() == "print('mine')\n"
    assert workspace.current() is again


def test_continue_says_what_is_missing(built_desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    delete(open_lesson(NAME).path)
    capsys.readouterr()

    continue_lesson(NAME)

    assert capsys.readouterr().out == ("02_autogenerate goes on where you left it. Not there any more: alembic.ini.\n")


def test_continue_without_a_workspace_names_the_way_to_it(built_desk: Path) -> None:
    with pytest.raises(LabError) as caught:
        continue_lesson(NAME)

    assert str(caught.value) == (
        "The workspace `02_autogenerate` is not there (any more), so there is nothing to work on.\n"
        'Hint: Run `lab = open_lesson("02_autogenerate")` to begin at the start.'
    )


def test_settings_of_a_real_project_are_gone_from_the_environment(
    built_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://production")

    open_lesson(NAME)

    assert "DATABASE_URL" not in os.environ
    assert str(Path(sys.executable).parent) in os.environ["PATH"].split(os.pathsep)[:2]  # after the lab's `alembic`
