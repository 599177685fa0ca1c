"""The learner's answer beside the model: what both have is shown once, with the lines that differ."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from migration_lab.exercises import answers, comparison
from migration_lab.exercises.comparison import BOTH, NO_OTHER, Comparison
from migration_lab.exercises.exercise import Exercise
from migration_lab.exercises.museum import Museum
from migration_lab.exercises.paper import Paper
from tests.migration_lab import learner

MODELS = "lab_app/models/user.py"
DIFFERENCE = "- yours      display_name: Mapped[str]\n+ ours       display_name: Mapped[str | None]"


@pytest.fixture
def small(rename: Exercise, tmp_path: Path) -> Exercise:
    """Give the exercise without wrong answers; its model answer changes a file of the start as well."""
    folder = tmp_path / "small"
    shutil.copytree(rename.folder / "solution", folder / "solution")
    (folder / "solution" / MODELS).parent.mkdir(parents=True)
    written = (learner.workspace(rename) / MODELS).read_text(encoding="utf-8")
    (folder / "solution" / MODELS).write_text(f"{written}\n    display_name: Mapped[str | None]\n", encoding="utf-8")
    mine = f"{written}\n    display_name: Mapped[str]\n"
    (learner.workspace(rename) / MODELS).write_text(mine, encoding="utf-8")
    return dataclasses.replace(rename, folder=folder)


def test_of_a_file_that_both_have_only_the_differing_lines_are_shown(small: Exercise) -> None:
    learner.write(small)

    found = comparison.compare(small)

    ((path, text),) = found.both.files
    assert path == MODELS
    assert text.startswith("…\n")
    assert text.endswith(DIFFERENCE)
    assert len(text.splitlines()) <= 5
    assert [path for path, _ in found.mine.files] == [learner.MINE]
    assert [path for path, _ in found.model.files] == ["alembic/versions/007_rename_full_name.py"]


def test_two_revisions_stand_side_by_side_even_under_one_name(small: Exercise) -> None:
    (name,) = [path for path in answers.solution(small).files if path.startswith(learner.VERSIONS)]
    learner.write(small).rename(learner.workspace(small) / name)

    found = comparison.compare(small)

    assert [path for path, _ in found.mine.files] == [path for path, _ in found.model.files] == [name]


def test_a_file_that_is_the_same_in_both_is_only_named(small: Exercise) -> None:
    answers.lay(answers.solution(small), learner.workspace(small))

    found = comparison.compare(small)

    assert {text for _, text in found.both.files} == {"(yours and ours say the same)"}
    assert len(found.both.files) == 2
    assert (found.mine.files, found.mine.words) == ((), NO_OTHER)


FACES = Comparison(
    Paper("Mine", words=NO_OTHER), Paper("Model", words=NO_OTHER), Paper(BOTH, (("a.py", "- yours  <b>"),)), Museum(())
)


def test_all_faces_show_the_lines_and_say_whose_they_are() -> None:
    html = FACES._repr_html_()

    assert f"</table><p><strong>{BOTH}</strong></p><p>a.py</p><pre>- yours  &lt;b&gt;</pre><table><caption>" in html
    for said in (str(FACES), FACES._repr_markdown_(), FACES.laid(60)):
        assert said.index("Model") < said.index(BOTH) < said.index("- yours  <b>") < said.index("The museum")


def test_where_no_file_is_in_both_nothing_is_said_of_it() -> None:
    found = dataclasses.replace(FACES, both=Paper(BOTH))

    assert not any(BOTH in said for said in (str(found), found._repr_markdown_(), found._repr_html_()))
