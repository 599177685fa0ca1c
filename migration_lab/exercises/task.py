"""An exercise's task as it is read: the same before, during and after the work on it."""

from dataclasses import dataclass

from migration_lab.errors import LabError
from migration_lab.exercises import markdown
from migration_lab.exercises.exercise import Exercise

CLASS = "migration-lab-task"
VERBS = ("start", "check", "hint", "solution", "compare", "reset")


@dataclass(frozen=True, repr=False)
class Task:
    """What there is to do, in words; nothing in it depends on what was done.

    Args:
        id: The exercise's id: "02.1".
        minutes: How long it takes.
        words: The task as its author wrote it, in Markdown.
    """

    id: str
    minutes: int
    words: str

    @property
    def foot(self) -> str:
        """Say what stands below the task: how long it takes, and what can be done with it."""
        verbs = ", ".join(f"`.{verb}()`" for verb in VERBS)
        return f'{self.minutes} minutes. `exercise("{self.id}")` has {verbs}.'

    def __str__(self) -> str:
        return self._repr_markdown_()

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return f"{self.words}\n\n{self.foot}"

    def _repr_html_(self) -> str:
        return f'<div class="{CLASS}">{markdown.html(self.words)}<p>{markdown.inline(self.foot)}</p></div>'


def of(exercise: Exercise) -> Task:
    """Read the task of an exercise.

    Raises:
        LabError: Its README.md cannot be read.
    """
    try:
        words = exercise.task.strip()
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(
            f"The task `exercises/{exercise.name}/README.md` cannot be read ({type(error).__name__}).",
            "Get the lab's files again.",
        ) from error
    return Task(exercise.id, exercise.minutes, words)
