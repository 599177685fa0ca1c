"""A notebook from top to bottom in a fresh kernel: what it sees, and how a run ends early."""

import sys
from pathlib import Path
from time import monotonic

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from migration_lab.command import LAB
from migration_lab.proof.kernel import Execution, execute
from migration_lab.proof.notebook import code_cells, text


def run(*sources: str, folder: Path, time_limit: float = 60.0) -> Execution:
    return execute(lesson(*sources), folder, home=folder / "desk", time_limit=time_limit)


def lesson(*sources: str) -> NotebookNode:
    return new_notebook(cells=[new_markdown_cell("# Lesson"), *map(new_code_cell, sources)])


def said(execution: Execution) -> list[str]:
    return [text(cell.outputs) for cell in code_cells(execution.notebook)]


def test_cells_share_one_kernel_and_the_notebook_handed_in_is_not_changed(tmp_path: Path) -> None:
    before = lesson("x = 20", "print(x + 1)", "x + 2;", "x + 3")

    execution = execute(before, tmp_path, home=tmp_path)

    assert said(execution) == ["", "[stdout]\n21", "", "[text/plain]\n23"]
    assert [cell.execution_count for cell in code_cells(execution.notebook)] == [1, 2, 3, 4]
    assert [cell.outputs for cell in code_cells(before)] == [[], [], [], []]


def test_the_kernel_sees_no_setting_of_a_real_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///precious.db")
    ask = (
        "import os, pathlib\nprint(os.environ.get('DATABASE_URL'), pathlib.Path(os.environ['MIGRATION_LAB_HOME']).name)"
    )

    execution = run(ask, folder=tmp_path)

    assert said(execution) == ["[stdout]\nNone desk"]


def test_the_start_up_files_of_the_person_at_the_desk_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = tmp_path / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("surprise = 1\n")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / ".ipython"))
    monkeypatch.setenv("PYTHONSTARTUP", str(startup / "00.py"))

    execution = run("'surprise' in globals()", folder=tmp_path)

    assert said(execution) == ["[text/plain]\nFalse"]


def test_the_kernel_runs_in_the_environment_of_the_caller(tmp_path: Path) -> None:
    assert said(run("import sys; print(sys.prefix)", folder=tmp_path)) == [f"[stdout]\n{sys.prefix}"]


def test_an_unplanned_error_ends_the_run(tmp_path: Path) -> None:
    execution = run("print('before')\n{}['users']", "print('never')", folder=tmp_path)

    assert execution.stop is not None
    assert execution.stop.number == 1
    assert execution.stop.reason == "The cell raised `KeyError` and does not carry the tag `raises-exception`."
    assert "----> 2 {}['users']" in execution.stop.traceback
    assert said(execution) == ["[stdout]\nbefore\n[error]\nKeyError: 'users'", ""]


def test_a_planned_error_does_not_end_the_run(tmp_path: Path) -> None:
    planned = lesson("1 / 0", "print('after')")
    planned.cells[1].metadata.tags = ["raises-exception"]

    execution = execute(planned, tmp_path, home=tmp_path)

    assert execution.stop is None
    assert said(execution) == ["[error]\nZeroDivisionError: division by zero", "[stdout]\nafter"]


@pytest.mark.parametrize("end", ["import os; os._exit(1)", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"])
def test_a_kernel_that_dies_ends_the_run_long_before_the_time_limit(tmp_path: Path, end: str) -> None:
    started = monotonic()

    execution = run(end, "x = 1", folder=tmp_path)

    assert execution.stop is not None
    assert execution.stop.reason == "The kernel died while this cell ran."
    assert monotonic() - started < 30


def test_a_cell_without_end_ends_the_run_at_the_time_limit(tmp_path: Path) -> None:
    execution = run("print('begun', flush=True)\nwhile True: pass", "x = 1", folder=tmp_path, time_limit=1)

    assert execution.stop is not None
    assert execution.stop.reason == "The cell did not finish within 1 seconds."
    assert said(execution) == ["[stdout]\nbegun", ""]


def test_a_kernel_that_does_not_start_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit(1)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    execution = run("x = 1", folder=tmp_path)

    assert execution.stop is not None
    assert execution.stop.number == 1
    assert execution.stop.reason.startswith("The kernel did not start, so no cell was run: ")
    assert execution.stop.reason.endswith(f". `{LAB} doctor` looks for the reason.")
