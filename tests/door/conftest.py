"""The shelf of wheels that every test of the door installs from."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door import tiny

# a shell, signals to a group of processes, limits and permissions as only POSIX has them
collect_ignore = ["test_accidents.py", "test_ci.py"] if os.name == "nt" else []


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tiny.Shelf:
    """Return a folder with wheels of uv, setuptools and two small libraries."""
    return tiny.fill(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def lab(tmp_path: Path, shelf: tiny.Shelf) -> Path:
    """Return a lab that was just cloned, in a folder whose name has a space and a letter of another alphabet."""
    return tiny.lay(tmp_path / "my łab", shelf)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, shelf: tiny.Shelf) -> Path:
    """Return a lab that is set up. Do not change it: take `moved`."""
    root = tiny.lay(tmp_path_factory.mktemp("finished") / "my łab", shelf)
    result = tiny.run(root, variables=shelf.variables)
    assert (result.returncode, result.stderr) == (0, tiny.FIRST + tiny.STEPS)
    return root


@pytest.fixture
def moved(tmp_path: Path, finished: Path) -> Path:
    """Return a copy of the finished lab; at another place it counts as moved."""
    return shutil.copytree(finished, tmp_path / "moved", symlinks=True)


@pytest.fixture
def closed() -> Iterator[str]:
    """Return the address of a package index where nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # never listens, so that every connection is refused
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/simple"
