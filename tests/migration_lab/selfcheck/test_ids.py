"""Ids that were given once stay, and belong to one exercise."""

import dataclasses
from pathlib import Path

import pytest

from migration_lab.exercises import exercise
from migration_lab.exercises.exercise import Exercise, Goal
from migration_lab.selfcheck import ids


@pytest.fixture
def rename(folder: Path) -> Exercise:
    return exercise.read(folder)


def said(exercises: list[Exercise], folder: Path) -> list[str]:
    return [str(one) for one in ids.problems(exercises, folder)]


def test_listed_ids_are_no_problem(rename: Exercise) -> None:
    assert said([rename], rename.folder.parent) == []


def test_an_id_belongs_to_one_exercise(rename: Exercise) -> None:
    other = dataclasses.replace(rename, name="02_2_other", id="02.2", aliases=("02.1",), goals=())

    assert said([rename, other], rename.folder.parent)[0] == (
        "02_2_other (ids): `02.1` belongs to `02_1_rename` already. Give this one an id of its own."
    )


def test_an_id_that_is_gone_is_told(rename: Exercise) -> None:
    other = dataclasses.replace(rename, name="02_2_rename", id="02.2")

    assert said([other], rename.folder.parent)[0] == (
        "ids.txt (ids): The id `02.1` was given once, and no exercise has it any more. "
        "Give it back, or list it in the `aliases` of the exercise that took over."
    )


def test_an_alias_keeps_an_old_id(rename: Exercise) -> None:
    other = dataclasses.replace(rename, name="02_2_rename", id="02.2", aliases=("02.1",))
    ids.accept([other], rename.folder.parent)

    assert said([other], rename.folder.parent) == []


def test_a_criterion_that_is_gone_is_told(rename: Exercise) -> None:
    other = dataclasses.replace(rename, goals=rename.goals[1:])

    assert said([other], rename.folder.parent) == [
        "02_1_rename (ids): The criterion `rename.one-head` was given once, and it is gone. "
        "Give it back: an id is never renamed."
    ]


def test_a_new_id_is_to_be_listed_and_then_stays(rename: Exercise) -> None:
    more = dataclasses.replace(rename, goals=(*rename.goals, Goal("rename.more", "there is more")))
    place = rename.folder.parent

    assert said([more], place) == [
        "02_1_rename (ids): `ids.txt` does not list `rename.more` yet. "
        "`selfcheck --accept` adds it; from then on it stays."
    ]
    assert ids.accept([more], place)
    assert said([more], place) == []
    assert not ids.accept([rename], place)
    assert len(said([rename], place)) == 1


def test_the_list_is_in_the_order_of_the_lessons(rename: Exercise) -> None:
    others = [dataclasses.replace(rename, id=name, goals=()) for name in ("02.10", "01.1", "02.9")]

    ids.accept(others, rename.folder.parent)

    lines = (rename.folder.parent / "ids.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in lines] == ["01.1", "02.1", "02.9", "02.10"]
