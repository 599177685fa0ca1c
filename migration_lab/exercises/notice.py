"""What an exercise's verbs say besides verdicts: a headline and labelled lines, in the frame of all messages."""

from dataclasses import dataclass, replace

from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import message
from migration_lab.judging.message import Line

CLASS = "migration-lab-notice"


@dataclass(frozen=True, repr=False)
class Notice:
    """Some sentences about an exercise.

    Args:
        headline: What it is: "Hint 1 of 3".
        name: The exercise's id and title.
        lines: What is said, in order.
    """

    headline: str
    name: str
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return message.text(self.headline, self.name, self.lines)

    def laid(self, width: int) -> str:
        """Lay the words out for a terminal of this width."""
        return message.text(self.headline, self.name, self.lines, widths=(width,))

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return message.markdown(self.headline, self.name, self.lines)

    def _repr_html_(self) -> str:
        return f'<div class="{CLASS}" role="status">{message.html(self.headline, self.name, self.lines)}</div>'

    def __getitem__(self, label: str) -> str:
        """Give the words of the first line with this label; empty if there is none."""
        return next((one.words for one in self.lines if one.label == label), "")

    def saying(self, label: str, words: str) -> "Notice":
        """Give the same notice with one more line at its end."""
        return replace(self, lines=(*self.lines, Line(label, words)))


def about(exercise: Exercise, headline: str, *lines: tuple[str, str]) -> Notice:
    """Say something about an exercise; lines without words are left out."""
    said = tuple(Line(label, words) for label, words in lines if words)
    return Notice(headline, f"{exercise.id} {exercise.title}", said)


def call(exercise: str, verb: str) -> str:
    """Write the code of a verb, ready to paste in a notebook."""
    return f'exercise("{exercise}").{verb}()'
