from pathlib import Path

import pytest

from migration_lab.runner import Backend, Runner
from tests.migration_lab import small_project


@pytest.fixture(params=["fork", "process"])
def backend(request: pytest.FixtureRequest) -> Backend:
    return request.param


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_project.make(tmp_path / "02_autogenerate")


@pytest.fixture
def runner(root: Path, backend: Backend) -> Runner:
    return Runner(root, backend=backend)


def test_upgrade_migrates_and_says_what_alembic_says(runner: Runner, root: Path) -> None:
    run = runner.alembic("upgrade", "head")

    assert run.ok
    assert run.output == (
        "INFO  [alembic.runtime.migration] Context impl SQLiteImpl.\n"
        "INFO  [alembic.runtime.migration] Will assume non-transactional DDL.\n"
        "INFO  [alembic.runtime.migration] Running upgrade  -> 001_users, 001_users\n"
    )
    assert runner.alembic("current").output.endswith("001_users (head)\n")


def test_paths_are_relative(runner: Runner) -> None:
    run = runner.alembic("revision", "--rev-id", "002_names", "-m", "names")

    assert run.output == "Generating alembic/versions/002_names.py ...  done\n"


def test_a_command_that_fails_keeps_its_words_and_exit_code(runner: Runner) -> None:
    run = runner.alembic("upgrade", "nowhere")

    assert run.exit_code == 255
    assert run.words.endswith("FAILED: Can't locate revision identified by 'nowhere'\n")


def test_an_edited_model_is_seen_by_the_next_command(runner: Runner, root: Path) -> None:
    runner.alembic("upgrade", "head")
    clean = runner.alembic("check")
    small_project.write(root, "lab_app/models.py", small_project.MODELS + "    email: Mapped[str]\n")

    edited = runner.alembic("check")

    assert clean.ok
    assert not edited.ok
    assert "add_column" in edited.output
