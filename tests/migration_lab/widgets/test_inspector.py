"""The inspector follows a lesson's databases, whoever changes them."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from migration_lab import following
from migration_lab.lessons import opened
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace
from migration_lab.values import snapshot
from migration_lab.values.last_change import LastChange
from migration_lab.values.snapshot import Snapshot
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.inspector import Inspector
from migration_lab.widgets.revision_graph import RevisionGraph
from migration_lab.widgets.schema_browser import SchemaBrowser


@pytest.fixture
def lab(built_desk: Path) -> Iterator[Workspace]:
    yield open_lesson("02_autogenerate")
    following.nobody()


def test_it_follows_a_command_and_tells_it_in_one_line(lab: Workspace) -> None:
    inspector = Inspector(lab)
    lab.alembic("downgrade", "-1")

    following.tell()

    assert "02_autogenerate: primary at 005_add_endpoint_active, 1 pending; analytics at a003" in inspector.status.value
    assert "006_index_endpoint_lookup → 005_add_endpoint_active" in now(inspector)
    assert '<span class="migration-lab-removed">- removed</span>' in now(inspector)


def kept(lab: Workspace) -> LastChange:
    """Run a command as `%alembic` does, and keep what it changed."""
    before = Snapshot.read(lab.databases)
    run = lab.alembic("downgrade", "-1")
    after = Snapshot.read(lab.databases)
    change = LastChange(after, snapshot.changes(before, after), run.command)
    following.keep(opened.token(lab.name), change)
    return change


def test_the_last_change_is_the_command_s_own_and_not_what_the_cell_did_before_it(lab: Workspace) -> None:
    inspector = Inspector(lab)
    with closing(sqlite3.connect(lab.databases["primary"])) as other:
        other.execute("CREATE TABLE by_hand (id INTEGER)")
    change = kept(lab)

    following.tell()

    assert inspector.seen.last.rows == change.changes.grid.rows
    assert "<caption>Last change (alembic downgrade -1)</caption>" in now(inspector)
    assert "by_hand" not in now(inspector)


def test_an_inspector_that_comes_later_knows_the_last_change(lab: Workspace) -> None:
    change = kept(lab)

    again = Inspector(lab)

    assert again.seen.last.rows == change.changes.grid.rows
    assert "`" not in now(again)


def test_a_lesson_that_is_opened_again_has_no_last_change(lab: Workspace) -> None:
    inspector = Inspector(lab)
    kept(lab)
    open_lesson(lab.name)

    following.tell()

    assert "none yet: it stands here after the next %alembic upgrade or downgrade" in now(inspector)


@pytest.mark.parametrize("page", [1, 2])
def test_reading_a_page_again_reads_the_line_above_it_again(lab: Workspace, page: int) -> None:
    inspector = Inspector(lab)
    found = browser(inspector, page)
    lab.alembic("downgrade", "-1")
    assert isinstance(found, SchemaBrowser | RevisionGraph)

    found.again.click()

    assert "primary at 005_add_endpoint_active, 1 pending" in inspector.status.value


def now(inspector: Inspector) -> str:
    """Return the first page without the places where a name may break."""
    return str(inspector.now.value).replace("<wbr>", "")


def browser(inspector: Inspector, page: int) -> Dressed | None:
    """Turn to a page and return what is laid there."""
    inspector.tab.selected_index = page
    laid = inspector.tab.children[page].children[1].children
    return next((one for one in inspector.browsers if (one.live,) == laid), None)


def test_tables_and_revisions_are_browsed_of_the_chosen_database(lab: Workspace) -> None:
    inspector = Inspector(lab)
    assert inspector.browsers == ()

    tables = browser(inspector, 1)
    inspector.database.value = "analytics"
    others, revisions = browser(inspector, 1), browser(inspector, 2)

    assert [str(one).partition("\n")[0] for one in (tables, others)] == [
        str(SchemaBrowser(lab, name)).partition("\n")[0] for name in ("primary", "analytics")
    ]
    assert "a003_fill_daily_usage" in str(revisions)


def test_a_page_that_is_looked_at_later_has_followed(lab: Workspace) -> None:
    inspector = Inspector(lab)
    tables = browser(inspector, 1)
    inspector.tab.selected_index = 0
    lab.alembic("downgrade", "base")

    following.tell()
    again = browser(inspector, 1)

    assert again is tables
    assert isinstance(tables, SchemaBrowser)
    assert tables.catalogue.schema.table_names == ()


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
    assert inspector.seen.stands._repr_html_() in now(inspector)


def test_a_database_that_was_dropped_is_told(lab: Workspace) -> None:
    inspector = Inspector(lab)
    lab.databases["primary"].unlink()

    following.tell()

    assert "primary: no file yet" in inspector.status.value
    assert inspector.told.error is None


def test_the_tables_of_a_database_that_was_dropped_are_a_sentence(lab: Workspace) -> None:
    inspector = Inspector(lab)
    lab.databases["primary"].unlink()
    following.tell()

    assert browser(inspector, 1) is None

    assert "There is no database" in inspector.told.region.value


def test_a_locked_database_is_told_and_found_again(lab: Workspace) -> None:
    inspector = Inspector(lab)
    with closing(sqlite3.connect(lab.databases["primary"], isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE half (id INTEGER)")
        os.utime(lab.databases["primary"])

        following.tell()
        locked = inspector.status.value
        other.execute("ROLLBACK")
    following.tell()

    assert "primary: The database app.db is locked: another program is writing to it" in locked
    assert "primary at 006_index_endpoint_lookup, 0 pending" in inspector.status.value
