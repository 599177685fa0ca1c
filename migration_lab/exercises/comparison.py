"""After passing: the learner's answer beside the model, and the museum of wrong answers."""

from dataclasses import dataclass
from html import escape

from migration_lab.errors import LabError
from migration_lab.exercises import museum, paper
from migration_lab.exercises.exercise import Exercise
from migration_lab.exercises.museum import Museum
from migration_lab.exercises.paper import Paper
from migration_lab.judging import replaying

NOT_THERE = "Your files are not there any more"


@dataclass(frozen=True, repr=False)
class Comparison:
    """Two answers to read, and the wrong ones."""

    mine: Paper
    model: Paper
    museum: Museum

    def __str__(self) -> str:
        return "\n\n".join(map(str, (self.mine, self.model, self.museum)))

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        parts = (self.mine, self.model, self.museum)
        return "\n\n".join(one._repr_markdown_() for one in parts)

    def _repr_html_(self) -> str:
        names = "".join(f'<th scope="col" style="text-align:left">{escape(one)}</th>' for one in ("yours", "ours"))
        sides = "".join(
            f'<td style="text-align:left; vertical-align:top">{one._repr_html_()}</td>'
            for one in (self.mine, self.model)
        )
        table = f"<table><thead><tr>{names}</tr></thead><tbody><tr>{sides}</tr></tbody></table>"
        return f"<div>{table}{self.museum._repr_html_()}</div>"


def compare(exercise: Exercise) -> Comparison:
    """Lay the learner's answer beside the model.

    Raises:
        LabError: The lab's own files cannot be read, or the disk does not let us.
    """
    return Comparison(_mine(exercise), paper.model(exercise), museum.visit(exercise))


def _mine(exercise: Exercise) -> Paper:
    title = f"Your answer to {exercise.id} {exercise.title}"
    try:
        seen = replaying.look(exercise)
    except LabError:
        return Paper(title, words=f"{NOT_THERE}; what was put aside is in `attempts/{exercise.name}`.")
    return Paper(title, tuple(seen.files.items()), words="You changed no file.")
