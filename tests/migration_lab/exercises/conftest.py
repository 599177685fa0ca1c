"""A desk whose progress file is there already: it was made once for all tests."""

import pytest

from migration_lab.exercises.exercise import Exercise
from tests.migration_lab.progress import kept


@pytest.fixture
def _noted(rename: Exercise) -> None:
    """Lay an empty progress file, made once for all tests."""
    kept.remember()
