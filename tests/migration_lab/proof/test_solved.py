"""The copy of a notebook in which the exercises are solved: what is put in, what it must show, what an author reads."""

import shutil
from copy import deepcopy
from pathlib import Path

import pytest

from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.exercises import catalogue
from migration_lab.exercises.exercise import EXERCISES
from migration_lab.proof import solved
from tests.migration_lab.proof.exercise_notebooks import cell, cells, lesson, without

NAME, EXERCISE = "02_small", "02_1_rename"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the test a folder of exercises of its own, with 02.1 in it."""
    shutil.copytree(EXERCISES / EXERCISE, tmp_path / EXERCISE)
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    file = folder / EXERCISE / "transcript.txt"
    before, solution, rest = file.read_text(encoding="utf-8").partition("=== solution\n")
    assert old in rest
    file.write_text(before + solution + rest.replace(old, new, 1), encoding="utf-8")


def test_the_solution_stands_before_the_check_and_all_else_is_unchanged(folder: Path) -> None:
    notebook = lesson(cell("above", "1"), *cells("02.1"), cell("below", "2"))

    made = solved.copy(notebook, NAME, folder)

    added = next(each for each in made.cells if each.id == "solution-02-1")
    assert added.source == 'from migration_lab.proof import solution as author_solution\n\nauthor_solution.lay("02.1")'
    assert added.outputs == []
    place = made.cells.index(added)
    assert made.cells[place + 1].id == "check-02-1"
    rest = [each for each in made.cells if each.id not in {"solution-02-1", "check-02-1"}]
    assert rest == without(notebook, "check-02-1").cells


def test_the_check_must_show_the_golden_transcript_with_all_its_faces(folder: Path) -> None:
    made = solved.copy(lesson(*cells("02.1")), NAME, folder)

    golden = (folder / EXERCISE / "transcript.txt").read_text(encoding="utf-8")
    (output,) = made.cells[-1].outputs
    assert f"=== solution\n{output.data['text/plain']}\n\n=== " in golden
    assert output.data["text/plain"].startswith("Done: ")
    assert output.data["text/markdown"].startswith("Done: ")
    assert 'data-verdict="done"' in output.data["text/html"]
    assert (output.output_type, set(output.data)) == ("execute_result", {"text/plain", "text/markdown", "text/html"})


def test_the_notebook_itself_is_not_changed(folder: Path) -> None:
    notebook = lesson(*cells("02.1"))
    before = deepcopy(notebook)

    solved.copy(notebook, NAME, folder)

    assert notebook == before


def test_a_notebook_with_a_wrong_cell_is_not_copied(folder: Path) -> None:
    with pytest.raises(LabError) as raised:
        solved.copy(without(lesson(*cells("02.1")), "start-02-1"), NAME, folder)

    assert raised.value.message == "`02_small.ipynb` has no cell `start-02-1`, and exercise 02.1 needs it."


@pytest.mark.parametrize("name", catalogue.names())
def test_the_golden_verdict_of_a_solution_is_praise(name: str) -> None:
    verdict = solved.golden(catalogue.find(name))

    assert verdict.done
    assert len(verdict.holds) == verdict.total


def test_a_note_of_what_was_done_is_read(folder: Path) -> None:
    change(folder, "Done: ", "Done, with a note: ")
    change(folder, 13 * " " + "02.1", "02.1")

    assert solved.golden(catalogue.find("02.1", folder)).kind == "done, with a note"


@pytest.mark.parametrize(
    ("old", "new"),
    [("Done: ", "Not yet: "), ("Rename without", "Rename with"), (" of ", " of 1")],
)
def test_a_transcript_that_does_not_praise_this_solution_is_told(old: str, new: str, folder: Path) -> None:
    change(folder, old, new)
    total = len(catalogue.find("02.1").goals)
    first = " ".join(
        (folder / EXERCISE / "transcript.txt").read_text().partition("=== solution\n")[2].split("\n")[0].split()
    )

    with pytest.raises(LabError) as raised:
        solved.golden(catalogue.find("02.1", folder))

    assert str(raised.value) == (
        f"`02_1_rename/transcript.txt` says of the solution: “{first}”.\n"
        f"Hint: `{LAB} selfcheck 02.1` tells why it is not “Done: {total} of {total} hold 02.1 Rename without losing "
        "data”; with `--accept` it writes the file."
    )


def test_a_transcript_that_was_edited_by_hand_is_told(folder: Path) -> None:
    change(folder, " on a copy of", f" on a copy\n{12 * ' '}of")

    with pytest.raises(LabError) as raised:
        solved.golden(catalogue.find("02.1", folder))

    assert str(raised.value) == (
        "`02_1_rename/transcript.txt` is not laid out as the lab writes it: the solution's part was edited by hand.\n"
        f"Hint: `{LAB} selfcheck 02.1 --accept` writes it."
    )


def test_a_transcript_without_the_solution_is_told(folder: Path) -> None:
    (folder / EXERCISE / "transcript.txt").write_text("=== start\nNot started\n")

    with pytest.raises(LabError) as raised:
        solved.golden(catalogue.find("02.1", folder))

    assert raised.value.message == "`02_1_rename/transcript.txt` says of the solution: “nothing”."


def test_what_to_do_about_a_check_names_its_transcript() -> None:
    assert solved.advice(cell("check-02-1", "")) == (
        "This is the generated copy, in which the author's solutions are applied; saved is what "
        "`exercises/02_1_rename/transcript.txt` says of the solution. If the new words are meant, run "
        f"`{LAB} selfcheck 02.1 --accept`, read the difference with `git diff` and commit it; if not, repair the "
        "solution or the check."
    )


def test_what_to_do_about_a_solution_names_its_folder() -> None:
    assert solved.advice(cell("solution-02-1", "")) == (
        "This is the generated copy, in which the author's solutions are applied; this cell is no part of the "
        f"notebook. Repair `exercises/02_1_rename/solution/`: `{LAB} selfcheck 02.1` runs it too."
    )


def test_what_to_do_about_another_cell_leads_to_the_notebook_first() -> None:
    assert solved.advice(cell("rows", "")) == (
        "This is the generated copy, in which the author's solutions are applied; all other cells must show what they "
        f"show without them. If `{LAB} test notebooks` finds this difference in the notebook itself, too, follow its "
        "words there; if not, a solution above changes what this cell shows: let the cell look at nothing that an "
        "exercise changes."
    )
