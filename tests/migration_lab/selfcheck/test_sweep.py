"""All exercises checked, in processes of their own; each problem is said, and the exit code counts."""

import shutil
from pathlib import Path

import pytest

from migration_lab.errors import UnknownWordError
from migration_lab.selfcheck import ids, sweep
from migration_lab.selfcheck.checking import Report

TASK = "(task): It has no `README.md`. Write the task as the learner reads it."


@pytest.fixture
def exercises(folder: Path) -> Path:
    """Give the test two exercises without a task, and their ids in the list."""
    other = folder.parent / "02_2_other"
    shutil.copytree(folder, other)
    text = (other / "exercise.toml").read_text(encoding="utf-8").replace("02.1", "02.2").replace('"rename.', '"other.')
    (other / "exercise.toml").write_text(text, encoding="utf-8")
    for one in (folder, other):
        (one / "README.md").unlink()
    for answer in (other / "wrong").glob("*/answer.toml"):
        answer.write_text(answer.read_text(encoding="utf-8").replace('"rename.', '"other.'), encoding="utf-8")
    with (folder.parent / "ids.txt").open("a", encoding="utf-8") as file:
        file.write(
            "02.2 other.one-head other.column other.rows-kept other.children-kept other.nothing-else other.way-back\n"
        )
    return folder.parent


def test_every_problem_is_said_and_counted(exercises: Path) -> None:
    said: list[str] = []

    code = sweep.run([], said.append, folder=exercises)

    assert code == 1
    assert said == [
        "02_1_rename: stopped early, 1 problem",
        f"  02_1_rename {TASK}",
        "02_2_other: stopped early, 1 problem",
        f"  02_2_other {TASK}",
        "2 exercises checked, 2 problems.",
    ]


def test_one_exercise_can_be_chosen(exercises: Path) -> None:
    said: list[str] = []

    sweep.run(["02.2"], said.append, folder=exercises)

    assert said[0] == "02_2_other: stopped early, 1 problem"
    assert said[-1] == "1 exercise checked, 1 problem."


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("02.1", ["02_1_rename"]),
        ("2.1", ["02_1_rename"]),
        ("rename", ["02_1_rename"]),
        ("02_2_other", ["02_2_other"]),
        ("02", ["02_1_rename", "02_2_other"]),
    ],
)
def test_exercises_are_found_by_what_they_are_called(exercises: Path, word: str, names: list[str]) -> None:
    assert [path.name for path in sweep.chosen([word], exercises)] == names


def test_a_word_that_names_no_exercise_is_refused(exercises: Path) -> None:
    with pytest.raises(UnknownWordError) as raised:
        sweep.chosen(["02.3"], exercises)

    assert str(raised.value) == ("There is no exercise `02.3`.\nHint: Choose one of: 02_1_rename, 02_2_other.")


def test_a_folder_without_exercises_proves_nothing(tmp_path: Path) -> None:
    said: list[str] = []

    assert sweep.run([], said.append, folder=tmp_path) == 1
    assert said == ["0 exercises checked, 0 problems."]


def test_ids_of_an_exercise_that_is_not_whole_are_not_listed(exercises: Path) -> None:
    (exercises / "ids.txt").unlink()
    said: list[str] = []

    assert sweep.accept([], said.append, folder=exercises) == 1
    assert not (exercises / "ids.txt").exists()


def test_ids_of_a_whole_exercise_are_listed(exercises: Path) -> None:
    (exercises / "ids.txt").unlink()
    said: list[str] = []

    sweep.list_ids([Report("02_1_rename")], said.append, exercises)

    assert list(ids.listed(exercises)) == ["02.1"]
    assert said == ["`ids.txt` was written: what is new in it stays from now on."]


def test_tables_are_said_or_what_stopped_them(exercises: Path) -> None:
    said: list[str] = []

    assert sweep.tables(["02.1"], said.append, folder=exercises) == 1
    assert said == [f"02_1_rename {TASK}"]
