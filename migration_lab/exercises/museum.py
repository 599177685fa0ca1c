"""The museum of wrong answers: what each of them would have done to the rows, found out by replaying it."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from migration_lab import places
from migration_lab.exercises import answers
from migration_lab.exercises.answers import Answer
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
NAMED = ("users", 17)  # the row every lesson follows
SAME = "no row is lost or changed"


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
    """All wrong answers of an exercise, in the order of their names."""

    exhibits: tuple[Exhibit, ...]

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
        caption = "The museum of wrong answers: each was run on a copy of the start database"
        return Grid(("wrong answer", "it is told", "what it does to the rows"), rows, caption)


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
            with ThreadPoolExecutor(AT_ONCE) as together:
                known = Museum(tuple(together.map(partial(_exhibit, exercise), answers.wrong(exercise))))
            _keep(file, key, known)
    return known


def _exhibit(exercise: Exercise, answer: Answer) -> Exhibit:
    replay = rehearsed(exercise, answer)
    goal = next((one.sentence for one in exercise.goals if one.id == answer.criterion), "")
    told = f"{answer.verdict}: {goal}" if goal else answer.verdict
    return Exhibit(answer.name.rpartition("/")[2].replace("_", " "), told, tuple(_sentences(replay)))


def _sentences(replay: Replay) -> Iterator[str]:
    """Tell each step after which rows are not as they were; the second upgrade only if it ends in other words.

    Where no file was changed, the project's own revisions ran: then only the learner's own database tells the answer.
    """
    if replay.untouched or replay.accident is not None:
        yield f"own database: {'; '.join(_changed(replay.accident or replay.start, replay.own)) or SAME}"
    if replay.untouched:
        return
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
        f"{cell(name)} {_value(value)}"
        for name, value in zip(old.columns, old.values, strict=True)
        if name not in new.columns
    ]
    come = [
        f"{cell(name)} {_value(value)}"
        for name, value in zip(new.columns, new.values, strict=True)
        if name not in old.columns
    ]
    if gone or come:
        yield f"user 17 had {', '.join(gone) or 'no such column'} and has {', '.join(come) or 'nothing in its place'}"


def _value(value: object) -> str:
    return f"“{cell(value, 60)}”" if isinstance(value, str) else cell(value, 60)


def _key(exercise: Exercise, begun: Start) -> str:
    """Return a word that changes with anything an exhibit is made from; the start's folder is called by such a one."""
    facts = [str(FORMAT), begun.folder.parent.name, json.dumps(ledger.read(exercise.folder))]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _kept(file: Path, key: str) -> Museum | None:
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
        exhibits = [Exhibit(str(one["name"]), str(one["told"]), tuple(map(str, one["rows"]))) for one in facts["all"]]
        return Museum(tuple(exhibits)) if facts["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(file: Path, key: str, museum: Museum) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps({"key": key, "all": [asdict(one) for one in museum]}, indent=1), encoding="utf-8")
    draft.replace(file)
