"""The inspector follows a lesson's databases, whoever changes them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from migration_lab import following
from migration_lab.lessons import opened
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace
from migration_lab.widgets.inspector import Inspector


@pytest.fixture
def lab(built_desk: Path) -> Iterator[Workspace]:
    yield open_lesson("02_autogenerate")
    following.nobody()


def shown(inspector: Inspector) -> str:
    """Return what the page that is looked at shows."""
    return str(inspector.pages[inspector.tab.selected_index].value)


def test_it_follows_a_command_and_tells_it_in_one_line(lab: Workspace) -> None:
    inspector = Inspector(lab)
    lab.alembic("downgrade", "-1")

    following.tell()

    assert "primary: 005_add_endpoint_active, 1 pending; analytics" in inspector.status.value
    assert "006_index_endpoint_lookup → 005_add_endpoint_active" in shown(inspector)


def test_a_page_is_written_when_it_is_looked_at(lab: Workspace) -> None:
    inspector = Inspector(lab)

    inspector.tab.selected_index = 2
    inspector.database.value = "analytics"

    assert "a003_fill_daily_usage" in shown(inspector)
    assert "endpoint_configs" not in inspector.pages[1].value


def test_nothing_new_sends_nothing(lab: Workspace) -> None:
    inspector = Inspector(lab)
    before = inspector.seen

    following.tell()

    assert inspector.seen is before


def test_a_second_inspector_of_the_lesson_takes_the_place_of_the_first(lab: Workspace) -> None:
    first, second = Inspector(lab), Inspector(lab)
    lab.alembic("downgrade", "-1")

    following.tell()

    assert first.seen != second.seen


def test_after_another_notebook_began_the_lesson_anew_it_says_so(lab: Workspace) -> None:
    inspector = Inspector(lab)
    known = opened.read(lab.name)
    assert known is not None
    opened.write(lab.name, replace(known, token="another"))

    following.tell()

    assert inspector.told.region.value.startswith(
        '<div role="status" aria-live="polite"><strong>02_autogenerate was opened again by another notebook'
    )


def test_the_face_is_what_the_widget_shows_first(lab: Workspace) -> None:
    inspector = Inspector(lab)

    assert str(inspector) == str(inspector.seen)
    assert inspector.seen.stands._repr_html_() in shown(inspector)


def test_a_database_that_was_dropped_is_told(lab: Workspace) -> None:
    inspector = Inspector(lab)
    lab.databases["primary"].unlink()

    following.tell()

    assert "primary: no file yet" in inspector.status.value
    assert inspector.told.error is None
