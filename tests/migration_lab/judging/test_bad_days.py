"""Bad days of a learner's project: the verdict is right, blames nobody for the lab's fault, and praises nothing."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging.judge import judge
from migration_lab.running.runner import Runner
from tests.migration_lab import learner
from tests.migration_lab.learner import BACK, FIRST, FORWARD, VERSIONS, workspace

MINE = "alembic/versions/007_mine.py"
OFF = "Lab state is off                                        02.1 Rename without losing data\n"


def upgraded(exercise: Exercise) -> Path:
    """Write a right answer and run it on the learner's own database."""
    file = learner.write(exercise)
    Runner(workspace(exercise)).alembic("upgrade", "head").raise_for_failure()
    return file


@pytest.mark.parametrize(
    ("forward", "found", "where"),
    [
        ("op.alter_column((", "SyntaxError: '(' was never closed", f"{MINE}, line 13: op.alter_column(("),
        (
            "sys.exit(0)",
            "the program was ended from inside with exit code 0, before Alembic was done",
            f"{MINE}, line 13, in upgrade: sys.exit(0)",
        ),
        (
            "os._exit(0)",
            "Alembic ended without an error, but `primary` is at 006_index_endpoint_lookup",
            f"{MINE}, upgrade() at line 12",
        ),
        ("import nothing_there", "ModuleNotFoundError: No module named 'nothing_there'", None),
    ],
)
def test_a_migration_that_stops_is_told_with_file_and_line(
    rename: Exercise, forward: str, found: str, where: str | None
) -> None:
    learner.write(rename, forward)

    verdict = judge(rename)

    assert (verdict.kind, verdict.criterion, verdict["Found"]) == ("your migration raised", "", found)
    assert verdict["Why"] == ""  # no known mistake: nothing it did can be seen
    assert verdict["Where"] == (where or f"{MINE}, line 13, in upgrade: {forward}")


def test_a_loop_that_never_ends_is_stopped(rename: Exercise) -> None:
    learner.write(rename, "while True: pass")

    verdict = judge(rename, time_limit=1.0)

    assert verdict["Found"] == "it did not end within its time limit, so it was stopped"
    assert verdict["Where"] == f"{MINE}, line 13, in upgrade"


def test_a_downgrade_that_raises_is_told_where_it_is_needed(rename: Exercise) -> None:
    learner.write(rename, FORWARD, "raise ValueError('no way back')")

    verdict = judge(rename)

    assert (verdict.kind, verdict.criterion) == ("your migration raised", "rename.way-back")
    assert (len(verdict.holds), verdict["Found"]) == (5, "ValueError: no way back")
    assert verdict["Expected"] == "the downgrade ends without an error"


def test_a_parent_that_does_not_exist_is_told_with_its_line(rename: Exercise) -> None:
    learner.follow(rename, "nothing", "007_mine", body=(FORWARD, BACK))

    verdict = judge(rename)

    assert verdict.kind == "your migration raised"
    assert verdict["Found"] == "Revision `nothing` is named by `007_mine`, but no file has that id."
    assert verdict["Where"] == f"{MINE}, line 9: It follows `nothing`, and no file has that revision."


@pytest.mark.parametrize(
    ("follows", "heads"),
    [
        (FIRST, "2 heads: 007_mine (007_mine.py), 008_other (008_other.py)"),
        ("005_add_endpoint_active", "2 heads: 007_mine (007_mine.py), 008_other (008_other.py)"),
    ],
)
def test_two_heads_are_told_with_their_files(rename: Exercise, follows: str, heads: str) -> None:
    learner.write(rename)
    learner.follow(rename, follows, "008_other")

    verdict = judge(rename)

    assert (verdict.kind, verdict.criterion, verdict["Found"]) == ("not yet", "rename.one-head", heads)


def test_a_renamed_file_is_the_same_revision(rename: Exercise) -> None:
    upgraded(rename).rename(workspace(rename) / VERSIONS / "seven.py")
    (workspace(rename) / VERSIONS / f"{FIRST}.py").rename(workspace(rename) / VERSIONS / "six.py")

    assert judge(rename).kind == "done"


@pytest.mark.parametrize("path", [f"{VERSIONS}/{FIRST}.py", "lab_app/models/user.py", "alembic/env.py", "alembic.ini"])
def test_a_file_of_the_start_that_is_gone_is_nobodys_fault(rename: Exercise, path: str) -> None:
    learner.write(rename)
    (workspace(rename) / path).unlink()

    verdict = judge(rename)

    assert verdict.kind == "lab state is off"
    assert verdict["Found"] == f"`{path}`, a file of the start, is not there any more, and the upgrade needs it"
    assert verdict["Next"] == (
        'bring it back with that name, or exercise("02.1").reset(); your files are kept in `attempts/02_1_rename`'
    )


@pytest.mark.parametrize(
    ("folder", "name", "more"),
    [
        (f"{VERSIONS}/mine", '"007_mine"', ""),
        (VERSIONS, '"007" + "_mine"', " (007_mine.py, line 8: `revision` is computed; write it as a plain value.)"),
    ],
)
def test_a_revision_that_only_alembic_finds_is_no_fault(rename: Exercise, folder: str, name: str, more: str) -> None:
    text = learner.write(rename).read_text(encoding="utf-8").replace('"007_mine"', name)
    (workspace(rename) / MINE).unlink()
    (workspace(rename) / folder).mkdir(exist_ok=True)
    (workspace(rename) / folder / "007_mine.py").write_text(text, encoding="utf-8")
    ini = workspace(rename) / "alembic.ini"
    locations = "[alembic]\nrecursive_version_locations = true\n"
    ini.write_text(ini.read_text(encoding="utf-8").replace("[alembic]\n", locations, 1), encoding="utf-8")

    verdict = judge(rename)

    assert verdict.kind == "lab state is off"
    assert verdict["Found"] == f"Alembic went to 007_mine, and the lab finds no file with that revision{more}"
    assert verdict["Next"] == (
        'keep your revision files in `alembic/versions`, each with `revision = "…"` as a plain value, then '
        'exercise("02.1").check()'
    )


def test_a_database_below_the_start_is_nobodys_fault(rename: Exercise) -> None:
    learner.write(rename)
    Runner(workspace(rename)).alembic("downgrade", "005_add_endpoint_active").raise_for_failure()

    assert str(judge(rename)) == OFF + (
        "  Found     the database is at 005_add_endpoint_active, this exercise starts at 006_index_endpoint_lookup\n"
        '  Next      alembic upgrade 006_index_endpoint_lookup; or exercise("02.1").reset() puts it at the start; '
        "your\n            files are kept in `attempts/02_1_rename`"
    )


def test_a_database_at_a_revision_without_a_file_is_nobodys_fault(rename: Exercise) -> None:
    upgraded(rename).unlink()
    learner.follow(rename, FIRST, "007_other", body=(FORWARD, BACK))

    verdict = judge(rename)

    assert verdict.kind == "lab state is off"
    assert verdict["Found"] == "the database is at 007_mine, and no file has that revision any more"


def test_a_revision_that_broke_after_it_ran_is_told_as_that(rename: Exercise) -> None:
    upgraded(rename)
    learner.write(rename, "op.x((")

    assert judge(rename)["Found"] == "SyntaxError: '(' was never closed"


def test_a_database_edited_by_hand_does_not_change_the_verdict(rename: Exercise) -> None:
    learner.write(rename)
    with closing(sqlite3.connect(workspace(rename) / "app.db")) as connection:
        connection.execute("DROP TABLE user_profiles")

    assert judge(rename).kind == "done"


def test_rows_edited_by_hand_are_a_start(rename: Exercise) -> None:
    with closing(sqlite3.connect(workspace(rename) / "app.db")) as connection:
        connection.execute("UPDATE users SET full_name = 'x' WHERE id = 17")
        connection.commit()

    assert judge(rename).kind == "not yet"


def test_a_locked_database_is_nobodys_fault(rename: Exercise) -> None:
    learner.write(rename)

    with closing(sqlite3.connect(workspace(rename) / "app.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        verdict = judge(rename)

    assert verdict.kind == "lab state is off"
    assert verdict["Found"] == "The database `app.db` is locked: another program is writing to it (database is locked)."
    assert verdict["Next"].startswith("let the other program finish, or close it, and check again; or ")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"nonsense" * 99, "The file `app.db` is not a SQLite database, or it is encrypted (file is not a database)."),
        (None, "the database file of `primary` is not there any more"),
    ],
    ids=["damaged", "missing"],
)
def test_a_damaged_or_missing_database_is_nobodys_fault(rename: Exercise, content: bytes | None, found: str) -> None:
    learner.write(rename)
    (workspace(rename) / "app.db").unlink()
    if content:
        (workspace(rename) / "app.db").write_bytes(content)

    verdict = judge(rename)

    assert (verdict.kind, verdict["Found"]) == ("lab state is off", found)


def test_a_deleted_workspace_is_nobodys_fault(rename: Exercise) -> None:
    shutil.rmtree(workspace(rename))

    assert str(judge(rename)) == OFF + (
        "  Found     The workspace `02_1_rename` is not there (any more), so there is nothing to work on.\n"
        '  Next      Run `exercise("02.1").reset()` to begin at the start.'
    )


def test_a_revision_that_reaches_for_another_database_is_told(rename: Exercise) -> None:
    own = workspace(rename) / "app.db"
    learner.write(rename, f"import sqlite3; sqlite3.connect({str(own)!r}).execute('DROP TABLE users')")

    verdict = judge(rename)

    assert verdict.kind == "your migration raised"
    assert verdict["Found"].startswith("The command reached for `02_1_rename/app.db`, which is not in the workspace.")
    assert str(places.home()) not in str(verdict) + verdict.json
