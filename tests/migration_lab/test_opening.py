"""What a lesson is after it was opened: its start, whatever was there, and nothing of the learner's lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab import attempts, ledger, lesson, places, start, workspace
from migration_lab.errors import LabError
from migration_lab.opening import continue_lesson, open_lesson

NAME = "02_autogenerate"
LINE = "02_autogenerate is ready: 1,000 users at revision 006_index_endpoint_lookup.\n"
ENV = "alembic/env.py"


def is_at_start(path: Path, name: str = NAME) -> bool:
    begun = start.ready(lesson.find(name), places.backstage(name))
    return ledger.read(path) == begun.ledger


def elsewhere(code: str, **settings: str) -> subprocess.Popen[str]:
    """Start another Python, as a second kernel would be."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **settings},
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


def test_an_untouched_lesson_leaves_no_attempt(built_desk: Path) -> None:
    open_lesson(NAME)
    lab = open_lesson(NAME)

    assert len(lab.attempts) == 0
    assert not (built_desk / "attempts").exists()


def edit(path: Path) -> None:
    (path / ENV).write_text("print('mine')\n", encoding="utf-8")


def add(path: Path) -> None:
    (path / "alembic" / "versions" / "007_mine.py").write_text("# mine\n", encoding="utf-8")


def delete(path: Path) -> None:
    (path / "alembic.ini").unlink()


def delete_all(path: Path) -> None:
    shutil.rmtree(path)


def delete_inside(path: Path) -> None:
    shutil.rmtree(path / "alembic")
    (path / "app.db").unlink()


def damage(path: Path) -> None:
    (path / "app.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)


def empty(path: Path) -> None:
    (path / "app.db").write_bytes(b"")


def put_a_folder_for_a_file(path: Path) -> None:
    (path / "app.db").unlink()
    (path / "app.db").mkdir()
    (path / "app.db" / "note.txt").write_text("mine")


def put_a_file_for_a_folder(path: Path) -> None:
    shutil.rmtree(path / "lab_app")
    (path / "lab_app").write_text("mine")


def put_a_file_for_the_workspace(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("mine")


def leave_a_hot_journal(path: Path) -> None:
    (path / "app.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)


def switch_to_wal(path: Path) -> None:
    with closing(sqlite3.connect(path / "app.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("DELETE FROM users WHERE id = 17")
        connection.commit()


MISHAPS = [
    edit, add, delete, delete_all, delete_inside, damage, empty, put_a_folder_for_a_file, put_a_file_for_a_folder,
    put_a_file_for_the_workspace, leave_a_hot_journal, switch_to_wal,
]  # fmt: skip


@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.__name__)
def test_the_start_is_there_again_after(
    mishap: Callable[[Path], None], built_desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lab = open_lesson(NAME)
    capsys.readouterr()
    mishap(lab.path)

    again = open_lesson(NAME)

    assert capsys.readouterr().out == LINE
    assert is_at_start(again.path)
    assert [entry.name for entry in again.path.iterdir() if entry.name.endswith(("-journal", "-wal", "-shm"))] == []
    assert again.alembic("current").output.splitlines()[-1] == "006_index_endpoint_lookup (head)"


KEPT = {
    edit: {ENV: "print('mine')\n"},
    add: {"alembic/versions/007_mine.py": "# mine\n"},
    put_a_folder_for_a_file: {"app.db/note.txt": "mine"},
    put_a_file_for_a_folder: {"lab_app": "mine"},
    put_a_file_for_the_workspace: {NAME: "mine"},
}


@pytest.mark.parametrize("mishap", KEPT, ids=lambda mishap: mishap.__name__)
def test_what_the_learner_wrote_is_kept(mishap: Callable[[Path], None], built_desk: Path) -> None:
    mishap(open_lesson(NAME).path)

    lab = open_lesson(NAME)

    assert [one.number for one in lab.attempts] == [1]
    found = {path: (lab.attempts[0].path / path).read_text(encoding="utf-8") for path in lab.attempts[0].files}
    assert found == KEPT[mishap]


@pytest.mark.parametrize("mishap", [delete, delete_all, delete_inside], ids=lambda mishap: mishap.__name__)
def test_what_is_only_gone_leaves_no_attempt(mishap: Callable[[Path], None], built_desk: Path) -> None:
    mishap(open_lesson(NAME).path)

    assert len(open_lesson(NAME).attempts) == 0


def test_attempts_are_numbered_and_never_overwritten(built_desk: Path) -> None:
    for text in ("first", "second", "third"):
        (open_lesson(NAME).path / ENV).write_text(text)

    kept = open_lesson(NAME).attempts

    assert [(one.number, (one.path / ENV).read_text()) for one in kept] == [(1, "first"), (2, "second"), (3, "third")]


def test_the_same_work_is_kept_once(built_desk: Path) -> None:
    for _ in range(3):
        edit(open_lesson(NAME).path)

    assert len(open_lesson(NAME).attempts) == 1


def test_a_migrated_database_is_kept_as_a_database(built_desk: Path) -> None:
    open_lesson("00_welcome").alembic("upgrade", "head").raise_for_failure()

    kept = open_lesson("00_welcome").attempts

    assert [one.files for one in kept] == [("app.db",)]
    with closing(sqlite3.connect(kept[0].path / "app.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            ("006_index_endpoint_lookup",)
        ]


def test_a_lesson_played_twice_leaves_one_attempt(built_desk: Path) -> None:
    for _ in range(2):
        open_lesson("00_welcome").alembic("upgrade", "head").raise_for_failure()

    assert len(open_lesson("00_welcome").attempts) == 1


def test_a_database_migrated_there_and_back_is_no_work(built_desk: Path) -> None:
    lab = open_lesson(NAME)
    lab.alembic("downgrade", "-1").raise_for_failure()
    lab.alembic("upgrade", "head").raise_for_failure()

    assert len(open_lesson(NAME).attempts) == 0


def test_a_large_database_is_left_out_with_a_note(built_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "SMALL", 1024 * 1024)
    lab = open_lesson(NAME)
    with closing(sqlite3.connect(lab.path / "app.db")) as connection:
        connection.execute("CREATE TABLE big AS SELECT randomblob(2000000) AS body")
        connection.commit()
    edit(lab.path)

    kept = open_lesson(NAME).attempts

    assert [one.files for one in kept] == [("NOT_KEPT.txt", ENV)]
    assert (kept[0].path / "NOT_KEPT.txt").read_text() == (
        "app.db: not kept, because a database of more than 1 MB is not put aside.\n"
        "Your migrations are here; run them again and the database is there again.\n"
    )


def test_a_link_is_put_aside_and_what_it_points_to_stays(built_desk: Path, tmp_path: Path) -> None:
    real = tmp_path / "my_project"
    real.mkdir()
    (real / "app.db").write_text("my real database")
    shutil.rmtree(open_lesson(NAME).path)
    (built_desk / NAME).symlink_to(real)

    lab = open_lesson(NAME)

    assert is_at_start(lab.path)
    assert (real / "app.db").read_text() == "my real database"
    assert [entry.name for entry in real.iterdir()] == ["app.db"]
    assert (lab.attempts[0].path / NAME).readlink() == real


def test_links_inside_are_not_followed(built_desk: Path, tmp_path: Path) -> None:
    real = tmp_path / "my_project"
    real.mkdir()
    (real / "app.db").write_text("my real database")
    path = open_lesson(NAME).path
    shutil.rmtree(path / "lab_app")
    (path / "lab_app").symlink_to(real)
    (path / "app.db").unlink()
    (path / "app.db").symlink_to(real / "app.db")

    lab = open_lesson(NAME)

    assert is_at_start(lab.path)
    assert (real / "app.db").read_text() == "my real database"
    assert lab.attempts[0].files == ("app.db", "lab_app")


def test_a_lesson_opens_from_a_folder_that_is_gone(built_desk: Path) -> None:
    lab = open_lesson(NAME)
    gone = built_desk / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()

    assert is_at_start(open_lesson(NAME).path)
    assert Path.cwd() == lab.path


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
        "02_autogenerate was opened again by another notebook or by `./lab reset`: its files and databases are not "
        "those this notebook knows, so nothing was done.\n"
        'Hint: Run `lab = open_lesson("02_autogenerate")` to begin at the start, or '
        '`lab = continue_lesson("02_autogenerate")` to go on with what is there now. '
        "What this notebook had made is in `attempts/02_autogenerate`."
    )
    assert continue_lesson(NAME).alembic("current").ok


def test_processes_that_open_the_same_lesson_at_once_take_turns(desk: Path) -> None:
    code = f"from migration_lab import open_lesson; lab = open_lesson({NAME!r})"
    others = [elsewhere(code, MIGRATION_LAB_HOME=str(desk)) for _ in range(4)]

    said = [other.communicate()[0] for other in others]

    assert said == [LINE] * 4
    assert is_at_start(desk / NAME)
    assert not (desk / "attempts").exists()


def test_a_start_that_was_damaged_is_built_anew(built_desk: Path) -> None:
    begun = start.ready(lesson.find(NAME), places.backstage(NAME))
    (begun.folder / ENV).write_text("damaged")
    (begun.folder / "app.db").write_bytes(b"half written")

    lab = open_lesson(NAME)

    assert lab.rows().counts["users"] == 1000
    assert "Run migrations on the service's own engine" in (lab.path / ENV).read_text()
    assert len(lab.attempts) == 0


def test_lost_notes_lose_no_work(built_desk: Path) -> None:
    edit(open_lesson(NAME).path)
    shutil.rmtree(places.backstage())

    lab = open_lesson(NAME)

    assert is_at_start(lab.path)
    assert [one.files for one in lab.attempts] == [(ENV,)]


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
    assert os.environ["PATH"].startswith(str(Path(sys.executable).parent))


def test_a_read_only_disk_is_said_and_nothing_is_changed(built_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(open_lesson(NAME).path)

    def refuse(path: object, *_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(os, "mkdir", refuse)

    with pytest.raises(LabError) as caught:
        open_lesson(NAME)

    assert caught.value.message.startswith(f"`{built_desk.resolve()}` cannot be written to (Read-only file system: ")
    assert (built_desk / NAME / ENV).read_text() == "print('mine')\n"


def test_a_file_that_cannot_be_moved_undoes_the_opening(built_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = open_lesson(NAME)
    edit(lab.path)
    before, rename = ledger.read(lab.path), os.rename

    def refuse(source: object, target: object, **more: object) -> None:
        if Path(str(source)) == lab.path / "app.db":
            raise PermissionError(13, "The process cannot access the file", str(source))
        rename(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", refuse)

    with pytest.raises(LabError) as caught:
        open_lesson(NAME)

    assert caught.value.message.startswith(f"`{built_desk.resolve()}` cannot be written to (The process cannot access")
    assert ledger.read(lab.path) == before
    assert lab.alembic("current").ok


def test_a_workspace_that_is_a_file_and_cannot_be_moved_stays(
    built_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = open_lesson(NAME)
    put_a_file_for_the_workspace(lab.path)
    rename = os.rename

    def refuse(source: object, target: object, **more: object) -> None:
        if Path(str(target)) == lab.path / "lab_app":
            raise PermissionError(13, "The process cannot access the file", str(source))
        rename(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", refuse)

    with pytest.raises(LabError):
        open_lesson(NAME)

    assert lab.path.read_text() == "mine"


def test_a_file_where_the_desk_should_be_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").write_text("a shopping list")
    monkeypatch.setenv("MIGRATION_LAB_HOME", str(tmp_path / "work"))

    with pytest.raises(LabError) as caught:
        open_lesson(NAME)

    assert str(caught.value) == (
        f"`{tmp_path / 'work' / '.lab'}` cannot be made, because there is a file where a folder is needed. "
        "Nothing of yours was changed.\n"
        f"Hint: Give the file another name and run this again: `{tmp_path / 'work'}`."
    )
