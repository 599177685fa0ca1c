"""What shows a database is told when a cell may have changed it."""

from collections.abc import Iterator

import pytest

from migration_lab import following
from migration_lab.values.last_change import LastChange


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


def test_what_changed_last_is_kept_for_each_opening_of_a_lesson() -> None:
    change, first = LastChange(command="alembic upgrade head"), LastChange()
    following.keep("one opening", change)

    found = following.last("one opening", first), following.last("another", first)

    assert found == (change, first)
    assert following.last("another", change) is first


def test_who_forgets_the_followers_forgets_what_changed() -> None:
    following.keep("one opening", LastChange(command="alembic upgrade head"))

    following.nobody()

    assert following.last("one opening", LastChange()).command == ""
