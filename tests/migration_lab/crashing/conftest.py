"""Lesson 06 as it starts: a database at 006, and the revision 007 that waits."""

import shutil
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.lessons import lesson, start
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace

NAME = "06_rollback"


@pytest.fixture(scope="session")
def built_rollback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the start of lesson 06, once."""
    store = tmp_path_factory.mktemp("rollback")
    start.ready(lesson.find(NAME), store / NAME)
    return store


@pytest.fixture
def lab(built_desk: Path, built_rollback: Path) -> Workspace:
    """Open lesson 06 on a desk of its own."""
    shutil.copytree(built_rollback / NAME, places.backstage(NAME))
    return open_lesson(NAME)
