"""What every room's tests share: the guard against the `alembic/` trap, and a run that leaves nothing behind."""

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from migration_lab.running.environment import UNWANTED

ROOT = Path(__file__).parents[1]
TRAPS = {
    "alembic.py": "stands before the library Alembic on Python's path and hides it",
    "alembic/**/__init__.py": "makes Python take our folder for the library Alembic",
    "tests/**/__init__.py": "makes a room of the tests a package, which can hide a library of the same name",
}


def pytest_configure(config: pytest.Config) -> None:
    """Stop with one sentence where a stray file hides the library Alembic: collecting would end in riddles.

    This cannot be a test: Python takes the first package called `alembic` on its path, so with the file in place
    the tests themselves no longer import.
    """
    for pattern, reason in TRAPS.items():
        for trap in sorted(ROOT.glob(pattern)):
            name = trap.relative_to(ROOT).as_posix()
            pytest.exit(f"`{name}` {reason}. Delete it: `rm {name}`", returncode=pytest.ExitCode.USAGE_ERROR)
    for name in [name for name in os.environ if name.upper() in UNWANTED]:
        del os.environ[name]
    if not hasattr(config, "workerinput"):
        os.environ["MIGRATION_LAB_HOME"] = mkdtemp(prefix="migration-lab-desk-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the desk of this run."""
    if not hasattr(config, "workerinput"):
        rmtree(os.environ.pop("MIGRATION_LAB_HOME", ""), ignore_errors=True)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a desk of its own."""
    home = tmp_path / "desk"
    monkeypatch.setenv("MIGRATION_LAB_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a database, a desk or a revision in the repository."""
    before = _leftovers()

    yield

    left = ", ".join(f"`{name}`" for name in sorted(_leftovers() - before))
    assert not left, f"`{request.node.name}` left {left} in the repository. Let it work in `tmp_path`."


def _leftovers() -> set[str]:
    strays = {path for path in ROOT.iterdir() if path.name in {"work", ".env"} or path.suffix.startswith(".db")}
    revisions = {path for room in ("versions", "analytics") for path in ROOT.glob(f"alembic/{room}/*.py")}
    return {path.relative_to(ROOT).as_posix() for path in strays | revisions}
