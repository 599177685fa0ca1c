"""A question with its choices, and, kept out of sight until somebody guesses, which of them came true."""

from dataclasses import dataclass, field

from migration_lab.errors import LabError
from migration_lab.exercises import markdown, notice
from migration_lab.grid import cell
from migration_lab.judging import message
from migration_lab.judging.message import Line
from migration_lab.predicting import seen

CLASS = "migration-lab-prediction"
LONGEST = 400  # characters of a question or a choice


@dataclass(frozen=True, repr=False)
class Outcome:
    """What came out, beside what was guessed.

    Args:
        question: What was asked.
        guessed: The choice that was guessed.
        holds: The choice that came true.
        why: The reason, if there is one.
        seen: What was seen when it was run.
    """

    question: str
    guessed: str
    holds: str
    why: str
    seen: object

    @property
    def right(self) -> bool:
        """Tell whether the guess came true."""
        return self.guessed == self.holds

    @property
    def headline(self) -> str:
        """Say in words whether the guess came true."""
        return "As you guessed" if self.right else "Not as you guessed"

    @property
    def answer(self) -> str:
        """The HTML to stand below the question: whether it came true, why, and what was seen."""
        return self._answer("")

    def __str__(self) -> str:
        return f"{message.text(self.headline, self.question, self._lines)}\n  {seen.SEEN}:\n{self._indented}"

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return f"{message.markdown(self.headline, self.question, self._lines)}\n\n{seen.SEEN}:\n\n{self._indented}"

    def _repr_html_(self) -> str:
        return self._answer(self.question)

    def _answer(self, title: str) -> str:
        said = message.html(self.headline, title, self._lines)
        framed = f'<div class="{notice.CLASS}" role="status">{said}</div>'
        return f'<div class="{CLASS}">{framed}{seen.html(self.seen)}</div>'

    @property
    def _indented(self) -> str:
        return "\n".join(f"    {line}".rstrip() for line in seen.words(self.seen).splitlines())

    @property
    def _lines(self) -> list[Line]:
        guessed = "" if self.right else self.guessed  # a right guess is said once
        lines = [Line("guessed", guessed), Line("happened", self.holds), Line("Why", self.why)]
        return [line for line in lines if line.words]


@dataclass(frozen=True, repr=False)
class Prediction:
    """A question to guess at; nothing it shows tells the answer.

    Args:
        question: What is asked.
        choices: What may come out, one of which did.
        answer: Which one did, by its place; why; and what was seen.
    """

    question: str
    choices: tuple[str, ...]
    answer: tuple[int, str, object] = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "question", cell(self.question, LONGEST))
        object.__setattr__(self, "choices", tuple(cell(words, LONGEST) for words in self.choices))

    def guess(self, choice: int | str) -> Outcome:
        """Say what you think, and see what came out.

        Args:
            choice: Its number, from 1, or its words.

        Raises:
            LabError: There is no such choice.
        """
        guessed = self._found(choice)
        place, why, came = self.answer
        return Outcome(self.question, guessed, self.choices[place], why, came)

    def __str__(self) -> str:
        lines = [f"  {number}. {words}" for number, words in enumerate(self.choices, 1)]
        return "\n".join([f"Predict: {self.question}", *lines, f"  {self._how}"])

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        lines = [f"{number}. {markdown.plain(words)}" for number, words in enumerate(self.choices, 1)]
        return "\n".join([f"**Predict:** {markdown.plain(self.question)}", "", *lines, "", self._how])

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{markdown.inline(words)}</li>" for words in self.choices)
        question = f"<p><strong>Predict:</strong> {markdown.inline(self.question)}</p>"
        return f'<div class="{CLASS}">{question}<ol>{items}</ol><p>{markdown.inline(self._how)}</p></div>'

    def _ipython_display_(self) -> None:
        """Show the choices as buttons to choose from."""
        try:
            from migration_lab.widgets.predict import Predict
        except ImportError as error:
            raise NotImplementedError from error  # IPython shows the words then
        Predict(self)._ipython_display_()

    @property
    def _how(self) -> str:
        return "Guess before you run anything: `_.guess(1)` in the next cell shows what happens."

    def _found(self, choice: int | str) -> str:
        if choice in self.choices:
            return str(choice)
        if isinstance(choice, int) and 1 <= choice <= len(self.choices):
            return self.choices[choice - 1]
        raise LabError(f"There is no choice {choice!r}.", f"Guess a number from 1 to {len(self.choices)}.")
