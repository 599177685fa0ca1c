"""The record of an exercise: read from its folder, and every fault of its file told in a sentence."""

from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.exercises import catalogue, exercise
from migration_lab.exercises.exercise import COMMON_ENV, EXERCISES, Goal
from migration_lab.lessons import project
from migration_lab.places import ORIGIN

NEW = ("alembic/", "lab_app/models/")  # where a start may add files
GOOD = """\
id = "02.1"
title = "Rename"
lesson = "02_autogenerate"
minutes = 15
hints = ["a", "b", "c"]

[goals]
"rename.rows-kept" = "every user keeps their name"
"""
FILE = "02_1_rename/exercise.toml"


def written(folder: Path, text: str, name: str = "02_1_rename") -> Path:
    (folder / name).mkdir()
    (folder / name / "exercise.toml").write_text(text, encoding="utf-8")
    return folder / name


def test_an_exercise_is_read_from_its_folder() -> None:
    read = exercise.read(EXERCISES / "02_1_rename")

    assert (read.id, read.name, read.lesson) == ("02.1", "02_1_rename", "02_autogenerate")
    assert (read.start_revision, read.users, read.env) == ("006_index_endpoint_lookup", 1000, "unsafe")
    assert len(read.hints) == 3
    assert read.goals[2] == Goal("rename.rows-kept", "every user keeps their name: user 17 is “Ada Byron”")
    assert read.task.startswith("# 02.1 Rename without losing data\n")


def test_what_is_not_said_has_a_plain_meaning(tmp_path: Path) -> None:
    read = exercise.read(written(tmp_path, GOOD))

    assert (read.env, read.aliases, read.users, read.start_revision) == ("safe", (), 0, "")
    assert read.beginning.ready == "02_1_rename is ready: no database yet."


def test_a_goal_names_the_function_that_judges_it() -> None:
    assert Goal("rename.rows-kept", "…").function == "rows_kept"


def test_the_goals_keep_their_order() -> None:
    names = [goal.id for goal in exercise.read(EXERCISES / "02_1_rename").goals]

    assert names == [
        "rename.one-head", "rename.column", "rename.rows-kept", "rename.children-kept", "rename.nothing-else",
        "rename.way-back",
    ]  # fmt: skip


@pytest.mark.parametrize(("env", "file"), [("safe", ORIGIN / project.ENVIRONMENT), ("unsafe", COMMON_ENV)])
def test_an_exercise_chooses_its_environment(env: str, file: Path, tmp_path: Path) -> None:
    read = exercise.read(written(tmp_path, f'env = "{env}"\n{GOOD}'))

    assert project.files(read.beginning)[project.ENVIRONMENT] == file
    assert project.building_files(read.beginning)[project.ENVIRONMENT] == ORIGIN / project.ENVIRONMENT


def test_an_overlay_may_bring_an_environment_of_its_own(tmp_path: Path) -> None:
    folder = written(tmp_path, f'env = "unsafe"\n{GOOD}')
    (folder / "start" / "alembic").mkdir(parents=True)
    (folder / "start" / project.ENVIRONMENT).write_text("# mine")

    files = project.files(exercise.read(folder).beginning)

    assert files[project.ENVIRONMENT] == folder / "start" / project.ENVIRONMENT


FAULTS = [
    ('id = "02.1"', "", "has no `id`.", 'Add it: `id = "02.1"`.'),
    ('title = "Rename"', 'title = ""', "has no `title`.", 'Add it: `title = "Rename without losing data"`.'),
    ("minutes = 15", "", "has no `minutes`.", "Add it: `minutes = 15`."),
    ("minutes = 15", 'minutes = "15"', "has `minutes = '15'`, which is no number.", "Write `minutes` as a number."),
    (
        '["a", "b", "c"]', '["a", 2, "c"]',
        "has `hints = ['a', 2, 'c']`, which is no list of texts.", "Write `hints` as a list of texts.",
    ),
    (
        'id = "02.1"', 'id = "02.2"', "has the id `02.2`, but its folder says `02.1`.",
        "Give the folder the number of the id. An id is never renamed; an old one is listed in `aliases`.",
    ),
    (
        '"02_autogenerate"', '"03_by_hand"',
        'has `lesson = "03_by_hand"`, but its id belongs to lesson 02.',
        "Name that lesson as its notebook is called: `NN_slug`.",
    ),
    ("minutes = 15", 'minutes = 15\nenv = "wild"', 'has `env = "wild"`.', "Choose `safe` or `unsafe`."),
    (
        "minutes = 15", 'minutes = 15\naliases = ["2"]',
        "has the alias `2`, which is no id.", 'Write an alias as "NN.n".',
    ),
    (
        '["a", "b", "c"]', '["a", " ", "c"]', "has 2 hints; every exercise has 3.",
        "Write where to look, which tool to take, and almost the answer, in this order.",
    ),
    (
        '"rename.rows-kept" = "every user keeps their name"', "", "has no `goals`.",
        'Add it: `[goals]` with a line such as `"rename.rows-kept" = "every user keeps their name"`.',
    ),
    (
        "rename.rows-kept", "Rows kept", "has a goal with the id `Rows kept`.",
        'Write it as `"rename.rows-kept"`: a word, a dot, words.',
    ),
    (
        '"every user keeps their name"', '" "', "has no sentence for the goal `rename.rows-kept`.",
        "Say what is true when it is reached.",
    ),
    (
        '"rename.rows-kept"', '"other.rows-kept" = "x"\n"rename.rows-kept"',
        "has two goals with the same words after the dot.", "Give each its own words.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message", "hint"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_fault_is_told(old: str, new: str, message: str, hint: str, tmp_path: Path) -> None:
    folder = written(tmp_path, GOOD.replace(old, new))

    with pytest.raises(LabError) as caught:
        exercise.read(folder)

    assert str(caught.value) == f"`{FILE}` {message}\nHint: {hint}"


def test_an_unknown_key_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path, f"hint = 3\n{GOOD}")

    with pytest.raises(LabError) as caught:
        exercise.read(folder)

    assert str(caught.value) == (
        f"`{FILE}` has the unknown key `hint`.\nHint: Known keys are id, title, lesson, minutes, start_revision, "
        "analytics_revision, users, env, keep_pending, unversioned, without, aliases, hints, goals."
    )


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path, "id = ")

    with pytest.raises(LabError) as caught:
        exercise.read(folder)

    assert caught.value.message.startswith(f"`{FILE}` cannot be read: Invalid value")
    assert caught.value.hint == "Correct that line of the file."


def test_a_folder_without_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError) as caught:
        exercise.read(tmp_path / "02_1_rename")

    assert str(caught.value) == f"`{FILE}` cannot be read: No such file or directory.\nHint: Get the lab's files again."


def test_a_folder_with_another_name_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path, GOOD, "02_rename")

    with pytest.raises(LabError) as caught:
        exercise.read(folder)

    assert str(caught.value) == (
        "The folder of `02_rename/exercise.toml` has no name of an exercise.\n"
        "Hint: Call it `NN_n_slug`, such as `02_1_rename`."
    )


@pytest.mark.parametrize("name", catalogue.names())
def test_the_overlay_of_every_exercise_replaces_files_of_the_project_or_adds_models_and_revisions(name: str) -> None:
    one = exercise.read(EXERCISES / name)

    added = {path for path, file in project.files(one.beginning).items() if file.is_relative_to(one.folder)}

    assert {path for path in added if not (ORIGIN / path).exists() and not path.startswith(NEW)} == set()
