"""A repository with one small notebook, and the learner's copy of it."""

from pathlib import Path

import pytest

from migration_lab.lessons import desk
from tests.migration_lab.published import NAME, notebook


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    origin = tmp_path / "origin"
    (origin / "notebooks").mkdir(parents=True)
    (origin / "notebooks" / NAME).write_text(notebook("old"), encoding="utf-8")
    return origin


@pytest.fixture
def copy(built_desk: Path, origin: Path) -> Path:
    desk.lay(origin)
    return built_desk / "notebooks" / NAME
