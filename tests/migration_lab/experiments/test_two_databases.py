"""Where two databases stand, what the service says of them, and whether two files are one schema."""

import sqlite3
from contextlib import closing

import pytest

from migration_lab.experiments.two_databases import same_schema, stands
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace


@pytest.fixture
def lab() -> Workspace:
    return open_lesson("02_autogenerate")


def test_two_databases_at_their_heads_let_the_service_start(lab: Workspace) -> None:
    found = stands(lab)

    assert found.rows == (
        ("primary", "006_index_endpoint_lookup", "nothing", "it starts"),
        ("analytics", "a003_fill_daily_usage", "nothing", "it starts"),
    )


def test_a_database_that_is_behind_stops_the_service_with_its_own_sentence(lab: Workspace) -> None:
    lab.alembic("-n", "analytics", "downgrade", "-1").raise_for_failure()

    found = stands(lab)

    assert found.rows[1] == (
        "analytics",
        "a002_daily_usage",
        "a003_fill_daily_usage",
        "it refuses: The analytics database is at `a002_daily_usage`, this code needs `a003_fill_daily_usage`. "
        "Run `alembic -n analytics upgrade head`, then start the service again.",
    )


def test_asking_leaves_no_file_in_the_project(lab: Workspace) -> None:
    before = sorted(path.name for path in lab.path.rglob("*") if "__pycache__" not in path.parts)

    stands(lab)

    assert sorted(path.name for path in lab.path.rglob("*") if "__pycache__" not in path.parts) == before


def test_one_history_gives_one_schema(lab: Workspace) -> None:
    lab.alembic("-x", "url=sqlite+aiosqlite:///test.db", "upgrade", "head").raise_for_failure()

    found = same_schema(lab, "test.db")

    assert found.rows == (
        ("app.db", "006_index_endpoint_lookup", "equal", "5,000"),
        ("test.db", "006_index_endpoint_lookup", "equal", "0"),
    )


def test_a_table_too_many_is_named(lab: Workspace) -> None:
    lab.alembic("-x", "url=sqlite+aiosqlite:///test.db", "upgrade", "head").raise_for_failure()
    with closing(sqlite3.connect(lab.path / "test.db")) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER)")

    found = same_schema(lab, "test.db")

    assert found.rows[1][2] == "+ added table notes (1 column)"
