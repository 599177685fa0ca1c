"""An exercise as a card: its task, how far it is, and its verbs as buttons that do exactly what the verbs do."""

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from html import escape
from typing import Protocol

from ipywidgets import HTML, Button, HBox, Layout, VBox

from migration_lab import following
from migration_lab.exercises import markdown, task
from migration_lab.exercises.doing import Doing
from migration_lab.exercises.exercise import Exercise
from migration_lab.lessons.workspace import Workspace
from migration_lab.progress import memory
from migration_lab.progress.record import Record
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.told import heard

CARD = "migration-lab-card"
STATUS = 'role="status"'  # a verdict brings its own
TOOLTIPS = {
    "Start": "Make the exercise's project the place to work",
    "Check": "Run your revisions on a copy, and say how far you are",
    "Hint": "Give the next of the hints",
    "Solution": "Show the model answer, after asking once more",
    "Compare": "Show your answer beside the model, once the exercise is done",
    "Reset": "Put the project at its start, after asking; what you wrote is kept",
}
BUSY = {"Start": "Laying the start…", "Check": "Checking…", "Compare": "Comparing…", "Reset": "Putting it back…"}


class Shown(Protocol):
    """What a verb gives, as far as a card wants it."""

    def _repr_html_(self) -> str: ...


class ExerciseCard(Dressed):
    """One exercise in a notebook.

    Args:
        doing: The exercise in the hands of a learner.

    Attributes:
        state: How far it is, in words; follows what other cells and terminals do.
        buttons: A button for each verb, by its name.
        said: What the last verb said.
        asking: The question of Reset with its two buttons; empty while nothing is asked.

    Raises:
        LabError: The exercise cannot be read.
    """

    def __init__(self, doing: Doing) -> None:
        self.doing = doing
        record = doing.record
        self._words = task.of(record)
        self.state = HTML(_state(record))
        self.buttons = {name: Button(description=name, tooltip=words) for name, words in TOOLTIPS.items()}
        self.said, self.asking = HTML(_status(""), tabbable=True), VBox()
        super().__init__(self._words, self._laid_out())
        self.live.add_class(CARD)
        for name, press in self._presses.items():
            self.buttons[name].on_click(lambda _, press=press: press())
        following.follow(f"card of {doing.name}", self.refresh)

    def start(self) -> None:
        """Do what `.start()` does."""
        self._do("Start", lambda: _began(self.doing))

    def check(self) -> None:
        """Do what `.check()` does."""
        self._do("Check", self.doing.check)

    def hint(self) -> None:
        """Do what `.hint()` does."""
        self._do("Hint", self.doing.hint)

    def solution(self) -> None:
        """Do what `.solution()` does."""
        self._do("Solution", self.doing.solution)

    def compare(self) -> None:
        """Do what `.compare()` does."""
        self._do("Compare", self.doing.compare)

    def reset(self) -> None:
        """Do what `.reset()` does; it asks in the card."""
        question = self.doing.question
        if not question:
            self._put_back("yes")
            return
        self._clear()
        yes, no = Button(description="Yes, put it back", layout=_wide()), Button(description="No", layout=_wide())
        yes.on_click(lambda _: self._put_back("yes"))
        no.on_click(lambda _: self._put_back("no"))
        self.asking.children = (HTML(_status(escape(question))), HBox([yes, no]))

    @heard
    def refresh(self) -> None:
        """Say anew how far the exercise is."""
        self.state.value = _state(self.doing.record)

    @property
    def _presses(self) -> dict[str, Callable[[], None]]:
        return {
            "Start": self.start,
            "Check": self.check,
            "Hint": self.hint,
            "Solution": self.solution,
            "Compare": self.compare,
            "Reset": self.reset,
        }

    def _put_back(self, answer: str) -> None:
        self._do("Reset", lambda: self.doing.reset(answer))

    @heard
    def _do(self, name: str, verb: Callable[[], Shown]) -> None:
        """Show that a verb works, then what it said; what goes wrong is told, and nothing old stays."""
        self._clear()
        if name in BUSY:
            self.said.value = _status(BUSY[name])
        said = ""
        try:
            said = verb()._repr_html_()
        finally:
            self.said.value = said if STATUS in said else _status(said)
            self.refresh()

    def _clear(self) -> None:
        self.asking.children = ()
        self.said.value = _status("")

    def _laid_out(self) -> VBox:
        row = HBox(list(self.buttons.values()), layout=Layout(flex_flow="row wrap"))
        words = HTML(markdown.html(self._words.words), tabbable=True)
        return VBox([words, self.state, row, self.asking, self.said])


class _Began:
    """What Start says: the verb's own words, and what works in the project now."""

    def __init__(self, words: str, lab: Workspace) -> None:
        self._words = f"{words} `%alembic` and paths of files now mean `{lab.name}`."

    def _repr_html_(self) -> str:
        return f"<p>{markdown.inline(self._words)}</p>"


def _began(doing: Doing) -> Shown:
    printed = io.StringIO()
    with redirect_stdout(printed):
        lab = doing.start()
    return _Began(" ".join(printed.getvalue().split()), lab)


def _state(exercise: Exercise) -> str:
    known = memory.read(exercise.id)
    words = [*_progress(known.record, len(exercise.hints)), known.said]
    state = " · ".join(escape(word) for word in words if word)
    return f"<p>{exercise.minutes} minutes. <strong>State:</strong> {state}</p>"


def _progress(record: Record, hints: int) -> list[str]:
    state = record.outcome or (record.failure if record.attempts else "not started")
    tried = f"{record.attempts} {'attempt' if record.attempts == 1 else 'attempts'}" if record.attempts else ""
    read = f"{record.hints} of {hints} hints read" if record.hints else ""
    return [state, tried, read, "solution seen" if record.solution == "seen" else ""]


def _status(html: str) -> str:
    return f'<div {STATUS} aria-live="polite">{html}</div>'


def _wide() -> Layout:
    return Layout(width="auto")
