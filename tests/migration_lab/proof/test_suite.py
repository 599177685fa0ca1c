"""The groups of `./lab test` are run, counted and summed up; a fault never looks like success."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.proof import groups, suite
from migration_lab.proof.groups import Plan, Step

TESTS = """
import pytest

def test_passes(): pass

def test_fails(): assert 1 == 2

@pytest.fixture
def broken(): raise RuntimeError

def test_is_an_error(broken): pass
"""


def project_with(folder: Path, content: str) -> Plan:
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(content)
    return Plan((Step("unit", (*groups.PYTEST, "-q", "-p", "no:cacheprovider")),))


def carry_out(plan: Plan, root: Path) -> tuple[int, list[str]]:
    said: list[str] = []
    code = suite.carry_out(plan, root, say=said.append)
    return code, said


def test_what_passed_and_what_failed_is_counted(tmp_path: Path) -> None:
    code, said = carry_out(project_with(tmp_path, TESTS), tmp_path)

    assert code == 1
    assert said[-1] == "1 passed, 2 failed"


def test_all_green_is_exit_code_0(tmp_path: Path) -> None:
    code, said = carry_out(project_with(tmp_path, "def test_passes(): pass"), tmp_path)

    assert (code, said[-1]) == (0, "1 passed, 0 failed")


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        ("", "unit: there are no tests here: a group without tests proves nothing."),
        ("import no_such_module", "unit: pytest was interrupted or could not collect the tests."),
        ("import os; os._exit(0)", "unit: pytest wrote no report."),
        ("import os; os._exit(77)", "unit: pytest ended with exit code 77."),
    ],
)
def test_a_run_without_a_verdict_is_a_failure_with_words(tmp_path: Path, content: str, remark: str) -> None:
    code, said = carry_out(project_with(tmp_path, content), tmp_path)

    assert code == 1
    assert said[-2:] == [remark, "0 passed, 1 failed"]


def test_tests_that_were_not_run_are_mentioned(tmp_path: Path) -> None:
    skipped = "import pytest\ndef test_passes(): pass\ndef test_rest(): pytest.skip('an earlier cell ended the run')"

    _, said = carry_out(project_with(tmp_path, skipped), tmp_path)

    assert said[-2:] == ["unit: 1 were not run.", "1 passed, 0 failed"]


def test_a_tool_counts_as_one(tmp_path: Path) -> None:
    good = Step("good", ("python", "-c", "pass"), "never said")
    bad = Step("bad", ("python", "-c", "raise SystemExit(3)"), "`repair` repairs it")

    code, said = carry_out(Plan((good, bad)), tmp_path)

    assert code == 1
    assert said[-2:] == ["bad: `repair` repairs it.", "1 passed, 1 failed"]


def test_a_plan_without_any_step_is_no_success(tmp_path: Path) -> None:
    code, said = carry_out(Plan(left_out=("the tests in a browser (no Chromium or Chrome found)",)), tmp_path)

    assert code == 1
    assert said[-2:] == [
        "Left out: the tests in a browser (no Chromium or Chrome found).",
        "0 passed, 0 failed",
    ]


def test_the_table_names_each_group() -> None:
    outcomes = [suite.Outcome("unit", 10, 0, 0, 3.21), suite.Outcome("browser", 1, 2, 0, 10.0)]

    assert suite.summary(outcomes, []) == [
        "",
        "group    passed  failed  seconds\n"
        "-------  ------  ------  -------\n"
        "unit     10      0       3.2\n"
        "browser  1       2       10.0",
        "",
        "11 passed, 2 failed",
    ]


def test_the_tests_see_nothing_of_the_person_at_the_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "PYTEST_ADDOPTS", "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "ignore")
    monkeypatch.setenv("MIGRATION_LAB_HOME", str(tmp_path / "mine"))
    content = (
        "import os\n"
        "def test_it():\n"
        "    assert not {'DATABASE_URL', 'PYTEST_ADDOPTS', 'PYTHONWARNINGS'} & set(os.environ)\n"
        "    assert 'mine' not in os.environ['MIGRATION_LAB_HOME']\n"
    )

    code, _ = carry_out(project_with(tmp_path, content), tmp_path)

    assert code == 0


def test_the_second_pass_over_the_notebooks_finds_the_desk_of_the_first_and_the_third_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "from pathlib import Path\n"
        "def test_it(pytestconfig):\n"
        "    desk = Path(pytestconfig.getoption('--lab-desk'))\n"
        "    with open('found', 'a') as found:\n"
        "        print('used' if desk.exists() else 'new', file=found)\n"
        "    desk.mkdir(exist_ok=True)\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = (*groups.PYTEST, "--nbval", "-p", "migration_lab.proof.nbval_gaps", "-p", "no:cacheprovider", "-q")

    steps = tuple(replace(step, command=command) for step in groups.plan(["notebooks"]).steps)

    code, said = carry_out(Plan(steps), tmp_path)

    assert (code, said[-1]) == (0, "3 passed, 0 failed")
    assert (tmp_path / "found").read_text().split() == ["new", "used", "new"]


def test_what_the_tools_say_goes_straight_to_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    suite.carry_out(Plan((Step("tool", ("python", "-c", "print('from the tool')")),)), tmp_path)

    assert "== tool: print('from the tool')\nfrom the tool\n" in capfd.readouterr().out.replace("-c ", "")


def test_a_group_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(LabError) as raised:
        suite.run(["units"])

    assert str(raised.value) == (
        "There is no group of tests `units`.\nHint: Choose one of: lint, unit, exercises, notebooks, browser, door."
    )


def test_all_groups_are_planned_in_their_order() -> None:
    names = [step.name for step in groups.plan().steps]

    assert names[:6] == ["ruff", "format", "mypy", "unit", "exercises", "notebooks"]
    assert names[6:8] == ["notebooks again", "notebooks solved"]


@pytest.fixture
def bare_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take the browser and PostgreSQL out of sight."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("migration_lab.programs.MAC_BROWSERS", ())
    monkeypatch.setattr("migration_lab.programs.POSTGRES_FOLDERS", ())


@pytest.mark.usefixtures("bare_computer")
def test_what_is_missing_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAB_REQUIRE_ALL", raising=False)

    plan = groups.plan(["unit", "browser"])

    assert [step.command[-2:] for step in plan.steps] == [("-m", "not postgres")]
    assert plan.left_out == (
        "the tests on PostgreSQL (no `initdb` found)",
        "the tests in a browser (no Chromium or Chrome found)",
    )


@pytest.mark.usefixtures("bare_computer")
def test_what_is_missing_is_an_error_where_all_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_REQUIRE_ALL", "1")

    with pytest.raises(LabError) as raised:
        groups.plan(["browser"])

    assert str(raised.value) == (
        "`LAB_REQUIRE_ALL=1` asks for every test, but this computer lacks: "
        "the tests in a browser (no Chromium or Chrome found).\n"
        "Hint: Install what is missing, or unset `LAB_REQUIRE_ALL` to run the rest."
    )


def test_nothing_is_missing_where_both_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("chromium", "initdb"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])

    plan = groups.plan(["unit", "browser"])

    assert shutil.which("chromium") == str(tmp_path / "chromium")
    assert plan.left_out == ()
