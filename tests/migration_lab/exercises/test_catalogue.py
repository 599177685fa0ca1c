"""Finding an exercise by the words a person has for it."""

from pathlib import Path

import pytest

from migration_lab.errors import UnknownWordError
from migration_lab.exercises import catalogue

TEXT = """\
id = "{0}"
title = "One"
lesson = "{1}_x"
minutes = 15
aliases = [{2}]
hints = ["a", "b", "c"]
goals = {{"x.y" = "z"}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, alias in [("02_10_last", ""), ("02_2_missed", '"02.9"'), ("03_1_unique", ""), ("02_autogenerate", "")]:
        (tmp_path / name).mkdir()
        number = ".".join(name.split("_")[:2])
        (tmp_path / name / "exercise.toml").write_text(TEXT.format(number, name[:2], alias))
    (tmp_path / "02_autogenerate" / "exercise.toml").unlink()
    return tmp_path


def test_the_exercises_are_listed_in_the_order_of_their_numbers(folder: Path) -> None:
    assert catalogue.names(folder) == ("02_2_missed", "02_10_last", "03_1_unique")


@pytest.mark.parametrize("word", ["02.2", "2.2", 2.2, "02_2_missed", "02-2-missed", "missed", " Missed ", "02.9", 2.9])
def test_an_exercise_is_found_by_any_of_its_names(word: str | float, folder: Path) -> None:
    assert catalogue.find(word, folder).id == "02.2"


def test_the_exercises_of_a_lesson_are_found(folder: Path) -> None:
    assert [one.id for one in catalogue.of("02_autogenerate", folder)] == ["02.2", "02.10"]


def test_an_unknown_word_is_answered_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(UnknownWordError) as caught:
        catalogue.find("02.3", folder)

    assert str(caught.value) == "There is no exercise '02.3'.\nHint: Choose one of 02.2, 02.10, 03.1."


def test_a_lab_without_exercises_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnknownWordError) as caught:
        catalogue.find("02.3", tmp_path)

    assert str(caught.value) == "There is no exercise '02.3'.\nHint: Get the lab again: it has no exercises."


def test_no_two_exercises_have_the_same_id_or_alias() -> None:
    used = [name for one in catalogue.every() for name in (one.id, *one.aliases)]

    assert sorted(used) == sorted(set(used))
