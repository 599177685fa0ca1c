"""Replay an author's answer on a bench of its own: the learner's workspace is not touched, nor even read."""

from pathlib import Path

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.exercises import answers
from migration_lab.exercises.answers import Answer
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import bench, copying, replaying, stand
from migration_lab.judging.replay import Replay
from migration_lab.judging.replaying import Copy
from migration_lab.lessons import ledger, project, start
from migration_lab.lessons.attempts import discard
from migration_lab.lessons.start import Start
from migration_lab.turn import turn
from migration_lab.values.history import History


def rehearsed(exercise: Exercise, answer: Answer) -> Replay:
    """Run an answer up, down and up again on a copy of the exercise's start.

    Raises:
        LabError: The start cannot be built, or an answer's command not be run.
    """
    with bench.place(exercise.name) as folder:
        with turn(places.backstage(), exercise.name):
            begun = start.ready(exercise.beginning, places.backstage(exercise.name))
            begun.copy(folder)
        answers.lay(answer, folder)
        answers.run(answer, folder)
        return replaying.run(Copy(folder, _seen(exercise, begun, folder), begun.folder))


def _seen(exercise: Exercise, begun: Start, folder: Path) -> Replay:
    """Read what the answer has made, and put the databases back to the start."""
    own, now = stand.read(folder), ledger.read(folder)
    _lay_databases(exercise, begun.unharmed, folder)
    files = [path for path in now if path not in ledger.DATABASES.values()]
    new = tuple(path for path in files if path not in begun.ledger)
    changed = tuple(path for path in files if path in begun.ledger and begun.ledger[path] != now[path])
    return Replay(
        exercise,
        start=stand.read(begun.unharmed.folder),
        own=own,
        histories={name: _history(folder / place) for name, place in project.HISTORIES.items()},
        files=copying.texts(folder, (*new, *changed)),
        new=new,
        changed=changed,
        gone=tuple(path for path in begun.ledger if path not in now),
        accident=stand.read(begun.folder) if begun.before else None,
    )


def _lay_databases(exercise: Exercise, begun: Start, folder: Path) -> None:
    for name in ledger.DATABASES.values():
        for side in ("", *ledger.SIDES):
            discard(folder / f"{name}{side}")
        if name in begun.ledger and not exercise.beginning.unversioned:
            bench.copy_database(begun.folder / name, folder / name)


def _history(folder: Path) -> History:
    try:
        return History.read(folder)
    except LabError:  # the answer has no such folder
        return History()
