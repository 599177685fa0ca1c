"""Pins every library: writes the two locks and `environment.yml` from pyproject.toml, and tells where they disagree."""

import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab.command import LAB
from migration_lab.door.stamp import LOCK, TOOLS_LOCK
from migration_lab.errors import LabError
from migration_lab.places import ORIGIN

ENVIRONMENT = "environment.yml"
WRITTEN = (LOCK, TOOLS_LOCK, ENVIRONMENT)
CONDA_PYTHON = "3.12"  # one version: Binder reads nothing else than `python=`

BLOCK = re.compile(r"^(?P<pin>(?P<name>[\w.-]+)==.*?)(?: \\)?\n(?P<hashes>(?: +--hash=.*\n?)*)", re.MULTILINE)
ITEM = re.compile(r"^ +- (?P<pin>[\w.-]+==.*)$", re.MULTILINE)

HEAD = """\
# The door for conda, Binder and repo2docker; the command there is `migration-lab`.
# Written by `./lab lock`: change pyproject.toml and run that, never this file.
name: migration-lab
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python={python}
  - pip
  - pip:
      # the same versions as in requirements.lock, without hashes: pip takes no `-e .` beside hashes
"""
EXTRA = """\
      # pip cannot leave these out as the lock does (pyproject.toml, [tool.uv], says why it does)
"""


def write(root: Path = ORIGIN) -> tuple[str, ...]:
    """Write the locks and `environment.yml` so that they fit pyproject.toml, and return what became of each file.

    Versions that still fit stay as they are.

    Raises:
        LabError: The bounds in pyproject.toml contradict each other, or the package index does not answer.
    """
    return _write(root)


def upgrade(root: Path = ORIGIN) -> tuple[str, ...]:
    """Write them as `write` does, but with the newest versions that pyproject.toml allows."""
    return _write(root, "--upgrade")


def pins(lock: str) -> dict[str, str]:
    """Return the pins of a lock by name and marker, as `environment.yml` lists them, in order."""
    return {match["name"] + _marker(match["pin"]): match["pin"] for match in BLOCK.finditer(lock)}


def disagreements(root: Path = ORIGIN) -> tuple[str, ...]:
    """Tell in a sentence each where `environment.yml` does not pin what the lock pins; none when all is well."""
    lock = pins(_text(root / LOCK))
    same, _, _ = _text(root / ENVIRONMENT).partition(EXTRA)
    listed = {_key(pin): pin for pin in ITEM.findall(same)}
    wrong = [key for key in {**lock, **listed} if lock.get(key) != listed.get(key)]
    return tuple(
        f"`{LOCK}` has `{lock.get(key, 'nothing')}` where `{ENVIRONMENT}` has `{listed.get(key, 'nothing')}`: "
        f"both doors must lead to the same versions. Run `{LAB} lock`, which writes one from the other."
        for key in wrong
    )


def _write(root: Path, *options: str) -> tuple[str, ...]:
    before = {name: _text(root / name) for name in WRITTEN}
    lock = _compile(root, before[LOCK], "--extra", "setup", "--generate-hashes", *options)
    with TemporaryDirectory(prefix="migration-lab-lock-") as folder:
        fixed = Path(folder) / "fixed.txt"
        fixed.write_text(lock, encoding="utf-8")
        bound = ("--constraint", str(fixed))
        tools = _compile(root, before[TOOLS_LOCK], "--extra", "dev", "--generate-hashes", *bound, *options)
        whole = _compile(root, _listed(before[ENVIRONMENT]), "--no-config", *bound, *options)
    after = {LOCK: lock, TOOLS_LOCK: _without(tools, lock), ENVIRONMENT: _environment(lock, _without(whole, lock))}
    for name in WRITTEN:
        (root / name).write_text(after[name], encoding="utf-8", newline="\n")
    return tuple(_report(name, before[name], after[name]) for name in WRITTEN)


def _compile(root: Path, before: str, *options: str) -> str:
    """Let uv choose versions; it keeps those of `before` that still fit."""
    uv = Path(sysconfig.get_path("scripts")) / ("uv.exe" if sys.platform == "win32" else "uv")
    fixed = ("--universal", "--no-annotate", "--no-header", "--quiet", "--no-progress")
    with TemporaryDirectory(prefix="migration-lab-lock-") as folder:
        output = Path(folder) / "output.txt"
        output.write_text(before, encoding="utf-8")
        command = (str(uv), "pip", "compile", "pyproject.toml", *fixed, *options, "--output-file", str(output))
        result = subprocess.run(command, cwd=root, capture_output=True, text=True)
        if result.returncode:
            raise LabError(
                f"No versions were found that fit pyproject.toml, so nothing was written. {result.stderr.strip()}",
                f"Check the bounds you changed (and the network), then run `{LAB} lock` again.",
            )
        return output.read_text(encoding="utf-8")


def _without(lock: str, other: str) -> str:
    """Keep the blocks of a lock that are not in the other one."""
    known = pins(other)
    return "".join(match[0] for match in BLOCK.finditer(lock) if match["name"] + _marker(match["pin"]) not in known)


def _environment(lock: str, extra: str) -> str:
    def items(text: str) -> str:
        return "".join(f"      - {pin}\n" for pin in pins(text).values())

    return HEAD.format(python=CONDA_PYTHON) + items(lock) + EXTRA + items(extra) + "      - -e .\n"


def _listed(environment: str) -> str:
    return "\n".join(ITEM.findall(environment)) + "\n"


def _report(name: str, before: str, after: str) -> str:
    old, new = (set(ITEM.findall(text) or pins(text).values()) for text in (before, after))
    changed = [*sorted(new - old), *(f"without {pin}" for pin in sorted(old - new))]
    words = ", ".join(changed) or "other hashes or words"
    return f"{name}: {'as before' if before == after else words if before else 'new'}"


def _key(pin: str) -> str:
    return pin.split("==")[0] + _marker(pin)


def _marker(pin: str) -> str:
    return pin.partition(" ;")[2]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
