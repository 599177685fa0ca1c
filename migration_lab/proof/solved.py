"""A copy of a lesson's notebook in which its exercises are solved: what it must show is the golden transcript."""

from copy import deepcopy
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.exercises import answers, catalogue
from migration_lab.exercises.exercise import EXERCISES, Exercise
from migration_lab.judging import message
from migration_lab.judging.verdict import DONE, Verdict
from migration_lab.proof import exercise_cells
from migration_lab.proof.exercise_cells import CHECK
from migration_lab.selfcheck import transcript
from migration_lab.selfcheck.written import TRANSCRIPT

SOLUTION = "solution"
SOURCE = 'from migration_lab.proof import solution as author_solution\n\nauthor_solution.lay("{}")'
COPY = "This is the generated copy, in which the author's solutions are applied;"


def copy(notebook: NotebookNode, name: str, folder: Path = EXERCISES) -> NotebookNode:
    """Copy a notebook, put the solution before each check, and the golden "done" under it; all else stays.

    Args:
        notebook: It is not changed.
        name: Its name, `02_autogenerate`.
        folder: Where the exercises are.

    Raises:
        LabError: A cell of an exercise is missing or at the wrong place, or a transcript does not fit its exercise.
    """
    for fault in exercise_cells.faults(notebook, name, folder):
        raise fault
    made = deepcopy(notebook)
    made.cells = []
    for cell in deepcopy(notebook.cells):
        found = exercise_cells.read(cell)
        if found and found.kind == CHECK:
            solution = found.exercise.replace(".", "-")
            source = SOURCE.format(found.exercise)
            made.cells.append(new_code_cell(source, id=f"{SOLUTION}-{solution}", execution_count=1))
            cell.outputs = [_output(golden(catalogue.find(found.exercise, folder)))]
        made.cells.append(cell)
    return made


def golden(exercise: Exercise) -> Verdict:
    """Read the verdict on the solution from the golden transcript.

    Raises:
        LabError: It is missing, praises nothing, or is the transcript of another state of the exercise.
    """
    said = transcript.read(exercise).get(answers.SOLUTION, "")
    read = message.read(said)
    kind = next((kind for kind in DONE if read.headline.startswith(f"{kind.capitalize()}:")), None)
    holds = tuple(goal.id for goal in exercise.goals)
    verdict = Verdict(kind or DONE[0], exercise.id, exercise.title, len(holds), holds=holds, lines=read.lines)
    if str(verdict) != said:
        raise _not_golden(verdict, f"{exercise.name}/{TRANSCRIPT}", read)
    return verdict


def advice(cell: NotebookNode) -> str:
    """Say what to do about a cell of the copy that does not show what it must."""
    kind, _, number = cell.id.partition("-")
    found = exercise_cells.read(cell)
    if found and found.kind == CHECK:
        file = f"exercises/{catalogue.locate(found.exercise)}/{TRANSCRIPT}"
        return (
            f"{COPY} saved is what `{file}` says of the solution. If the new words are meant, run "
            f"`{LAB} selfcheck {found.exercise} --accept`, read the difference with `git diff` and commit it; "
            "if not, repair the solution or the check."
        )
    if kind == SOLUTION and number:
        exercise = number.replace("-", ".")
        folder = f"exercises/{catalogue.locate(exercise)}/{answers.SOLUTION}/"
        return (
            f"{COPY} this cell is no part of the notebook. Repair `{folder}`: `{LAB} selfcheck {exercise}` runs it too."
        )
    return (
        f"{COPY} all other cells must show what they show without them. If `{LAB} test notebooks` finds this "
        "difference in the notebook itself, too, follow its words there; if not, a solution above changes what "
        "this cell shows: let the cell look at nothing that an exercise changes."
    )


def _not_golden(verdict: Verdict, file: str, read: message.Message) -> LabError:
    said, wanted = f"{read.headline} {read.title}".strip() or "nothing", f"{verdict.headline} {verdict.name}"
    if said == wanted:
        found = f"`{file}` is not laid out as the lab writes it: the solution's part was edited by hand."
        return LabError(found, f"`{LAB} selfcheck {verdict.exercise} --accept` writes it.")
    hint = f"`{LAB} selfcheck {verdict.exercise}` tells why it is not “{wanted}”; with `--accept` it writes the file."
    return LabError(f"`{file}` says of the solution: “{said}”.", hint)


def _output(verdict: Verdict) -> NotebookNode:
    faces = {
        "text/plain": str(verdict),
        "text/markdown": verdict._repr_markdown_(),
        "text/html": verdict._repr_html_(),
    }
    output: NotebookNode = new_output("execute_result", data=faces, execution_count=1)
    return output
