import os
import shutil
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise
from migration_lab.lessons import workspace
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace

NAME = "02_autogenerate"


@pytest.fixture
def lab(built_desk: Path) -> Workspace:
    return open_lesson(NAME)


def test_its_values_are_those_of_the_lesson(lab: Workspace) -> None:
    assert repr(lab) == (
        'Workspace("02_autogenerate")\n`lab.attempts` lists what was put aside when it was opened again.'
    )
    assert lab.databases == {"primary": lab.path / "app.db", "analytics": lab.path / "analytics.db"}
    assert lab.schema().table_names == ("endpoint_configs", "user_profiles", "users")
    assert lab.schema("analytics").table_names == ("daily_usage", "request_events")
    assert lab.rows("analytics").counts["request_events"] == 2000
    assert lab.history().heads == ("006_index_endpoint_lookup",)
    assert lab.history("analytics").heads == ("a003_fill_daily_usage",)
    assert lab.row("users", 17)["full_name"] == "Ada Byron"
    assert lab.source("alembic.ini", 1, 1).lines == ("# One env.py, two databases:",)
    assert lab.sql("SELECT count(*) FROM daily_usage", database="analytics").caption == "1 row"


def test_commands_run_in_the_workspace(lab: Workspace) -> None:
    os.chdir(places.home())

    assert lab.alembic("heads").output == "006_index_endpoint_lookup (head)\n"
    assert lab.python("lab_app.seed", "--users", "1001").ok
    assert lab.rows().counts["users"] == 1001


def test_a_row_that_is_not_there_is_named(lab: Workspace) -> None:
    with pytest.raises(LabError) as caught:
        lab.row("users", 1001)

    assert str(caught.value) == (
        '`users` has no row with the key 1001.\nHint: lab.sql("select * from users limit 5") shows rows that are there.'
    )


def test_an_unknown_table_lists_the_tables(lab: Workspace) -> None:
    with pytest.raises(LabError) as caught:
        lab.row("user", 17)

    assert "`users`" in caught.value.hint


@pytest.mark.parametrize("verb", ["schema", "rows", "history"])
def test_an_unknown_database_lists_the_databases(verb: str, lab: Workspace) -> None:
    with pytest.raises(LabError) as caught:
        getattr(lab, verb)("analytic")

    assert str(caught.value) == (
        "There is no database called 'analytic' in 02_autogenerate.\n"
        'Hint: Its databases are "primary" and "analytics".'
    )


@pytest.mark.parametrize("ask", ["schema", "rows", "sql", "row"])
def test_a_deleted_database_is_named(ask: str, lab: Workspace) -> None:
    (lab.path / "app.db").unlink()
    arguments = {"sql": ("SELECT 1",), "row": ("users", 17)}.get(ask, ())

    with pytest.raises(LabError) as caught:
        getattr(lab, ask)(*arguments)

    assert str(caught.value) == (
        "There is no database `app.db` in 02_autogenerate, so there is nothing to read.\n"
        "Hint: `%alembic upgrade head` makes it and its tables; "
        'the users come back with `lab = open_lesson("02_autogenerate")`.'
    )
    assert not (lab.path / "app.db").exists()


@pytest.mark.parametrize("ask", ["schema", "rows", "history", "alembic", "python", "sql", "source"])
def test_a_deleted_workspace_is_named(ask: str, lab: Workspace) -> None:
    shutil.rmtree(lab.path)
    arguments = {"python": ("lab_app.seed",), "sql": ("SELECT 1",), "source": ("alembic.ini",)}.get(ask, ())

    with pytest.raises(LabError) as caught:
        getattr(lab, ask)(*arguments)

    assert str(caught.value) == (
        "The workspace `02_autogenerate` is not there (any more), so there is nothing to work on.\n"
        'Hint: Run `lab = open_lesson("02_autogenerate")` to begin at the start.'
    )


def test_a_workspace_in_the_middle_of_an_opening_is_not_used(lab: Workspace) -> None:
    (places.backstage(NAME) / "ready").mkdir()

    with pytest.raises(LabError) as caught:
        lab.alembic("current")

    assert str(caught.value) == (
        "The files of 02_autogenerate are just being put at the lesson's start, or that was interrupted: "
        "they may be half old, half new.\n"
        'Hint: Run `lab = open_lesson("02_autogenerate")` to begin at the start; '
        "what was there before is in `attempts/02_autogenerate`."
    )


def test_the_current_workspace_is_the_one_opened_last(built_desk: Path) -> None:
    open_lesson("01_setup")
    lab = open_lesson(NAME)
    os.chdir(built_desk / "01_setup")

    assert workspace.current() is lab


def test_one_lesson_needs_no_name(lab: Workspace) -> None:
    assert workspace.named(lab) == ""


def test_of_several_projects_each_is_named(lab: Workspace) -> None:
    other = open_lesson("01_setup")

    assert (workspace.named(lab), workspace.named(other)) == (NAME, "01_setup")


def test_an_exercise_is_always_named(rename: Exercise) -> None:
    lab = Workspace(rename.name, places.home() / rename.name)

    assert workspace.named(lab) == "02_1_rename"


def test_a_new_process_finds_the_workspace_it_stands_in(lab: Workspace) -> None:
    os.chdir(lab.path / "alembic" / "versions")
    workspace.leave()

    found = workspace.current()

    assert found == lab
    assert found.alembic("current").ok


def test_outside_of_every_lesson_there_is_no_workspace(built_desk: Path) -> None:
    (built_desk / "my_notes").mkdir()
    os.chdir(built_desk / "my_notes")

    with pytest.raises(LabError) as caught:
        workspace.current()

    assert str(caught.value) == (
        "No lesson is open here, so there is no workspace to work on.\n"
        "Hint: Run the lesson's first code cell again (`from migration_lab import …`). "
        'Then `lab = continue_lesson("00_welcome")` or `work = exercise("00.1").start()` goes on where you were; '
        '`lab = open_lesson("00_welcome")` begins anew.'
    )


def test_in_a_folder_that_is_gone_there_is_no_workspace(built_desk: Path) -> None:
    (built_desk / "gone").mkdir()
    os.chdir(built_desk / "gone")
    (built_desk / "gone").rmdir()

    with pytest.raises(LabError):
        workspace.current()


def test_attempts_show_themselves(lab: Workspace) -> None:
    (lab.path / "alembic" / "env.py").write_text("# <mine> | yours\n")

    kept = open_lesson(NAME).attempts

    assert str(kept) == (
        "Put aside when 02_autogenerate was started again\n"
        "folder                      your files\n"
        "--------------------------  --------------\n"
        "attempts/02_autogenerate/1  alembic/env.py"
    )
    assert "<td>alembic/env.py</td>" in kept._repr_html_()
    assert "attempts/02\\_autogenerate/1" in kept._repr_markdown_()


def test_no_attempts_show_themselves_too(lab: Workspace) -> None:
    assert str(lab.attempts).splitlines()[0] == "Nothing was put aside of 02_autogenerate"
