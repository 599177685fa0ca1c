"""Lay an author's solution into the exercise that was started: what the generated copy of a notebook runs."""

from pathlib import Path

from migration_lab import places
from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.exercises import answers, catalogue
from migration_lab.exercises.exercise import EXERCISES
from migration_lab.lessons import opened
from migration_lab.running import failure


def lay(wanted: str, folder: Path = EXERCISES) -> None:
    """Lay the solution of an exercise into its workspace on this desk and run its commands; nothing is said.

    Raises:
        LabError: The exercise was not started, or its solution is missing, or one of its commands failed.
    """
    exercise = catalogue.find(wanted, folder)
    workspace = places.home() / exercise.name
    opened.examine(exercise.name, workspace, "")
    answer = answers.solution(exercise)
    answers.lay(answer, workspace)
    for run in answers.run(answer, workspace):
        if not run.ok:
            what, _ = failure.explain(run)
            hint = f"Correct `exercises/{exercise.name}/{answer.name}/`; `{LAB} selfcheck {exercise.id}` runs it too."
            raise LabError(f"The solution of {exercise.id} cannot be run.\n{what}", hint)
