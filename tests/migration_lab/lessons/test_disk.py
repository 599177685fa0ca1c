import errno
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.lessons import disk


@pytest.mark.parametrize("number", sorted(disk.FULL))
def test_full_disk_names_the_folder_and_the_next_step(number: int, tmp_path: Path) -> None:
    with pytest.raises(LabError) as caught, disk.told(tmp_path):
        raise OSError(number, "words of the system", str(tmp_path / "app.db"))

    assert str(caught.value) == (
        f"There is no space left for `{tmp_path}` (the disk is full, or a limit is reached). "
        "Nothing of yours was changed.\n"
        "Hint: Free some space and run this again, or choose a folder on another disk: set `MIGRATION_LAB_HOME` to it."
    )


@pytest.mark.parametrize("number", sorted(disk.CLOSED))
def test_read_only_disk_names_the_folder_the_file_and_the_next_step(number: int, tmp_path: Path) -> None:
    with pytest.raises(LabError) as caught, disk.told(tmp_path):
        raise OSError(number, "Read-only file system", str(tmp_path / ".lab"))

    assert str(caught.value) == (
        f"`{tmp_path}` cannot be written to (Read-only file system: `{tmp_path / '.lab'}`). The lab works there. "
        "Nothing of yours was changed.\n"
        "Hint: Give yourself the right to write there, or choose another folder: set `MIGRATION_LAB_HOME` to it."
    )


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("a shopping list")

    with pytest.raises(LabError) as caught, disk.told(tmp_path / "work"):
        (tmp_path / "work" / ".lab").mkdir(parents=True)

    assert str(caught.value) == (
        f"`{tmp_path / 'work' / '.lab'}` cannot be made, because there is a file where a folder is needed. "
        "Nothing of yours was changed.\n"
        f"Hint: Give the file another name and run this again: `{tmp_path / 'work'}`."
    )


def test_a_file_that_another_program_holds_on_windows_is_named(tmp_path: Path) -> None:
    error = PermissionError(errno.EACCES, "The process cannot access the file", str(tmp_path / "app.db"))
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]  # only Windows fills it

    told = disk.sentence(error, tmp_path)

    assert str(told) == (
        f"`{tmp_path / 'app.db'}` is open in another program, so it cannot be replaced. Nothing of yours was changed.\n"
        "Hint: Close that program (a second notebook, a terminal, a database browser) and run this again."
    )


def test_any_other_error_is_said_with_the_words_of_the_system(tmp_path: Path) -> None:
    told = disk.sentence(OSError(errno.EBUSY, "Device or resource busy", str(tmp_path / "a")), tmp_path)

    assert str(told) == (
        f"The disk refused in `{tmp_path}`: Device or resource busy (`{tmp_path / 'a'}`). "
        "Nothing of yours was changed.\n"
        f"Hint: Run this again; if it stays, run `{LAB} doctor`."
    )


def test_paths_in_the_repository_are_shown_short() -> None:
    told = disk.full(places.ORIGIN / "work")

    assert told.message.startswith("There is no space left for `work` ")
