"""The crash lab as a widget: it shows what was left on a copy, and tells what cannot be done."""

import shutil
from pathlib import Path

import pytest

from migration_lab import places, see
from migration_lab.crashing.deaths import POWER_CUT
from migration_lab.lessons import lesson, start
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace
from migration_lab.widgets.crash_lab import AS_IT_IS, ATOMIC

NAME = "06_rollback"


@pytest.fixture(scope="module")
def built_rollback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("rollback")
    start.ready(lesson.find(NAME), store / NAME)
    return store


@pytest.fixture
def lab(built_desk: Path, built_rollback: Path) -> Workspace:
    shutil.copytree(built_rollback / NAME, places.backstage(NAME))
    return open_lesson(NAME)


def test_the_plug_is_pulled_as_chosen_and_the_lesson_stays_as_it_is(lab: Workspace) -> None:
    widget = see.crash_lab(lab)
    assert "CREATE TABLE user_contacts" in str(widget)
    assert "<td>BEGIN</td>" in widget.list.value
    widget.statement.value = 3
    widget.death.value = POWER_CUT

    widget.button.click()

    assert widget.stop is not None
    assert (widget.stop.after, widget.stop.death, widget.stop.clean) == (3, POWER_CUT, False)
    assert "already exists" in widget.said.value
    assert "user_contacts" not in lab.schema().table_names


def test_with_the_other_env_nothing_is_left(lab: Workspace) -> None:
    widget = see.crash_lab(lab)
    widget.statement.value = 4
    widget.env.value = ATOMIC

    widget.button.click()

    assert widget.stop is not None
    assert widget.stop.clean
    assert "With <code>env.py</code> the project's own" in widget.said.value


def test_the_list_shows_where_the_chosen_env_begins_its_transaction(lab: Workspace) -> None:
    widget = see.crash_lab(lab)
    before = widget.list.value

    widget.env.value = ATOMIC

    assert before.index("CREATE TABLE") < before.index("<td>BEGIN")
    assert widget.list.value.index("<td>BEGIN") < widget.list.value.index("CREATE TABLE")

    widget.env.value = AS_IT_IS

    assert widget.list.value == before


def test_a_lesson_that_went_on_meanwhile_is_told(lab: Workspace) -> None:
    widget = see.crash_lab(lab)
    lab.alembic("upgrade", "head").raise_for_failure()

    widget.button.click()

    assert "there is nothing to migrate" in widget.told.region.value
    assert widget.said.value == ""
