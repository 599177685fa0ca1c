"""After passing: the learner's answer beside the model, and the museum of wrong answers."""

from dataclasses import dataclass
from html import escape

from migration_lab.errors import LabError
from migration_lab.exercises import differing, museum, paper
from migration_lab.exercises.exercise import Exercise
from migration_lab.exercises.museum import Museum
from migration_lab.exercises.paper import Paper
from migration_lab.judging import replaying
from migration_lab.lessons.project import HISTORIES

NOT_THERE = "Your files are not there any more"
NO_OTHER = "There is nothing else."
BOTH = "Files that both have, where they differ: a line “- yours” is only in yours, a line “+ ours” only in ours"


@dataclass(frozen=True, repr=False)
class Comparison:
    """Two answers to read, and the wrong ones.

    Args:
        mine: The learner's answer, without what is in `both`.
        model: The model answer, likewise.
        both: The files that both have: only the lines that differ.
        museum: The wrong answers.
    """

    mine: Paper
    model: Paper
    both: Paper
    museum: Museum

    def __str__(self) -> str:
        return "\n\n".join(map(str, (*self._papers, self.museum)))

    def __repr__(self) -> str:
        return str(self)

    def laid(self, width: int) -> str:
        """Lay the words out for a terminal of this width."""
        return "\n\n".join([*(one.laid(width) for one in self._papers), self.museum.laid(width)])

    def _repr_markdown_(self) -> str:
        return "\n\n".join([*(one._repr_markdown_() for one in self._papers), self.museum._repr_markdown_()])

    def _repr_html_(self) -> str:
        names = "".join(f'<th scope="col" style="text-align:left">{escape(one)}</th>' for one in ("yours", "ours"))
        sides = "".join(
            f'<td style="text-align:left; vertical-align:top">{one._repr_html_()}</td>'
            for one in (self.mine, self.model)
        )
        table = f"<table><thead><tr>{names}</tr></thead><tbody><tr>{sides}</tr></tbody></table>"
        both = self.both._repr_html_() if self.both.files else ""
        return f"<div>{table}{both}{self.museum._repr_html_()}</div>"

    @property
    def _papers(self) -> tuple[Paper, ...]:
        return (self.mine, self.model, self.both) if self.both.files else (self.mine, self.model)


def compare(exercise: Exercise) -> Comparison:
    """Lay the learner's answer beside the model.

    Raises:
        LabError: The lab's own files cannot be read, or the disk does not let us.
    """
    mine, model = _mine(exercise), paper.model(exercise)
    yours, ours = dict(mine.files), dict(model.files)
    shared = [path for path in yours if path in ours and (yours[path] == ours[path] or not _revision(path))]
    both = tuple((path, differing.lines(yours[path], ours[path])) for path in shared)
    left = (mine.without(shared, NO_OTHER), model.without(shared, NO_OTHER)) if shared else (mine, model)
    return Comparison(*left, Paper(BOTH, both), museum.visit(exercise))


def _revision(path: str) -> bool:
    """Tell whether it is a revision: two of them are written independently, and read side by side."""
    return path.rpartition("/")[0] in HISTORIES.values()


def _mine(exercise: Exercise) -> Paper:
    title = f"Your answer to {exercise.id} {exercise.title}"
    try:
        seen = replaying.look(exercise)
    except LabError:
        return Paper(title, words=f"{NOT_THERE}; what was put aside is in `attempts/{exercise.name}`.")
    return Paper(title, tuple(seen.files.items()), words="You changed no file.")
