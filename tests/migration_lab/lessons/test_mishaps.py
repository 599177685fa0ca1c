"""A lesson opens at its start whatever happened to it, or a sentence says why not."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.lessons import ledger, lesson, start
from migration_lab.lessons.opening import open_lesson
from tests.migration_lab.mishaps import (
    ENV,
    LINE,
    NAME,
    add,
    damage,
    delete,
    delete_all,
    delete_inside,
    edit,
    empty,
    is_at_start,
    leave_a_hot_journal,
    put_a_file_for_a_folder,
    put_a_file_for_the_workspace,
    put_a_folder_for_a_file,
    switch_to_wal,
)

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


def test_a_start_that_was_damaged_is_built_anew(built_desk: Path) -> None:
    begun = start.ready(lesson.find(NAME), places.backstage(NAME))
    (begun.folder / ENV).write_text("damaged")
    (begun.folder / "app.db").write_bytes(b"half written")

    lab = open_lesson(NAME)

    assert lab.rows().counts["users"] == 1000
    assert "Run migrations on the service's own engine" in (lab.path / ENV).read_text()
    assert len(lab.attempts) == 0


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
