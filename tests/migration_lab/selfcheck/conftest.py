"""A copy of exercise 02.1, to be broken."""

import shutil
from pathlib import Path

import pytest

from migration_lab.exercises import catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the test a folder of exercises of its own, with a copy of 02.1 in it; return that copy."""
    rename = catalogue.find("02.1").folder
    place = tmp_path / "exercises" / rename.name
    shutil.copytree(rename, place, ignore=shutil.ignore_patterns("__pycache__"))
    listed = (rename.parent / "ids.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    own = [line for line in listed if line.startswith("02.1 ")]
    (place.parent / "ids.txt").write_text("".join(own), encoding="utf-8")
    return place
