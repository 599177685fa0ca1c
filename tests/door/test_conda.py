"""The other door: what conda does with `environment.yml` after it has made an empty environment with pip."""

import subprocess
import sys
import sysconfig
from importlib.metadata import distributions
from pathlib import Path
from shutil import copy2, copytree, ignore_patterns

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from migration_lab import lock
from migration_lab.door import failures
from tests.door.tiny import ROOT

PARTS = ("pyproject.toml", "README.md", "LICENSE", lock.ENVIRONMENT)


def test_one_pip_run_of_the_list_installs_exactly_its_pins_and_the_project(tmp_path: Path) -> None:
    clone = _clone(tmp_path / "clone")
    items = yaml.safe_load((clone / lock.ENVIRONMENT).read_text(encoding="utf-8"))["dependencies"][-1]["pip"]
    list_of_conda = clone / "condaenv.requirements.txt"
    list_of_conda.write_text("\n".join(items) + "\n", encoding="utf-8")
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = environment / Path(sys.executable).relative_to(sys.prefix)

    # byte-code takes half of the time and proves nothing here
    command = [python, "-m", "pip", "install", "-U", "--no-compile", "-r", list_of_conda, "--exists-action=b"]
    result = subprocess.run(command, cwd=clone, capture_output=True, text=True)

    assert result.returncode == 0, failures.of_tool(result.stdout + result.stderr, "./lab test door", root=clone)
    assert _installed(environment) == {**_asked(items), "migration-lab": "0.1.0"}
    checked = subprocess.run([python, "-m", "pip", "check"], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout) == (0, "No broken requirements found.\n")
    helped = subprocess.run([environment / python.parent / "migration-lab", "--help"], capture_output=True, text=True)
    assert (helped.returncode, "Usage: migration-lab" in helped.stdout) == (0, True)


def _clone(folder: Path) -> Path:
    copytree(ROOT / "migration_lab", folder / "migration_lab", ignore=ignore_patterns("__pycache__"))
    for name in PARTS:
        copy2(ROOT / name, folder)
    return folder


def _asked(items: list[str]) -> dict[str, str]:
    """Return the versions that the list asks for on this computer."""
    requirements = [Requirement(item) for item in items if not item.startswith("-e")]
    here = [each for each in requirements if each.marker is None or each.marker.evaluate()]
    return {canonicalize_name(each.name): next(iter(each.specifier)).version for each in here}


def _installed(environment: Path) -> dict[str, str]:
    """Return what lies in an environment, but for pip itself and what only makes the environment."""
    base = {"base": str(environment), "platbase": str(environment)}
    found = distributions(path=[sysconfig.get_path("purelib", "venv", base)])
    return {canonicalize_name(each.name): each.version for each in found if each.name != "pip"}
