"""The groups of `./lab test`: the commands of each, and what this computer lacks for it."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from migration_lab import programs
from migration_lab.errors import LabError, UnknownWordError
from migration_lab.places import ORIGIN

REQUIRE_ALL = "LAB_REQUIRE_ALL"
PYTEST = ("python", "-m", "pytest")
RUFF = ("python", "-m", "ruff")
CODE = (".", "lab")
IN_PARALLEL = ("-n", "2", "--dist", "loadscope")  # by scope: all cells of a notebook in one process
NBVAL = ("--nbval", "--nbval-current-env", "--nbval-cell-timeout=60")


@dataclass(frozen=True)
class Step:
    """One command: a run of pytest, which counts its tests, or a tool that agrees or does not.

    Args:
        name: What it is called in the table.
        command: What is run.
        advice: What to do when a tool does not agree.
        desk: The desk that its lessons work on; steps that name the same one find what those before them left.
    """

    name: str
    command: tuple[str, ...]
    advice: str = ""
    desk: str = ""

    @property
    def tests(self) -> bool:
        """Whether the step counts tests."""
        return self.command[: len(PYTEST)] == PYTEST


@dataclass(frozen=True)
class Plan:
    """What runs, in order, and what is left out with its reason."""

    steps: tuple[Step, ...] = ()
    left_out: tuple[str, ...] = ()


def plan(names: Sequence[str] = ()) -> Plan:
    """Plan the named groups, all if none is named, in their own order.

    Raises:
        UnknownWordError: There is no such group.
        LabError: `LAB_REQUIRE_ALL=1`, and something is missing.
    """
    for name in names:
        if name not in GROUPS:
            raise UnknownWordError(f"There is no group of tests `{name}`.", f"Choose one of: {', '.join(GROUPS)}.")
    parts = [group() for name, group in GROUPS.items() if not names or name in names]
    whole = Plan(tuple(s for part in parts for s in part.steps), tuple(w for part in parts for w in part.left_out))
    if whole.left_out and os.environ.get(REQUIRE_ALL) == "1":
        message = f"`{REQUIRE_ALL}=1` asks for every test, but this computer lacks: {'; '.join(whole.left_out)}."
        raise LabError(message, f"Install what is missing, or unset `{REQUIRE_ALL}` to run the rest.")
    return whole


def _lint() -> Plan:
    missing = tuple(f"{tool} (not installed)" for tool in ("ruff", "mypy") if find_spec(tool) is None)
    steps = (
        Step("ruff", (*RUFF, "check", *CODE), f"`{_typed(*RUFF, 'check', '--fix', *CODE)}` repairs what it can"),
        Step("format", (*RUFF, "format", "--check", *CODE), f"`{_typed(*RUFF, 'format', *CODE)}` repairs it"),
        Step("mypy", ("python", "-m", "mypy"), "each line above names a file, a line and what does not fit"),
    )
    installed = tuple(step for step in steps if find_spec(step.command[2]) is not None)
    return Plan(installed, missing)


def _unit() -> Plan:
    chosen = (*PYTEST, "-q", "tests", "--ignore=tests/browser", "--ignore=tests/door", *IN_PARALLEL)
    missing = "no `initdb` found" if programs.postgres() is None else ""
    missing = missing or ("psycopg is not installed" if find_spec("psycopg") is None else "")
    if not missing:
        return Plan((Step("unit", chosen),))
    return Plan((Step("unit", (*chosen, "-m", "not postgres")),), (f"the tests on PostgreSQL ({missing})",))


def _exercises() -> Plan:
    """Check every exercise by its answers and by mutants of its solution."""
    command = ("python", "-m", "migration_lab", "selfcheck")
    return Plan((Step("exercises", command, "each line above names an exercise, what is wrong and what to do"),))


def _notebooks() -> Plan:
    """Run the lessons twice on one desk: as on the first day, and as after *Restart and run all*.

    Then once more on a desk of its own, as copies in which the exercises are solved.
    """
    command = (*PYTEST, "-q", *NBVAL, *IN_PARALLEL, "notebooks")
    untouched = [Step(name, command, desk="desk") for name in ("notebooks", "notebooks again")]
    return Plan((*untouched, Step("notebooks solved", (*command, "--lab-solved"), desk="solved-desk")))


def _browser() -> Plan:
    if find_spec("playwright") is None:
        return Plan(left_out=("the tests in a browser (playwright is not installed)",))
    if programs.chromium() is None:
        return Plan(left_out=("the tests in a browser (no Chromium or Chrome found)",))
    return Plan((Step("browser", (*PYTEST, "-q", "tests/browser")),))


def _door() -> Plan:
    """Set up small labs, and once all that `environment.yml` lists: this group alone needs the network."""
    return Plan((Step("door", (*PYTEST, "-q", "tests/door", *IN_PARALLEL)),))


def _typed(_: str, *words: str) -> str:
    """Write a command as it works in the project's folder, whether or not the environment is activated."""
    python = Path(sys.executable)
    return " ".join([python.relative_to(ORIGIN).as_posix() if python.is_relative_to(ORIGIN) else "python", *words])


GROUPS: dict[str, Callable[[], Plan]] = {
    "lint": _lint,
    "unit": _unit,
    "exercises": _exercises,
    "notebooks": _notebooks,
    "browser": _browser,
    "door": _door,
}
