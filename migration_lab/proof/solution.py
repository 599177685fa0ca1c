"""Lay an author's solution into the exercise that was started: what the generated copy of a notebook runs."""

from migration_lab import places
from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.exercises import answers, catalogue
from migration_lab.lessons import opened


def lay(wanted: str) -> None:
    """Lay the solution of an exercise into its workspace on this desk and run its commands; nothing is said.

    Raises:
        LabError: The exercise was not started, or its solution is missing, or one of its commands failed.
    """
    exercise = catalogue.find(wanted)
    workspace = places.home() / exercise.name
    opened.examine(exercise.name, workspace, "")
    answer = answers.solution(exercise)
    answers.lay(answer, workspace)
    for run in answers.run(answer, workspace):
        if not run.ok:
            said = "\n".join(f"    {line}" for line in (run.error or run.output).strip().splitlines()[-3:])
            message = f"The solution of {exercise.id} does not run: `{run.command}` ended with {run.exit_code}."
            hint = f"Correct `exercises/{answer.folder.parent.name}/{answer.name}/`; `{LAB} selfcheck {exercise.id}`"
            raise LabError(f"{message}\n{said}", f"{hint} runs it too.")
