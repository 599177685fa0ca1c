"""The list of released revision files, and what is found of those that were edited since."""

from pathlib import Path

import pytest

from migration_lab.experiments import history_released
from migration_lab.experiments.history_released import Release


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a project with two released revisions."""
    for path in ("alembic/versions/001.py", "alembic/analytics/a001.py"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("first = 1\nsecond = 2\n")
    return tmp_path


@pytest.fixture
def release(project: Path) -> Release:
    """Give what was released."""
    return history_released.record(project)


def test_a_release_lists_the_files_of_all_histories(release: Release) -> None:
    assert tuple(release.files) == ("alembic/versions/001.py", "alembic/analytics/a001.py")
    assert release.grid.caption == "2 revision files"


def test_untouched_files_and_new_ones_are_welcome(project: Path, release: Release) -> None:
    (project / "alembic/versions/002.py").write_text("third = 3\n")

    found = history_released.edited(project, release)

    assert found.caption == "all 2 released files are as they were"
    assert found.rows == (("alembic/versions", "1 as they were"), ("alembic/analytics", "1 as they were"))


def test_an_edited_line_is_told_as_it_was_and_as_it_is(project: Path, release: Release) -> None:
    (project / "alembic/versions/001.py").write_text("first = 1\n    second = 22\n")

    found = history_released.edited(project, release)

    assert found.caption == "1 of 2 released files are not what they were"
    assert found.rows == (("alembic/versions/001.py", "- second = 2"), ("alembic/versions/001.py", "+ second = 22"))


def test_a_file_that_is_gone_is_told(project: Path, release: Release) -> None:
    (project / "alembic/analytics/a001.py").unlink()

    found = history_released.edited(project, release)

    assert found.rows == (("alembic/analytics/a001.py", "the file is gone"),)
