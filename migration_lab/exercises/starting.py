"""An exercise's workspace: put at its start, gone on with, put back; as a lesson's is, and what was made is kept."""

from migration_lab import places
from migration_lab.exercises.exercise import Exercise
from migration_lab.lessons import opened, opening
from migration_lab.lessons.attempts import Attempt
from migration_lab.lessons.workspace import Workspace


def begin(exercise: Exercise) -> Workspace:
    """Put an exercise's project at its start and make it the current directory; what was changed is kept first.

    Raises:
        LabError: The disk does not let us; nothing was changed then.
    """
    restore(exercise)
    lab = opening.enter(exercise.beginning)
    print(exercise.beginning.ready)
    return lab


def go_on(exercise: Exercise) -> Workspace:
    """Make an exercise's project, as it is, the current directory; one that was only looked at is still ready.

    Raises:
        LabError: It was not started yet, or is half made.
    """
    opened.examine(exercise.name, places.home() / exercise.name, "")
    lab = opening.enter(exercise.beginning)
    print(exercise.beginning.ready if opening.untouched(exercise.name) else opening.goes_on(lab))
    return lab


def restore(exercise: Exercise) -> Attempt | None:
    """Put an exercise's project at its start and stay where we are; return the attempt that holds what was there.

    Raises:
        LabError: The disk does not let us; nothing was changed then.
    """
    return opening.restore(exercise.beginning)
