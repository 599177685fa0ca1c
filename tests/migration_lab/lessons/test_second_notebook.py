"""Two notebooks, a terminal or a database browser on one lesson."""

from pathlib import Path

import pytest

from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.lessons.opening import continue_lesson, open_lesson
from tests.migration_lab.mishaps import LINE, NAME, edit, elsewhere, is_at_start


def test_a_terminal_in_the_workspace_stays_in_it(built_desk: Path) -> None:
    lab = open_lesson(NAME)
    with elsewhere(f"import os; os.chdir({str(lab.path)!r}); print(flush=True); input(); print(os.listdir())") as shell:
        assert shell.stdout is not None
        shell.stdout.readline()

        open_lesson(NAME)

        said = shell.communicate("\n")[0]
    assert "'alembic.ini'" in said


REFUSED = {"attempt to write a readonly database\n", "disk I/O error\n"}
LOCK = """
import sqlite3
c = sqlite3.connect("app.db", isolation_level=None)
c.execute("BEGIN {kind}")
c.execute("DELETE FROM endpoint_configs")
print("locked", flush=True)
input()
try:
    c.execute("COMMIT")
    c.execute("DELETE FROM users")
except sqlite3.OperationalError as error:
    print(error)
"""


@pytest.mark.parametrize("kind", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_database_locked_by_another_process_does_not_keep_the_lesson_from_its_start(
    kind: str, built_desk: Path
) -> None:
    lab = open_lesson(NAME)
    with elsewhere(LOCK.format(kind=kind)) as other:
        assert other.stdout is not None
        other.stdout.readline()

        open_lesson(NAME)

        said = other.communicate("\n")[0]
    assert said in REFUSED  # SQLite sees that its file was moved away
    assert is_at_start(lab.path)
    assert not (lab.path / "app.db-journal").exists()
    assert open_lesson(NAME).sql("SELECT count(*) FROM endpoint_configs").rows == (("3000",),)


IDLE = """
import sqlite3
c = sqlite3.connect("app.db", isolation_level=None)
print(c.execute("SELECT count(*) FROM users").fetchone(), flush=True)
input()
try:
    c.execute("DELETE FROM users")
except sqlite3.OperationalError as error:
    print(error)
"""


def test_a_connection_of_before_cannot_write_into_the_new_database(built_desk: Path) -> None:
    lab = open_lesson(NAME)
    with elsewhere(IDLE) as other:
        assert other.stdout is not None
        other.stdout.readline()

        open_lesson(NAME)

        said = other.communicate("\n")[0]
    assert said in REFUSED
    assert is_at_start(lab.path)


def test_a_notebook_learns_that_another_one_opened_the_lesson(built_desk: Path) -> None:
    lab = open_lesson(NAME)
    edit(lab.path)
    with elsewhere(f"from migration_lab import open_lesson; open_lesson({NAME!r})") as other:
        assert other.communicate()[0] == LINE

    with pytest.raises(LabError) as caught:
        lab.alembic("current")

    assert str(caught.value) == (
        f"02_autogenerate was opened again by another notebook or by `{LAB} reset`: its files and databases are not "
        "those this notebook knows, so nothing was done.\n"
        'Hint: Run `lab = open_lesson("02_autogenerate")` to begin at the start, or '
        '`from migration_lab import continue_lesson; lab = continue_lesson("02_autogenerate")` to go on with '
        "what is there now. "
        "What this notebook had made is in `attempts/02_autogenerate`."
    )
    assert continue_lesson(NAME).alembic("current").ok


def test_the_same_notebook_may_open_a_lesson_again_and_use_the_first_name(built_desk: Path) -> None:
    lab = open_lesson(NAME)
    open_lesson(NAME)

    assert lab.alembic("current").ok


def test_processes_that_open_the_same_lesson_at_once_take_turns(desk: Path) -> None:
    code = f"from migration_lab import open_lesson; lab = open_lesson({NAME!r})"
    others = [elsewhere(code, MIGRATION_LAB_HOME=str(desk)) for _ in range(4)]

    said = [other.communicate()[0] for other in others]

    assert said == [LINE] * 4
    assert is_at_start(desk / NAME)
    assert not (desk / "attempts").exists()
