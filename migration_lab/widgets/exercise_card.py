"""An exercise as a card: its task, how far it is, and its verbs as buttons that do exactly what the verbs do."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from html import escape
from typing import Protocol

from ipywidgets import HTML, Button, HBox, Layout, VBox

from migration_lab import following, places
from migration_lab.exercises import in_card, markdown, notice, task
from migration_lab.exercises.doing import Doing
from migration_lab.exercises.exercise import Exercise
from migration_lab.exercises.notice import Notice
from migration_lab.judging.verdict import Verdict
from migration_lab.lessons.workspace import Workspace
from migration_lab.progress import memory
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.question import BUTTONS, Question
from migration_lab.widgets.told import heard

CARD = "migration-lab-card"
EXERCISE = "migration-lab-exercise"
OLD = "migration-lab-old"  # what was said before, while a verb works
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
        busy: What a verb does meanwhile, beside the buttons; empty while none works.
        said: What the last verb said; it stays until the next one has something to say.
        question: What Reset asks.

    Raises:
        LabError: The exercise cannot be read.
    """

    def __init__(self, doing: Doing) -> None:
        self.doing = doing
        record = doing.record
        self._words = task.of(record)
        self.state = HTML(_state(record))
        self.buttons = {name: _button(name) for name in TOOLTIPS}
        self.busy, self.said = HTML(_status("")), HTML(_status(""), tabbable=True)
        self.question = Question("Yes, put it back", self._put_back, back=self.buttons["Reset"])
        super().__init__(self._words, self._laid_out())
        self.live.add_class(CARD)
        self.live.add_class(EXERCISE)
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
        self.said.value = _status("")
        self.question.ask(question)

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
        self._do("Reset", lambda: self.doing.reset(answer) if answer == "yes" else _left(self.doing))

    @heard
    def _do(self, name: str, verb: Callable[[], Shown]) -> None:
        """Show that a verb works, then what it said; what goes wrong is told, and nothing old stays then."""
        self.question.take_away()
        said = ""
        with self._working(name):
            try:
                said = _html(verb())
            finally:
                self._say(said if STATUS in said else _status(said))
                self.refresh()

    @contextmanager
    def _working(self, name: str) -> Iterator[None]:
        """Keep what was said in sight, and let no other button replace what was not seen yet.

        The button that was pressed stays as it is: a browser takes the focus away from one that is disabled.
        """
        others = [button for other, button in self.buttons.items() if other != name]
        self.busy.value = _status(BUSY.get(name, ""))
        self.said.add_class(OLD)
        for button in others:
            button.disabled = True
        try:
            yield
        finally:
            for button in others:
                button.disabled = False
            self.said.remove_class(OLD)
            self.busy.value = _status("")

    def _say(self, html: str) -> None:
        if self.said.value == html:
            self.said.value = _status("")  # the same words once more are read out once more
        self.said.value = html

    def _laid_out(self) -> VBox:
        row = HBox([*self.buttons.values(), self.busy], layout=Layout(flex_flow="row wrap", align_items="center"))
        row.add_class(BUTTONS)
        words = HTML(markdown.html(self._words.words), tabbable=True)
        return VBox([words, self.state, row, self.question.live, self.said])


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


def _left(doing: Doing) -> Shown:
    return notice.about(doing.record, "Nothing was changed")


def _html(shown: Shown) -> str:
    """Write what a verb gives; in a message the verbs are buttons, in the code of answers nothing is changed."""
    html = shown._repr_html_()
    return in_card.words(html) if isinstance(shown, Verdict | Notice) else html


def _state(exercise: Exercise) -> str:
    known = memory.read(exercise.id)
    opened = places.is_there(places.home() / exercise.name)
    far = in_card.state(known.record, hints=len(exercise.hints), opened=opened)
    words = " · ".join(escape(word) for word in (far, known.said) if word)
    return f"<p>{exercise.minutes} minutes. <strong>State:</strong> {words}</p>"


def _button(name: str) -> Button:
    return Button(description=name, tooltip=TOOLTIPS[name], layout=Layout(width="auto"))


def _status(html: str) -> str:
    return f'<div {STATUS} aria-live="polite">{html}</div>'
