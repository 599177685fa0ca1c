"""Run the groups of `./lab test`, count what passed and failed, and say what could not run here and why."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from xml.etree import ElementTree

from migration_lab.grid import Grid
from migration_lab.places import HOME_VARIABLE, ORIGIN
from migration_lab.proof.groups import Plan, Step, plan
from migration_lab.running import environment

# What a person may have set for runs of his own; a run of the suite is the same everywhere.
PERSONAL = frozenset({"PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTHONPATH", "PYTHONWARNINGS"})
FAULTS = {
    2: "pytest was interrupted or could not collect the tests",
    3: "pytest itself failed",
    4: "pytest was stopped before the first test; the reason stands above",
    5: "there are no tests here: a group without tests proves nothing",
}


@dataclass(frozen=True)
class Outcome:
    """What became of a step."""

    name: str
    passed: int
    failed: int
    not_run: int
    seconds: float
    remark: str = ""


def _say(line: str) -> None:
    print(line, flush=True)


def run(groups: Sequence[str] = (), say: Callable[[str], None] = _say) -> int:
    """Run the groups, all if none is named, and return the exit code; the last line counts.

    Args:
        groups: Names from `groups.GROUPS`.
        say: Takes each line of ours; what the tools say goes straight to the terminal.

    Raises:
        UnknownWordError: There is no such group.
        LabError: `LAB_REQUIRE_ALL=1`, and something is missing here.
    """
    return carry_out(plan(groups), ORIGIN, say=say)


def carry_out(chosen: Plan, root: Path, *, say: Callable[[str], None] = _say) -> int:
    """Run the steps of a plan in the project at `root`, say the summary and return the exit code."""
    with TemporaryDirectory(prefix="migration-lab-test-", ignore_cleanup_errors=True) as folder:
        outcomes = [_run(step, root, folder=Path(folder), say=say) for step in chosen.steps]
    for line in summary(outcomes, chosen.left_out):
        say(line)
    return int(not outcomes or any(outcome.failed for outcome in outcomes))


def lint() -> int:
    """Check form and types of code and notebooks, and return the exit code."""
    return run(["lint"])


def summary(outcomes: Sequence[Outcome], left_out: Sequence[str]) -> list[str]:
    """Write the table of what ran, what needs a word, what was left out, and the count as the last line."""
    rows = tuple((each.name, str(each.passed), str(each.failed), f"{each.seconds:.1f}") for each in outcomes)
    remarks = [f"{each.name}: {each.remark}." for each in outcomes if each.remark]
    remarks += [f"{each.name}: {each.not_run} were not run." for each in outcomes if each.not_run]
    missing = [f"Left out: {what}." for what in left_out]
    passed, failed = (sum(getattr(each, count) for each in outcomes) for count in ("passed", "failed"))
    table = str(Grid(("group", "passed", "failed", "seconds"), rows))
    return ["", table, "", *remarks, *missing, f"{passed} passed, {failed} failed"]


def _run(step: Step, root: Path, *, folder: Path, say: Callable[[str], None]) -> Outcome:
    say(f"\n== {step.name}: {' '.join(step.command[2:])}")
    report = folder / f"{step.name}.xml".replace(" ", "_")
    options = (f"--junitxml={report}", *_desk(step, folder)) if step.tests else ()
    started = perf_counter()
    code = subprocess.run([sys.executable, *step.command[1:], *options], cwd=root, env=_variables(folder)).returncode
    seconds = perf_counter() - started
    return _counted(step.name, code, report, seconds) if step.tests else _judged(step, code, seconds)


def _desk(step: Step, folder: Path) -> tuple[str, ...]:
    """Give the steps over the notebooks their desks: one that was used before is found used."""
    return (f"--lab-desk={folder / step.desk}",) if step.desk else ()


def _variables(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in PERSONAL}
    return environment.clean(kept) | {HOME_VARIABLE: str(folder / "home")}


def _judged(step: Step, code: int, seconds: float) -> Outcome:
    agrees = code == 0
    remark = "" if agrees else step.advice
    return Outcome(step.name, int(agrees), int(not agrees), not_run=0, seconds=seconds, remark=remark)


def _counted(name: str, code: int, report: Path, seconds: float) -> Outcome:
    remark = FAULTS.get(code, f"pytest ended with exit code {code}") if code not in {0, 1} else ""
    if not report.exists():
        return Outcome(name, passed=0, failed=1, not_run=0, seconds=seconds, remark=remark or "pytest wrote no report")
    counts = next(ElementTree.parse(report).iter("testsuite")).attrib
    total, failures, errors, skipped = (int(counts[key]) for key in ("tests", "failures", "errors", "skipped"))
    failed = max(failures + errors, int(code != 0))
    passed = max(total - failures - errors - skipped, 0)
    return Outcome(name, passed=passed, failed=failed, not_run=skipped, seconds=seconds, remark=remark)
