"""A widget says in a sentence what went wrong, and is silent again when something goes well."""

import sqlite3
from collections.abc import Callable

import pytest

from migration_lab.errors import LabError
from migration_lab.widgets.told import Told, heard

QUIET = '<div role="status" aria-live="polite"></div>'


def saying(words: str) -> str:
    return f'<div role="status" aria-live="polite">{words}</div>'


class Shelf:
    """A widget with one handler, which calls what it is told to call."""

    def __init__(self) -> None:
        self.told = Told()

    @heard
    def use(self, action: Callable[[], int]) -> int:
        return action()


def absent() -> int:
    raise LabError("There is no table `<users>`.", "Choose one of `parts`.")


def locked() -> int:
    raise sqlite3.OperationalError("database is locked")


def wordless() -> int:
    raise ValueError


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (
            absent,
            "<strong>There is no table <code>&lt;users&gt;</code>.</strong><br>Choose one of <code>parts</code>.",
        ),
        (
            locked,
            "<strong>This could not be shown. <code>OperationalError</code>: database is locked.</strong><br>"
            "Run the cell again. If it stays, tell us these words: they are the program&#x27;s own.",
        ),
        (
            wordless,
            "<strong>This could not be shown. <code>ValueError</code>.</strong><br>"
            "Run the cell again. If it stays, tell us these words: they are the program&#x27;s own.",
        ),
    ],
)
def test_an_error_becomes_a_sentence_that_is_read_out(action: Callable[[], int], words: str) -> None:
    shelf = Shelf()

    answer = shelf.use(action)

    assert answer is None
    assert shelf.told.region.value == saying(words)


def test_the_next_success_clears_it() -> None:
    shelf = Shelf()
    shelf.use(absent)

    answer = shelf.use(lambda: 3)

    assert (answer, shelf.told.region.value, shelf.told.error) == (3, QUIET, None)


def test_an_error_of_a_handler_that_another_one_set_off_stays_to_be_read() -> None:
    shelf = Shelf()

    shelf.use(lambda: shelf.use(absent) or 1)

    assert "There is no table" in shelf.told.region.value


def test_a_function_can_be_heard_too() -> None:
    told = Told()

    told(absent)()

    assert "There is no table" in told.region.value


def test_an_author_can_see_the_frames() -> None:
    shelf = Shelf()

    shelf.use(locked)

    assert isinstance(shelf.told.error, sqlite3.OperationalError)


def test_ctrl_c_is_no_error() -> None:
    def stopped() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Shelf().use(stopped)
