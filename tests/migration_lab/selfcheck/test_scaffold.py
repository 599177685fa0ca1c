"""A new exercise has all its files, and fails the selfcheck in words that say what to write."""

from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.exercises import exercise
from migration_lab.selfcheck import scaffold, written
from migration_lab.selfcheck.written import UNFINISHED


def test_a_new_exercise_says_what_is_to_be_written(tmp_path: Path) -> None:
    place = scaffold.new("02.4", "split_name", tmp_path)

    said = [str(one) for one in written.problems(place)]

    assert place == tmp_path / "02_4_split_name"
    assert len(said) > 20
    assert said[1] == (
        "02_4_split_name (unfinished): `README.md`, line 3 waits for you: "
        "the situation, and in one bold sentence what is to be done. Write it."
    )
    assert {one.rule for one in written.problems(place)} == {"unfinished", "task"}


def test_a_new_exercise_begins_where_its_lesson_does(tmp_path: Path) -> None:
    one = exercise.read(scaffold.new("02.4", "split_name", tmp_path))

    assert (one.lesson, one.start_revision, one.users) == ("02_autogenerate", "006_index_endpoint_lookup", 1000)
    assert (one.folder / "solution/alembic/versions/007_split_name.py").is_file()


def test_with_every_mark_written_over_only_the_title_is_left_to_correct(tmp_path: Path) -> None:
    place = scaffold.new("02.4", "split_name", tmp_path)

    for path in [path for path in sorted(place.rglob("*")) if path.is_file()]:
        lines = enumerate(path.read_text(encoding="utf-8").splitlines())
        path.write_text("\n".join(line.replace(UNFINISHED, f"text {at}") for at, line in lines), encoding="utf-8")

    assert [str(one) for one in written.problems(place)] == [
        "02_4_split_name (task): `README.md` does not begin with `# 02.4 text 1 the title, as a learner reads it`. "
        "Correct line 1."
    ]


@pytest.mark.parametrize(
    ("number", "slug", "words"),
    [
        (
            "2.4",
            "split",
            "`2.4` is no id of an exercise.\nHint: Write the lesson's two digits, a dot, a number: `02.4`.",
        ),
        (
            "02.4",
            "Split-name",
            "`Split-name` is no slug.\nHint: Write small letters and digits, words joined by `_`: `split_name`.",
        ),
        ("02.4", "rename", "`02_1_rename` is there already.\nHint: Choose another number and another slug."),
        ("02.1", "split", "`02_1_rename` is there already.\nHint: Choose another number and another slug."),
    ],
)
def test_what_cannot_be_an_exercise_is_refused(folder: Path, number: str, slug: str, words: str) -> None:
    before = sorted(folder.parent.iterdir())

    with pytest.raises(LabError) as raised:
        scaffold.new(number, slug, folder.parent)

    assert str(raised.value) == words
    assert sorted(folder.parent.iterdir()) == before


def test_an_exercise_needs_a_lesson(tmp_path: Path) -> None:
    with pytest.raises(LabError) as raised:
        scaffold.new("77.1", "split", tmp_path)

    assert raised.value.message == "There is no lesson 77 that the exercise could belong to."
