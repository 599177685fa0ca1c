"""`.ci/run` installs what is missing, asks for every test, and ends as `./lab test` ends. POSIX only."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.door.tiny import ROOT

NEEDED = ("bash", "dirname", "env", "id")
# Each program that `.ci/run` calls says its name, its words and what it was asked for.
STUB = """\
#!/bin/sh
echo "$(basename "$0") $* LAB_REQUIRE_ALL=$LAB_REQUIRE_ALL" >> "$CALLS"
case "$*" in "lab test") echo "3 passed, 1 failed"; exit 5;; esac
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder that is all of PATH: the shell's own tools, and stubs for the rest."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in (*NEEDED, "basename"):
        (folder / name).symlink_to(shutil.which(name) or name)
    for name in ("python3.11", "python3", "initdb", "chromium", "apt-get", "sudo"):
        (folder / name).write_text(STUB)
        (folder / name).chmod(0o755)
    return folder


def test_it_runs_all_tests_with_python_3_11_and_passes_their_end_on(programs: Path) -> None:
    result, calls = _run(programs)

    assert (result.returncode, result.stdout) == (5, "3 passed, 1 failed\n")
    assert calls[-1] == "python3.11 lab test LAB_REQUIRE_ALL=1"
    assert not [call for call in calls if "apt-get" in call]


def test_it_installs_a_missing_browser_first(programs: Path) -> None:
    (programs / "chromium").unlink()

    result, calls = _run(programs)

    asked = [call.partition(" LAB_")[0].removeprefix("sudo ") for call in calls if "apt-get" in call]
    assert result.stdout.splitlines()[0] == "Installing chromium"
    assert asked == ["apt-get update", "apt-get install -y chromium"]
    assert calls[-1] == "python3.11 lab test LAB_REQUIRE_ALL=1"


def test_another_python_can_be_chosen(programs: Path) -> None:
    _, calls = _run(programs, PYTHON="python3")

    assert calls[-1] == "python3 lab test LAB_REQUIRE_ALL=1"


def test_without_python_3_11_it_takes_the_usual_one(programs: Path) -> None:
    (programs / "python3.11").unlink()

    _, calls = _run(programs)

    assert calls[-1] == "python3 lab test LAB_REQUIRE_ALL=1"


def test_the_workflow_runs_the_same_on_three_systems_and_both_ends_of_python() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))

    job = workflow["jobs"]["test"]
    assert job["strategy"]["matrix"] == {
        "system": ["ubuntu-latest", "macos-latest", "windows-latest"],
        "python": ["3.11", "3.13"],
    }
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run", "python lab test"]


def _run(programs: Path, **variables: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    calls = programs.parent / "calls.txt"
    environment = {"PATH": str(programs), "CALLS": str(calls), **variables}
    result = subprocess.run(["bash", ROOT / ".ci/run"], env=environment, capture_output=True, text=True)
    return result, calls.read_text().splitlines()
