"""Every check of the doctor, wired as `./lab doctor` runs it: it fails when what it looks at is really broken."""

import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from migration_lab import doctor, edition, programs, trials
from migration_lab.jupyter import address
from migration_lab.lessons import project
from migration_lab.places import ORIGIN


@dataclass(frozen=True)
class Ward:
    """What a test needs to break something: a folder, the computer's facts, and what is to be closed afterwards."""

    folder: Path
    computer: pytest.MonkeyPatch
    open: ExitStack


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ward]:
    with ExitStack() as stack:
        yield Ward(tmp_path, monkeypatch, stack)


def _an_old_python(ward: Ward) -> None:
    ward.computer.setattr(sys, "version_info", (3, 10, 14, "final", 0))


def _a_library_of_another_version(ward: Ward) -> None:
    text = (ORIGIN / "requirements.lock").read_text(encoding="utf-8")
    (ward.folder / "requirements.lock").write_text(text.replace("\ngreenlet==", "\ngreenlet==9."))
    ward.computer.setattr(edition, "ORIGIN", ward.folder)


def _a_kernel_that_does_not_start(ward: Ward) -> None:
    (ward.folder / "ipykernel_launcher.py").write_text("raise SystemExit(1)\n")
    ward.computer.setenv("PYTHONPATH", str(ward.folder))


def _a_library_that_a_kernel_cannot_import(ward: Ward) -> None:
    (ward.folder / "aiosqlite.py").write_text("raise ImportError('no driver')\n")
    ward.computer.setenv("PYTHONPATH", str(ward.folder))


def _a_sqlite_without_drop_column(ward: Ward) -> None:
    ward.computer.setitem(trials.ABILITIES, ("DROP COLUMN", "3.35"), "ALTER TABLE t TAKE AWAY a")


def _a_file_where_the_desk_should_be(ward: Ward) -> None:
    (ward.folder / "file").touch()
    ward.computer.setenv("MIGRATION_LAB_HOME", str(ward.folder / "file"))


def _a_full_disk(ward: Ward) -> None:
    usage = shutil.disk_usage(ward.folder)._replace(free=120_000_000)
    ward.computer.setattr(shutil, "disk_usage", lambda _: usage)


def _no_port_left(ward: Ward) -> None:
    taken = ward.open.enter_context(socket.create_server(("127.0.0.1", 0)))
    ward.computer.setattr(address, "PORT", taken.getsockname()[1])
    ward.computer.setattr(address, "PORTS_TRIED", 1)


def _a_revision_that_raises(ward: Ward) -> None:
    for part in project.PARTS:
        if (ORIGIN / part).is_dir():
            shutil.copytree(ORIGIN / part, ward.folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ORIGIN / part, ward.folder / part)
    last = max((ward.folder / "alembic/versions").glob("*.py"))
    text = last.read_text(encoding="utf-8")
    last.write_text(
        text.replace("def downgrade() -> None:\n", "def downgrade() -> None:\n    raise ValueError('no')\n")
    )
    ward.computer.setattr(trials, "ORIGIN", ward.folder)


def _a_setting_of_a_real_project(ward: Ward) -> None:
    ward.computer.setenv("DATABASE_URL", "postgresql://production")


def _no_program_for_tests(ward: Ward) -> None:
    for name in ("chromium", "postgres"):
        ward.computer.setattr(programs, name, lambda: None)


# check → what breaks it, whether the lab can work all the same, and words of the finding
BREAKAGES: dict[str, tuple[Callable[[Ward], None], bool, str]] = {
    "Python": (_an_old_python, False, "This is Python 3.10.14; the lab is tested with 3.11, 3.12 and 3.13."),
    "libraries": (_a_library_of_another_version, False, "Some are not the versions the lab was tested with: greenlet "),
    "kernel": (_a_kernel_that_does_not_start, False, "A notebook's kernel cannot work: The kernel did not start"),
    "SQLite": (_a_sqlite_without_drop_column, False, "It lacks DROP COLUMN (since 3.35)"),
    "desk": (_a_file_where_the_desk_should_be, False, "because there is a file where a folder is needed"),
    "disk": (_a_full_disk, False, "Only 0.1 GB are free for "),
    "port": (_no_port_left, False, " is free for you, and the lab is reached through one."),
    "migration": (_a_revision_that_raises, False, "`alembic downgrade base` ended with exit code 1:"),
    "settings": (_a_setting_of_a_real_project, True, "DATABASE_URL set: ignored by the lab."),
    "extras": (_no_program_for_tests, True, "Chromium: not found, "),
}


def _finding(name: str) -> doctor.Finding:
    return doctor.examined(name, doctor.CHECKS[name])


def test_every_check_has_something_that_breaks_it() -> None:
    assert list(BREAKAGES) == list(doctor.CHECKS)


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_check_sees_what_is_broken(name: str, ward: Ward) -> None:
    break_it, works, words = BREAKAGES[name]
    break_it(ward)

    found = _finding(name)

    assert (found.name, found.ok, bool(found.next_step)) == (name, works, not works)
    assert words in found.words


def test_a_kernel_that_cannot_import_a_library_is_a_problem(ward: Ward) -> None:
    _a_library_that_a_kernel_cannot_import(ward)

    found = _finding("kernel")

    assert not found.ok
    assert "ImportError: no driver" in found.words


def test_one_problem_takes_the_code_away(ward: Ward) -> None:
    _a_full_disk(ward)

    findings = [_finding("Python"), _finding("disk")]

    assert [finding.ok for finding in findings] == [True, False]
    assert doctor.ready_code(findings) == ""
