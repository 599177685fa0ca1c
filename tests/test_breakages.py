"""Faults that must never pass: each turns the tests red with a message that says what to do."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from migration_lab.proof import notebook
from tests import repository

COPY = "migration-lab"  # a copy has no `.venv` of its own, so `./lab` does not lead to this Python
FIRST_SOLUTION = "exercises/00_1_first_upgrade/solution"
WELCOME = "notebooks/00_welcome.ipynb"
NBVAL = ("--nbval", "--nbval-current-env", WELCOME)
SOLVED = (*NBVAL, "--lab-solved")
REVISIONS = "tests/history/test_revisions.py"
LAYOUT = ("tests/test_layout.py::test_only_migration_lab_is_installed",)
MODELS = (f"{REVISIONS}::test_the_models_equal_the_migrated_schema[sqlite-alembic]",)
DOWNGRADE = (
    f"{REVISIONS}::test_a_revision_goes_down_to_what_was_and_up_to_what_it_made"
    "[sqlite-alembic-005_add_endpoint_active]",
)
PINS = ("tests/door/test_pins.py::test_environment_yml_pins_what_the_lock_pins",)


def change_an_output(copy: Path) -> None:
    lesson = notebook.read(copy / WELCOME)
    outputs = [output for cell in notebook.code_cells(lesson) for output in cell.outputs]
    stream = next(output for output in outputs if output.output_type == "stream")
    stream.text = stream.text.replace("00_welcome is ready", "00_welcome is nearly ready")
    (copy / WELCOME).write_text(notebook.saved_form(lesson), encoding="utf-8")


def make_alembic_a_package(copy: Path) -> None:
    (copy / "alembic" / "__init__.py").touch()


def add_a_column_without_a_migration(copy: Path) -> None:
    replace(copy / "lab_app/models/user.py", "    full_name:", "    nickname: Mapped[str | None]\n    full_name:")


def forget_an_index_in_a_downgrade(copy: Path) -> None:
    index = 'def upgrade() -> None:\n    op.create_index("ix_users_email", "users", ["email"])\n'
    replace(copy / "alembic/versions/005_add_endpoint_active.py", "def upgrade() -> None:\n", index)


def write_a_wrong_pin(copy: Path) -> None:
    replace(copy / "environment.yml", "- alembic==1.20.1", "- alembic==1.19.0")


def damage_a_solution(copy: Path) -> None:
    laid = "alembic/versions/002_add_user_profiles.py"
    damaged = (copy / laid).read_text(encoding="utf-8").replace("def upgrade(", "def upgrade(:")
    (copy / FIRST_SOLUTION / laid).parent.mkdir(parents=True)
    (copy / FIRST_SOLUTION / laid).write_text(damaged, encoding="utf-8")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"`{file.name}` no longer holds {old!r} once: choose another place to break."
    file.write_text(text.replace(old, new), encoding="utf-8")


@dataclass(frozen=True)
class Fault:
    """What is broken, which tests see it, and the words that help."""

    break_it: Callable[[Path], None]
    tests: tuple[str, ...]
    words: tuple[str, ...]


FAULTS = [
    Fault(
        change_an_output,
        NBVAL,
        (
            'under "',
            "The output is not the one that is saved.",
            "saved:\n    [stdout]\n    00_welcome is nearly ready",
            "now:\n    [stdout]\n    00_welcome is ready",
            f"Next: if the change is meant, run `{COPY} record 00`, read the difference with `git diff` and commit it; "
            "if not, repair what the cell shows.",
        ),
    ),
    Fault(
        make_alembic_a_package,
        LAYOUT,
        (
            "`alembic/__init__.py` makes Python take our folder for the library Alembic. "
            "Delete it: `rm alembic/__init__.py`",
        ),
    ),
    Fault(
        add_a_column_without_a_migration,
        MODELS,
        (
            "nickname",
            "A model has no migration. Write it: "
            '`alembic -n alembic revision --autogenerate -m "what changes" --rev-id 007_what_changes`.',
        ),
    ),
    Fault(
        forget_an_index_in_a_downgrade,
        DOWNGRADE,
        (
            "After its downgrade `005_add_endpoint_active` leaves behind:",
            "+ added index users.ix_users_email: (email)",
            "`downgrade()` must undo every step of `upgrade()`, last one first.",
        ),
    ),
    Fault(
        write_a_wrong_pin,
        PINS,
        (
            "`requirements.lock` has `alembic==1.20.1` where `environment.yml` has `alembic==1.19.0`: "
            f"both doors must lead to the same versions. Run `{COPY} lock`, which writes one from the other.",
        ),
    ),
    Fault(
        damage_a_solution,
        SOLVED,
        (
            f"`{WELCOME}, solved copy`, code cell ",
            "The cell raised `LabError` and does not carry the tag `raises-exception`.",
            "The solution of 00.1 cannot be run.",
            "`alembic/versions/002_add_user_profiles.py`, line ",
            "Next: This is the generated copy, in which the author's solutions are applied; "
            f"this cell is no part of the notebook. Repair `{FIRST_SOLUTION}/`: `{COPY} selfcheck 00.1` runs it too.",
        ),
    ),
]


TRAPS = {
    "alembic.py": "stands before the library Alembic on Python's path and hides it",
    "alembic/versions/__init__.py": "makes Python take our folder for the library Alembic",
    "tests/__init__.py": "makes a room of the tests a package, which can hide a library of the same name",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository.copy(tmp_path_factory.mktemp("sound"))


def run_tests(copy: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run the copy's tests on the copy's code: PYTHONPATH comes before what is installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider", *tests]
    return subprocess.run(
        command, cwd=copy, env=kept | {"PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False
    )


def test_without_a_fault_the_same_tests_are_green(sound: Path) -> None:
    done = run_tests(sound, *NBVAL, *LAYOUT, *MODELS, *DOWNGRADE, *PINS)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.break_it.__name__)
def test_a_fault_turns_the_tests_red_and_says_what_to_do(fault: Fault, tmp_path: Path) -> None:
    copy = repository.copy(tmp_path / "copy")
    fault.break_it(copy)

    done = run_tests(copy, *fault.tests)

    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert [words for words in fault.words if words not in said] == [], said


@pytest.mark.parametrize("trap", TRAPS)
def test_a_file_that_hides_a_library_stops_the_run_with_one_sentence(sound: Path, trap: str) -> None:
    (sound / trap).touch()

    done = run_tests(sound, *LAYOUT)

    (sound / trap).unlink()
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert done.stderr.strip() == f"Exit: `{trap}` {TRAPS[trap]}. Delete it: `rm {trap}`"


def test_a_test_that_leaves_a_database_behind_is_named(sound: Path) -> None:
    careless = sound / "tests" / "test_careless.py"
    careless.write_text("from pathlib import Path\n\n\ndef test_careless() -> None:\n    Path('app.db').touch()\n")

    done = run_tests(sound, "tests/test_careless.py")

    careless.unlink()
    (sound / "app.db").unlink()
    assert "`test_careless` left `app.db` in the repository. Let it work in `tmp_path`." in done.stdout
