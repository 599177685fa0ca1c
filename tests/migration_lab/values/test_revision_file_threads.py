"""Revision files are read in several threads at once, as by two checks in one notebook server."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from migration_lab.places import ORIGIN
from migration_lab.values import revision_file
from migration_lab.values.revision_file import Broken, Revision

TIMES = 60


class Litter:
    """Garbage that runs Python code when it is collected: in the middle of parsing, another thread gets its turn."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        for _ in range(100):
            pass


def read(path: Path) -> Revision | Broken:
    for _ in range(200):
        Litter()
    return revision_file.read(path)


@pytest.fixture
def hasty() -> Iterator[None]:
    """Let threads take turns as often as Python can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_threads_that_read_revisions_at_once_do_not_meet() -> None:
    paths = sorted((ORIGIN / "alembic" / "versions").glob("*.py")) * TIMES

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(read, paths))

    assert {type(one) for one in found} == {Revision}
    assert len({one.file for one in found}) == len(paths) / TIMES
