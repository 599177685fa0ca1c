"""The museum of wrong answers: what each of them does to the rows, found out by replaying it.

Answers that are files are told by what their revisions do to a copy of the start; answers made of commands by what
these did to the databases of a project of its own.
"""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from textwrap import wrap

from migration_lab import places
from migration_lab.exercises import answers, beside_model
from migration_lab.exercises.answers import Answer
from migration_lab.exercises.beside_model import NAMED, value
from migration_lab.exercises.exercise import Exercise
from migration_lab.exercises.rehearsing import rehearsed
from migration_lab.grid import Grid, Shown, cell
from migration_lab.judging.replay import AGAIN, PRIMARY, UPGRADE, Replay, State
from migration_lab.lessons import disk, ledger, start
from migration_lab.lessons.start import Start
from migration_lab.turn import turn
from migration_lab.values import rows_diff
from migration_lab.values.rows import Row

STORE = "museum"
FORMAT = 2  # of what is kept
AT_ONCE = 3  # answers that are replayed
SAME = "no row is lost or changed"
ON_A_COPY = ("each was run on a copy of the start database", "what it does to the rows")
IN_A_PROJECT = (
    "each was carried out in a project of its own, and so was the model answer",
    "how its database ends otherwise than the model's",
)


@dataclass(frozen=True)
class Exhibit:
    """One wrong answer.

    Args:
        name: What it is called.
        told: The verdict it gets, with the goal that it misses.
        rows: What it did to the rows, sentence by sentence.
    """

    name: str
    told: str
    rows: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Museum(Shown):
    """All wrong answers of an exercise, in the order of their names.

    Args:
        exhibits: The answers.
        about: How they were tried, and what is told of the rows.
    """

    exhibits: tuple[Exhibit, ...]
    about: tuple[str, str] = ON_A_COPY

    def __iter__(self) -> Iterator[Exhibit]:
        return iter(self.exhibits)

    def __len__(self) -> int:
        return len(self.exhibits)

    @property
    def grid(self) -> Grid:
        """Show a line for each sentence."""
        rows = tuple(
            (one.name * (not number), one.told * (not number), words)
            for one in self.exhibits
            for number, words in enumerate(one.rows)
        )
        return Grid(("wrong answer", "it is told", self.about[1]), rows, self.caption)

    def laid(self, width: int) -> str:
        """Lay the words out for a terminal of this width, answer below answer."""
        heads = [f"{self.caption}; for each, {self.about[1]}"]
        parts = [[one.name, f"  {one.told}", *(f"  - {words}" for words in one.rows)] for one in self.exhibits]
        return "\n\n".join("\n".join(_wrapped(line, width) for line in lines) for lines in (heads, *parts))

    @property
    def caption(self) -> str:
        """Say what this is, and how the answers were tried."""
        return f"The museum of wrong answers: {self.about[0]}"


def _wrapped(line: str, width: int) -> str:
    """Break a line between words; what follows stands below its first word."""
    under = " " * (len(line) - len(line.lstrip(" -")))
    return "\n".join(wrap(line, width, subsequent_indent=under, break_long_words=False, break_on_hyphens=False))


def visit(exercise: Exercise) -> Museum:
    """Show all wrong answers; they are replayed once, and again when the exercise or the lab has changed.

    Raises:
        LabError: The disk does not let us, or an answer cannot be read.
    """
    with disk.told(places.home()):
        with turn(places.backstage(), exercise.name):
            begun = start.ready(exercise.beginning, places.backstage(exercise.name))
        file = places.backstage(STORE) / f"{exercise.name}.json"
        key = _key(exercise, begun)
        known = _kept(file, key)
        if known is None:
            known = _made(exercise)
            _keep(file, key, known)
    return known


def _made(exercise: Exercise) -> Museum:
    """Try all answers; where the model runs commands, the learner's own databases are what is judged."""
    model = answers.solution(exercise)
    with ThreadPoolExecutor(AT_ONCE) as together:
        meant = rehearsed(exercise, model).own if model.commands else None
        found = tuple(together.map(partial(_exhibit, exercise, meant), answers.wrong(exercise)))
    return Museum(found, IN_A_PROJECT if model.commands else ON_A_COPY)


def _exhibit(exercise: Exercise, meant: State | None, answer: Answer) -> Exhibit:
    replay = rehearsed(exercise, answer)
    goal = next((one.sentence for one in exercise.goals if one.id == answer.criterion), "")
    told = f"{answer.verdict}; missing: {goal}" if goal else answer.verdict
    rows = tuple(_sentences(replay) if meant is None else _own(replay, meant))
    return Exhibit(answer.name.rpartition("/")[2].replace("_", " "), told, rows)


def _own(replay: Replay, meant: State) -> Iterator[str]:
    """Tell how the own databases ended, and the step of the replay that stops."""
    yield from beside_model.told(replay, meant)
    if replay.failed:
        where = "an empty database" if replay.exercise.beginning.unversioned else "a copy of the start"
        yield f"{replay.failed.name} of {where}: it stops"


def _sentences(replay: Replay) -> Iterator[str]:
    """Tell each step after which rows are not as they were; the second upgrade only if it ends in other words."""
    first = ""
    for step in replay.steps:
        found = "; ".join(_changed(replay.start, step.state))
        if not step.ok:
            yield f"{step.name}: it stops; {found or 'every row is as it was'}"
        elif step.name == UPGRADE or (found and (step.name, found) != (AGAIN, first)):
            yield f"{step.name}: {found or SAME}"
        first = first or found


def _changed(before: State, after: State) -> Iterator[str]:
    for name in before.names:
        prefix = "" if name == PRIMARY else f"{name}: "
        for table in rows_diff.diff(before.rows(name), after.rows(name)):
            if table.table != "alembic_version":
                yield from (f"{prefix}{word} {words}" for _, word, words in table.facts)
    old, new = before.row(*NAMED), after.row(*NAMED)
    if old is not None and new is not None:
        yield from _columns(old, new)


def _columns(old: Row, new: Row) -> Iterator[str]:
    """Tell which columns of the named row went and came, with their values."""
    gone = [
        f"{cell(name)} {value(one)}"
        for name, one in zip(old.columns, old.values, strict=True)
        if name not in new.columns
    ]
    come = [
        f"{cell(name)} {value(one)}"
        for name, one in zip(new.columns, new.values, strict=True)
        if name not in old.columns
    ]
    if gone or come:
        yield f"user 17 had {', '.join(gone) or 'no such column'} and has {', '.join(come) or 'nothing in its place'}"


def _key(exercise: Exercise, begun: Start) -> str:
    """Return a word that changes with anything an exhibit is made from; the start's folder is called by such a one."""
    facts = [str(FORMAT), begun.folder.parent.name, json.dumps(ledger.read(exercise.folder))]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _kept(file: Path, key: str) -> Museum | None:
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
        exhibits = [Exhibit(str(one["name"]), str(one["told"]), tuple(map(str, one["rows"]))) for one in facts["all"]]
        title, header = map(str, facts["about"])
        return Museum(tuple(exhibits), (title, header)) if facts["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(file: Path, key: str, museum: Museum) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    facts = {"key": key, "about": museum.about, "all": [asdict(one) for one in museum]}
    draft.write_text(json.dumps(facts, indent=1), encoding="utf-8")
    draft.replace(file)
