"""What is said of an answer: one of seven verdicts, as one frozen value with three faces (text, HTML, JSON)."""

import json
from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal

from migration_lab.grid import cell
from migration_lab.judging import message
from migration_lab.judging.message import Line

Kind = Literal[
    "done",
    "done, with a note",
    "not yet",
    "not started",
    "your migration raised",
    "lab state is off",
    "our checker broke",
]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
DONE: tuple[Kind, ...] = ("done", "done, with a note")
COUNTED = (*DONE, "not yet", "your migration raised")
CLASS = "migration-lab-verdict"
ON_THE_WAY = "Your lines on the way to the error"


@dataclass(frozen=True, repr=False)
class Verdict:
    """What is said of an answer.

    Args:
        kind: Which of the seven.
        exercise: The exercise's id: "02.1".
        title: Its title.
        total: How many criteria it has.
        holds: The ids of the criteria that hold, in order.
        criterion: The id of the criterion that is told, the first one that does not hold.
        lines: What is said, in order: holds, Did, Expected, Found, Where, Why, Next, and what else there is to say.
        trace: The learner's own lines on the way to an error, folded in a notebook.
        output: All that Alembic said in the step that failed.
        report: A line to paste when something of ours broke; empty otherwise.
    """

    kind: Kind
    exercise: str
    title: str
    total: int = 0
    holds: tuple[str, ...] = ()
    criterion: str = ""
    lines: tuple[Line, ...] = ()
    trace: tuple[str, ...] = ()
    output: str = field(default="", compare=False)
    report: str = ""

    @property
    def done(self) -> bool:
        """Tell whether the exercise is solved."""
        return self.kind in DONE

    @property
    def headline(self) -> str:
        """Say the verdict in words, and how many criteria hold."""
        words = f"{self.kind[0].upper()}{self.kind[1:]}"
        return f"{words}: {len(self.holds)} of {self.total} hold" if self.kind in COUNTED else words

    @property
    def name(self) -> str:
        """Say which exercise it is."""
        return f"{self.exercise} {self.title}"

    @property
    def failure(self) -> tuple[str, str]:
        """Tell one failure from another: what to compare with the last check."""
        return ("", "") if self.done else (self.kind, self.criterion)

    def __getitem__(self, label: str) -> str:
        """Give the words of the line with this label; empty if there is none."""
        return next((one.words for one in self.lines if one.label == label), "")

    def saying(self, label: str, words: str) -> "Verdict":
        """Give the same verdict with one more line at its end, or another text in the line of that label."""
        if self[label]:
            return replace(self, lines=tuple(Line(label, words) if one.label == label else one for one in self.lines))
        return replace(self, lines=(*self.lines, Line(label, words)))

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
        criterion = f' data-criterion="{escape(self.criterion)}"' if self.criterion else ""
        words = message.html(self.headline, self.name, self.lines)
        return f'<div class="{CLASS}" role="status" data-verdict="{self.kind}"{criterion}>{words}{self._folded()}</div>'

    @property
    def json(self) -> str:
        """Give all of it as JSON, with the ids of the criteria."""
        facts = {
            "verdict": self.kind,
            "exercise": self.exercise,
            "title": self.title,
            "criteria": self.total,
            "holds": self.holds,
            "criterion": self.criterion,
            "headline": self.headline,
            "lines": [{"label": one.label, "words": one.words} for one in self.lines],
            "trace": self.trace,
            "report": self.report,
        }
        return json.dumps(facts, ensure_ascii=False, indent=1)

    def _folded(self) -> str:
        if not self.trace:
            return ""
        lines = escape("\n".join(map(cell, self.trace)))
        return f"<details><summary>{ON_THE_WAY}</summary><pre>{lines}</pre></details>"
