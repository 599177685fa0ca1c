"""A history replayed on a copy: a file for each revision, a failure with its words, the rest all the same."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.running import replay
from migration_lab.running.replay import Bounds
from migration_lab.running.replay_copy import Project
from migration_lab.running.runner import Backend
from tests.migration_lab import small_project
from tests.migration_lab.replayed import played, step

LINE = small_project.FIRST_LINE
FREE = Bounds()
AGAIN = "Correct the revision; the timeline replays what has changed."
SEED = """\
import sqlite3, sys
from contextlib import closing
from lab_app.settings import DATABASE_URL
with closing(sqlite3.connect(DATABASE_URL.partition("///")[2])) as connection:
    connection.executemany("INSERT INTO users VALUES (?, ?)", [(n, f"user {n}") for n in range(int(sys.argv[1]))])
    connection.commit()
"""


def users(file: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT * FROM users").fetchall()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


def test_there_is_a_file_for_each_revision(root: Path, folder: Path, backend: Backend) -> None:
    small_project.revise(root, "002_ada", upgrade="op.execute(\"INSERT INTO users VALUES (17, 'Ada')\")")

    outcome = played(root, folder, bounds=Bounds(backend=backend))

    assert list(outcome.files) == ["001_users", "002_ada"]
    assert [users(file) for file in outcome.files.values()] == [[], [(17, "Ada")]]
    assert (outcome.failed, outcome.sown) == ({}, "")
    assert sorted(file.name for file in folder.iterdir()) == ["1.db", "2.db"]


def test_the_project_itself_is_only_read(root: Path, folder: Path) -> None:
    (root / "app.db").write_bytes(b"the learner's own")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    played(root, folder)

    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_each_file_is_told_as_soon_as_it_is_there(root: Path, folder: Path) -> None:
    small_project.revise(root, "002_next", upgrade="pass")
    told: list[tuple[str, bytes]] = []
    folder.mkdir()

    replay.replay(Project(root), folder, lambda revision, file: told.append((revision, file.read_bytes()[:6])))

    assert told == [("001_users", b"SQLite"), ("002_next", b"SQLite")]


def test_the_named_rows_are_written_after_the_first_revision_that_can_take_them(root: Path, folder: Path) -> None:
    small_project.write(root, "lab_app/seed.py", SEED)
    step(root, "000_empty", follows="None")
    small_project.write(
        root, "alembic/versions/001_users.py", (root / "alembic/versions/001_users.py").read_text().replace(
            "down_revision = None", 'down_revision = "000_empty"'
        )
    )  # fmt: skip
    small_project.revise(root, "002_upper", upgrade='op.execute("UPDATE users SET name = upper(name)")')

    outcome = played(root, folder, seed=("lab_app.seed", "2", "users"))

    assert outcome.sown == "001_users"
    assert users(outcome.files["001_users"]) == [(0, "user 0"), (1, "user 1")]
    assert users(outcome.files["002_upper"]) == [(0, "USER 0"), (1, "USER 1")]


@pytest.mark.parametrize("body", ["1 / 0", "import os; os._exit(0)", "import sys; sys.exit(3)"])
def test_a_seed_that_fails_leaves_the_timeline_without_rows(root: Path, folder: Path, body: str) -> None:
    small_project.write(root, "lab_app/seed.py", body)
    small_project.revise(root, "002_next", upgrade="pass")

    outcome = played(root, folder, seed=("lab_app.seed", "users"))

    assert (list(outcome.files), outcome.failed, outcome.sown) == (["001_users", "002_next"], {}, "")


def test_a_failure_is_told_with_its_line_and_what_follows_it_is_not_reached(root: Path, folder: Path) -> None:
    small_project.revise(root, "002_next", upgrade='op.execute("INSERT INTO nowhere VALUES (1)")')
    small_project.revise(root, "003_later", upgrade="pass")

    outcome = played(root, folder)

    assert list(outcome.files) == ["001_users"]
    assert outcome.failed == {
        "002_next": (
            f"`alembic/versions/002_next.py`, line {LINE}, in `upgrade`\n"
            "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) no such table: nowhere\n"
            "[SQL: INSERT INTO nowhere VALUES (1)]\n"
            "`alembic upgrade 002_next` ended with exit code 1.",
            f"correct `alembic/versions/002_next.py` at line {LINE}, then run `%alembic upgrade 002_next` again.",
        ),
        "003_later": ("Not reached: `002_next` could not be replayed.", "Look at `002_next` first."),
    }


def test_branches_merges_and_dependencies_come_in_the_order_of_an_upgrade(root: Path, folder: Path) -> None:
    step(root, "002_left", follows='"001_users"', more='depends_on = "002_right"')
    step(root, "002_right", follows='"001_users"')
    step(root, "003_merged", follows='("002_left", "002_right")')
    step(root, "500_alone", follows="None")

    outcome = played(root, folder)

    assert list(outcome.files) == ["001_users", "002_right", "002_left", "003_merged", "500_alone"]
    assert outcome.failed == {}


def test_a_file_that_cannot_be_loaded_does_not_stop_the_others(root: Path, folder: Path) -> None:
    small_project.revise(root, "002_next", upgrade="pass")
    step(root, "003_unloaded", follows='"002_next"', more="1 / 0")
    step(root, "004_later", follows='"003_unloaded"')
    step(root, "005_lost", follows='"never_written"')
    small_project.write(root, "alembic/versions/broken.py", "def upgrade(:")

    outcome = played(root, folder)

    assert list(outcome.files) == ["001_users", "002_next"]
    assert "line 5" in outcome.failed["003_unloaded"][0]
    assert outcome.failed["004_later"][0] == "Not reached: `003_unloaded` could not be replayed."
    assert outcome.failed["005_lost"] == (
        "005_lost.py, line 1: It follows `never_written`, and no file has that revision.",
        AGAIN,
    )


def test_a_broken_env_is_told_once(root: Path, folder: Path) -> None:
    small_project.write(root, "alembic/env.py", "1 / 0\n")
    step(root, "500_alone", follows="None")

    outcome = played(root, folder)

    assert outcome.failed == {
        "001_users": (
            "`alembic/env.py`, line 1, in `<module>`\nZeroDivisionError: division by zero\n"
            "`alembic upgrade 001_users` ended with exit code 1.",
            "correct `alembic/env.py` at line 1, then run `%alembic upgrade 001_users` again.",
        ),
        "500_alone": ("Not reached: `001_users` could not be replayed.", "Look at `001_users` first."),
    }


def test_an_env_that_reaches_for_the_learners_own_database_is_refused(root: Path, folder: Path) -> None:
    own = root / "app.db"
    small_project.write(root, "lab_app/settings.py", f'DATABASE_URL = "sqlite+aiosqlite:///{own}"\n')

    outcome = played(root, folder)

    assert f"The command reached for `{own}`, which is not in the workspace." in outcome.failed["001_users"][0]
    assert not own.exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("context.run_migrations()", "pass", "`alembic/env.py` came to its end without running any revision."),
        ("engine.begin()", "engine.connect()", ""),
        ("migrate)", "migrate); await connection.rollback()", "and nothing of it is in `app.db`: it was not committed"),
        ("URL = ", 'URL = "sqlite+aiosqlite://" or ', "`alembic/env.py` opens a SQLite database in memory."),
    ],
)
def test_what_an_env_may_do_instead(root: Path, folder: Path, old: str, new: str, words: str) -> None:
    env = (root / "alembic/env.py").read_text()
    small_project.write(root, "alembic/env.py", env.replace(old, new))

    outcome = played(root, folder)

    assert words in outcome.failed.get("001_users", ("", ""))[0]
    assert bool(outcome.files) is not bool(words)


def test_files_that_would_fill_the_disk_are_not_kept(root: Path, folder: Path) -> None:
    small_project.revise(root, "002_next", upgrade="pass")

    outcome = played(root, folder, bounds=Bounds(room=20_000))

    assert list(outcome.files) == ["001_users"]
    assert outcome.failed["002_next"][0] == "The database files of this history would take more than 0 MB."
