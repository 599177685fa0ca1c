"""A lesson put back to its start: everything the learner made is kept."""

from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.lessons import desk
from migration_lab.lessons.opening import open_lesson
from tests.migration_lab.published import NAME, blank, notebook


def test_a_reset_keeps_notebook_and_project_and_lays_both_anew(copy: Path, origin: Path) -> None:
    lab = open_lesson("02")
    copy.write_text(notebook("old", "mine"))
    (lab.path / "alembic" / "env.py").write_text("# mine\n")

    done = desk.reset("02", origin)

    assert str(done) == (
        "02_autogenerate is ready: 1,000 users at revision 006_index_endpoint_lookup.\n"
        "Your work is kept in `attempts/02_autogenerate/1`: alembic/env.py, notebooks/02_autogenerate.ipynb.\n"
        "`notebooks/02_autogenerate.ipynb` is as it was; reload it if it is open in a browser."
    )
    assert copy.read_text() == blank("old")
    assert (lab.path / "alembic" / "env.py").read_text() != "# mine\n"
    assert done.kept is not None
    assert (done.kept.path / "alembic" / "env.py").read_text() == "# mine\n"
    assert (done.kept.path / "notebooks" / NAME).read_text() == notebook("old", "mine")


def test_a_reset_of_an_untouched_lesson_keeps_nothing(copy: Path, origin: Path) -> None:
    open_lesson("02")

    done = desk.reset(2, origin)

    assert done.kept is None
    assert str(done).splitlines()[0] == "02_autogenerate is ready: 1,000 users at revision 006_index_endpoint_lookup."


def test_a_reset_works_before_anything_was_opened(built_desk: Path, origin: Path) -> None:
    done = desk.reset("02", origin)

    assert done.kept is None
    assert (built_desk / "notebooks" / NAME).read_text() == blank("old")


def test_a_reset_lets_a_folder_in_the_place_of_the_notebook_stand(copy: Path, origin: Path) -> None:
    copy.unlink()
    copy.mkdir()

    with pytest.raises(LabError) as caught:
        desk.reset("02", origin)

    assert str(caught.value) == (
        "There is a folder where the notebook `02_autogenerate.ipynb` belongs, so nothing was put back.\n"
        f"Hint: Give the folder `{places.shown(copy.resolve())}` another name and run this again."
    )


def test_a_reset_of_an_unknown_lesson_lists_the_lessons(built_desk: Path) -> None:
    with pytest.raises(LabError) as caught:
        desk.reset("77")

    assert caught.value.message == "There is no lesson '77'."
