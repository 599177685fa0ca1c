"""The pass over solved copies: green where all is right, red for each fault that it is there to find."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from migration_lab.exercises.exercise import EXERCISES
from migration_lab.proof import kernel, notebook, solved
from migration_lab.proof.kernel import Execution
from migration_lab.proof.nbval_gaps.report import compare
from tests.migration_lab.proof.exercise_notebooks import cell, cells, lesson, without
from tests.migration_lab.proof.nbval_gaps.test_cells import Outcome, run_pytest

NAME, EXERCISE = "00_small", "00_1_first_upgrade"
READY = "00_1_first_upgrade is ready: 1,000 users at revision 001_initial_schema.\n"
WARN = "import sys; print('warned', file=sys.stderr)"
NOT_AS_SAVED = "The output is not the one that is saved."


def small() -> NotebookNode:
    warns = cell("warns", WARN, "warned\n", "stderr")
    return lesson(*cells("00.1", READY), cell("below", "print('below')", "below\n"), warns)


def executed(book: NotebookNode, folder: Path) -> Execution:
    return kernel.execute(book, folder, home=folder / "desk")


def findings(saved: NotebookNode, now: Execution) -> dict[str, str]:
    """Say what is wrong with which cell."""
    told = {
        each.id: compare(
            saved, now, file=f"{NAME}.ipynb, solved copy", number=number, advice=lambda _, of: solved.advice(of)
        )
        for number, each in enumerate(notebook.code_cells(saved), 1)
    }
    return {identity: words for identity, words in told.items() if words}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Execution:
    """Run the solved copy of the small notebook once; what it must show is compared in each test."""
    return executed(solved.copy(small(), NAME, EXERCISES), tmp_path_factory.mktemp("ran"))


def test_where_all_is_right_nothing_is_found(ran: Execution) -> None:
    assert findings(solved.copy(small(), NAME), ran) == {}


def changed_transcript(folder: Path) -> NotebookNode:
    shutil.copytree(EXERCISES / EXERCISE, folder / EXERCISE)
    file = folder / EXERCISE / "transcript.txt"
    before, solution, rest = file.read_text(encoding="utf-8").partition("=== solution\n")
    file.write_text(before + solution + rest.replace(" holds ", " keeps ", 1), encoding="utf-8")
    return solved.copy(small(), NAME, folder)


def changed_output(_: Path) -> NotebookNode:
    made = solved.copy(small(), NAME)
    next(each for each in made.cells if each.id == "below").outputs[0].text = "above\n"
    return made


def lost_stderr(_: Path) -> NotebookNode:
    made = solved.copy(small(), NAME)
    next(each for each in made.cells if each.id == "warns").outputs = []
    return made


def noise_under_a_solution(_: Path) -> NotebookNode:
    made = solved.copy(small(), NAME)
    solution = next(each for each in made.cells if each.id == "solution-00-1")
    solution.outputs = [new_output("stream", name="stderr", text="INFO\n")]
    return made


@pytest.mark.parametrize(
    ("fault", "where", "words"),
    [
        (changed_transcript, "check-00-1", "    -  keeps     "),
        (changed_output, "below", "    -above\n    +below"),
        (lost_stderr, "warns", "now:\n    [stderr]\n    warned"),
        (noise_under_a_solution, "solution-00-1", "saved:\n    [stderr]\n    INFO\n\nnow:\n    (no output)"),
    ],
)
def test_a_copy_that_must_show_something_else_is_found_in_one_cell(
    fault: Callable[[Path], NotebookNode], where: str, words: str, ran: Execution, tmp_path: Path
) -> None:
    found = findings(fault(tmp_path), ran)

    assert list(found) == [where]
    assert NOT_AS_SAVED in found[where]
    assert words in found[where]
    assert "Next: This is the generated copy, in which the author's solutions are applied;" in found[where]


def test_a_check_that_says_not_yet_or_warns_is_found(tmp_path: Path) -> None:
    made = solved.copy(small(), NAME)
    solution, check = (next(each for each in made.cells if each.id == f"{kind}-00-1") for kind in ("solution", "check"))
    solution.source = "from migration_lab.running.runner import Runner; Runner(work.path).alembic('upgrade', '+1');"
    check.source = f"{WARN}\n{check.source}"

    found = findings(made, executed(made, tmp_path))

    assert list(found) == ["check-00-1"]
    assert "[stderr]\n    warned" in found["check-00-1"]
    assert "    -Done: " in found["check-00-1"]
    assert "    +Not yet: " in found["check-00-1"]


def project(folder: Path, book: NotebookNode, name: str = NAME) -> Path:
    """Write a notebook where pytest collects it."""
    (folder / f"{name}.ipynb").write_text(notebook.saved_form(book), encoding="utf-8")
    return folder


def run(folder: Path) -> Outcome:
    return run_pytest(folder, "-p", "migration_lab.proof.nbval_gaps", "--lab-solved")


def test_the_option_runs_the_copy_and_its_reports_say_so(tmp_path: Path) -> None:
    book = small()
    book.cells[2].source = '1 / 0  # exercise("00.1")'

    outcome = run(project(tmp_path, book))

    assert outcome.cells == ["passed", "failed", *["skipped"] * 6]
    assert '`00_small.ipynb, solved copy`, code cell 2 of 8, under "Exercises"' in outcome.output
    assert "Next: This is the generated copy" in outcome.output


def test_a_notebook_without_exercises_is_not_collected(tmp_path: Path) -> None:
    project(tmp_path, lesson(cell("check", "1 / 0")), "gallery")
    project(tmp_path, small())

    outcome = run_pytest(tmp_path, "-p", "migration_lab.proof.nbval_gaps", "--lab-solved", "--co")

    assert "8 tests collected" in outcome.output
    assert "gallery" not in outcome.output


def test_a_missing_cell_stops_the_collection_with_words_and_no_frames(tmp_path: Path) -> None:
    outcome = run(project(tmp_path, without(small(), "check-00-1")))

    assert "`00_small.ipynb` has no cell `check-00-1`, and exercise 00.1 needs it." in outcome.output
    assert 'Hint: Add a code cell with that id that calls `exercise("00.1").check()`.' in outcome.output
    assert "solved.py" not in outcome.output
