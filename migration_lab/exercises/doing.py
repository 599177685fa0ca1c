"""What a learner does with an exercise: start, check, hint, solution, compare, reset."""

from dataclasses import dataclass
from html import escape

from migration_lab import called, places
from migration_lab.errors import LabError
from migration_lab.exercises import catalogue, comparison, helping, notice, paper, starting, task
from migration_lab.exercises import exercise as records
from migration_lab.exercises.comparison import Comparison
from migration_lab.exercises.exercise import EXERCISES, Exercise
from migration_lab.exercises.notice import Notice, call
from migration_lab.exercises.paper import Paper
from migration_lab.judging.judge import judge
from migration_lab.judging.message import Line
from migration_lab.judging.verdict import Verdict
from migration_lab.lessons import opened, workspace
from migration_lab.lessons.workspace import Workspace
from migration_lab.progress import memory

YES = ("y", "yes")


@dataclass(frozen=True, repr=False)
class Doing:
    """One exercise in the hands of a learner.

    Args:
        name: The exercise's folder, `NN_n_slug`; what stands in it is read when a verb needs it.
    """

    name: str

    @property
    def id(self) -> str:
        """The exercise's id: "02.1"."""
        return called.identity(self.name)

    @property
    def record(self) -> Exercise:
        """What its author wrote.

        Raises:
            LabError: It cannot be read.
        """
        return records.read(EXERCISES / self.name)

    @property
    def question(self) -> str:
        """What `reset` asks before it does anything; empty: there is nothing that could be put aside."""
        if not places.is_there(places.home() / self.name):
            return ""
        return f"Put {self.name} back to its start? What you wrote is kept."

    def __repr__(self) -> str:
        try:
            return str(task.of(self.record))
        except LabError as error:
            return str(error)

    def _repr_html_(self) -> str:
        try:
            return task.of(self.record)._repr_html_()
        except LabError as error:
            return f"<p>{escape(str(error))}</p>"

    def _ipython_display_(self) -> None:
        """Show the exercise as a card with its verbs as buttons."""
        try:
            from migration_lab.widgets.exercise_card import ExerciseCard

            card = ExerciseCard(self)
        except (ImportError, LabError) as error:
            raise NotImplementedError from error  # IPython shows the words then
        card._ipython_display_()

    def start(self) -> Workspace:
        """Make the exercise's project the place to work: at its start the first time, as it was left later on."""
        record = self.record
        try:
            opened.examine(record.name, places.home() / record.name, "")
        except LabError:  # never opened, deleted, or half made: what there is of it is kept
            return starting.begin(record)
        return starting.go_on(record)

    def check(self) -> Verdict:
        """Say how far you are: your revisions are run on a copy; your own files and databases are only read."""
        try:
            record = self.record
        except LabError as error:
            lines = (Line("Found", error.message), Line("Next", error.hint))
            return Verdict("lab state is off", self.id, self.name.partition("_")[2][2:].replace("_", " "), lines=lines)
        verdict = _elsewhere(record, judge(record))
        try:
            return helping.noted(record, verdict)
        except Exception as error:  # a note that cannot be made is no reason to keep a verdict back
            return verdict.saying("Progress", f"this check could not be noted ({type(error).__name__})")

    def hint(self) -> Notice:
        """Give the next of three hints."""
        return helping.hint(self.record)

    def solution(self) -> Paper | Notice:
        """Show the model answer; before the exercise is done, the second call does."""
        record = self.record
        return helping.asked_twice(record) or paper.model(record)

    def compare(self) -> Comparison | Notice:
        """Show your answer beside the model, and what the wrong ones would have done, once the exercise is done."""
        record = self.record
        if memory.read(record.id).record.done or judge(record).done:
            return comparison.compare(record)
        return notice.about(
            record,
            "Not open yet",
            ("Found", "your answer is not done, and the comparison would give the model away"),
            (
                "Next",
                f"{call(record.id, 'check')} tells what is missing; {call(record.id, 'solution')} shows the model",
            ),
        )

    def reset(self, answer: str = "") -> Notice:
        """Put the project at its start, after asking; what you made is kept in `attempts/`.

        Args:
            answer: "yes": do not ask.
        """
        record = self.record
        question = self.question
        if question and (answer or _asked(question)).strip().lower() not in YES:
            return notice.about(
                record, "Nothing was changed", ("Next", f'exercise("{record.id}").reset("yes") does it without asking')
            )
        kept = starting.restore(record)
        if workspace.is_open() and workspace.current().name == record.name:
            workspace.enter(Workspace(record.name, places.home() / record.name, opened.token(record.name)))
        where = f"`attempts/{record.name}/{kept.number}`: {', '.join(kept.files)}" if kept else ""
        return notice.about(record, "At its start again", ("Start", record.beginning.ready), ("Kept", where))


def _elsewhere(record: Exercise, verdict: Verdict) -> Verdict:
    """Say where `%alembic` works, if it is in another project than the one that was judged."""
    here = workspace.current().name if workspace.is_open() else record.name
    if verdict.done or here == record.name or not places.is_there(places.home() / record.name):
        return verdict
    words = f"`%alembic` works in {here} now, not in {record.name}; {call(record.id, 'start')} changes that"
    return verdict.saying("Note", words)


def exercise(wanted: str | float) -> Doing:
    """Take an exercise in hand.

    Args:
        wanted: Its id "02.1", its name or its slug.

    Raises:
        LabError: There is no such exercise.
    """
    return Doing(catalogue.locate(wanted))


def _asked(question: str) -> str:
    try:
        return input(f"{question} [y/N] ")
    except (EOFError, RuntimeError):  # nobody is there to answer; a notebook that is run by a program says the second
        return "no"
