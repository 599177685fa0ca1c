"""What shows a database is told when a cell may have changed it."""

from collections.abc import Iterator

import pytest

from migration_lab import following


@pytest.fixture(autouse=True)
def _nobody() -> Iterator[None]:
    yield
    following.nobody()


def test_whoever_follows_is_told_after_each_cell() -> None:
    told: list[str] = []
    following.follow("one", lambda: told.append("one"))
    following.follow("other", lambda: told.append("other"))

    following.tell()
    following.tell(object())  # IPython hands over the result of the cell

    assert told == ["one", "other", "one", "other"]


def test_who_comes_later_under_a_name_takes_its_place() -> None:
    told: list[str] = []
    following.follow("one", lambda: told.append("old"))
    following.follow("one", lambda: told.append("new"))

    following.tell()

    assert told == ["new"]
