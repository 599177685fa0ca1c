"""Make a replay: the learner's files beside the start's databases, upgraded, taken back and upgraded again.

The learner's own files and databases are only read. What an exercise is, and what its databases hold at the start,
comes from the lab's own files, never from the workspace.
"""

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import bench, copying, stand
from migration_lab.judging.replay import AGAIN, DOWNGRADE, PRIMARY, UPGRADE, Replay, State, Step
from migration_lab.lessons import disk, ledger, opened, project, start
from migration_lab.lessons.start import Start
from migration_lab.running import wording
from migration_lab.running.runner import Run, Runner
from migration_lab.turn import turn
from migration_lab.values.history import History

TIME_LIMIT = 20.0  # seconds for one command
SECTIONS: Mapping[str, tuple[str, ...]] = {PRIMARY: (), "analytics": ("-n", "analytics")}


def replay(exercise: Exercise, *, time_limit: float = TIME_LIMIT) -> Replay:
    """Run the learner's migrations on a copy of the exercise's start.

    Args:
        exercise: Which one.
        time_limit: Seconds after which one command is stopped.

    Raises:
        LabError: The workspace is not there or half made, a file may not be read, or the disk does not let us.
    """
    with laid(exercise) as copy:
        return run(copy, time_limit=time_limit)


def look(exercise: Exercise) -> Replay:
    """Read what the learner has made, without running anything: a replay without steps.

    Raises:
        LabError: As `replay`.
    """
    with laid(exercise) as copy:
        return copy.seen


@dataclass(frozen=True)
class Copy:
    """The learner's files in a folder of their own, with the start's databases, ready to run.

    Args:
        folder: That folder.
        seen: What is known before anything runs.
        start: Where the databases of the start lie.
    """

    folder: Path
    seen: Replay
    start: Path


@contextmanager
def laid(exercise: Exercise) -> Iterator[Copy]:
    """Lay a copy for the length of a `with` block: look at `seen` first, then `run` it, both on the same files.

    Raises:
        LabError: As `replay`.
    """
    workspace = places.home() / exercise.name
    with ExitStack() as until_the_end:
        with disk.told(places.backstage()):
            folder = until_the_end.enter_context(bench.place(exercise.name))
            with turn(places.backstage(), exercise.name):
                opened.examine(exercise.name, workspace, "")
                begun = _begun(exercise, folder)
                copying.project(workspace, folder)
            copy = Copy(folder, _seen(exercise, begun, folder=folder, workspace=workspace), begun.folder)
        yield copy


def run(copy: Copy, *, time_limit: float = TIME_LIMIT) -> Replay:
    """Upgrade the copy, take it back to the start and upgrade it again; stop after a step that fails.

    How the databases stood after a step is read while the next one runs: one that turns out to have been in vain does
    not count.
    """
    carried_out: list[tuple[_Commands, Future[State]]] = []
    with ThreadPoolExecutor(max_workers=1) as aside:
        for name in (UPGRADE, DOWNGRADE, AGAIN):
            commands = _commands(name, copy, time_limit)
            carried_out.append((commands, aside.submit(stand.of, _kept(copy, name))))
            if not commands.runs[-1].ok:
                break
    steps = [commands.step(state.result()) for commands, state in carried_out]
    failed = next((number for number, step in enumerate(steps, 1) if not step.ok), len(steps))
    return replace(copy.seen, steps=tuple(steps[:failed]))


def unmigrated(copy: Copy) -> Path:
    """Lay the learner's files beside databases of the start that only say that they are at the head."""
    folder = copy.folder.parent / "unmigrated" / copy.folder.name
    if folder.is_dir():
        return folder
    copying.project(copy.folder, folder)
    for name, file in ledger.DATABASES.items():
        exists, heads = copy.seen.start[name].exists, copy.seen.histories[name].heads
        if exists and not copy.seen.exercise.beginning.unversioned:
            bench.copy_database(copy.start / file, folder / file)
        if exists or heads:  # one that the learner's history makes says so as well, and is empty
            bench.stamp(folder / file, heads)
    return folder


def _begun(exercise: Exercise, folder: Path) -> Start:
    """Lay the start's databases into a folder; a start that was damaged is built anew."""
    lesson, store = exercise.beginning, places.backstage(exercise.name)
    begun = start.ready(lesson, store)
    if not _lay(begun.unharmed, folder, exercise):
        begun = start.build(lesson, begun.folder.parent)
        _lay(begun.unharmed, folder, exercise)
    return begun


def _lay(begun: Start, folder: Path, exercise: Exercise) -> bool:
    names = [name for name in ledger.DATABASES.values() if name in begun.ledger]
    whole = all(ledger.imprint(begun.folder / name) == begun.ledger[name] for name in names)
    if whole and not exercise.beginning.unversioned:
        for name in names:
            bench.copy_database(begun.folder / name, folder / name)
    return whole


def _seen(exercise: Exercise, begun: Start, *, folder: Path, workspace: Path) -> Replay:
    now = _without_databases(ledger.read(folder))
    known = opened.read(exercise.name)
    start_now = _without_databases(begun.ledger)
    before = _without_databases(known.ledger) if known else start_now
    new = tuple(path for path in now if path not in before)
    changed = tuple(path for path in now if path in before and now[path] != before[path])
    return Replay(
        exercise,
        start=stand.read(begun.unharmed.folder),
        own=stand.read(workspace),
        histories={name: _history(folder / place) for name, place in project.HISTORIES.items()},
        files=copying.texts(folder, (*new, *changed)),
        new=new,
        changed=changed,
        gone=tuple(path for path in before if path not in now),
        outdated=before != start_now,
        accident=stand.read(begun.folder) if begun.before else None,
    )


def _without_databases(prints: Mapping[str, str]) -> dict[str, str]:
    return {path: one for path, one in prints.items() if path not in ledger.DATABASES.values()}


def _history(folder: Path) -> History:
    try:
        return History.read(folder)
    except LabError:  # there is no such folder: the learner has yet to make it
        return History()


@dataclass(frozen=True)
class _Commands:
    """What the commands of a step said."""

    name: str
    runs: tuple[Run, ...]
    targets: dict[str, tuple[str, ...]]

    def step(self, state: State) -> Step:
        return Step(self.name, self.runs, state, self.targets)


def _kept(copy: Copy, step: str) -> dict[str, Path]:
    """Copy the databases as a step left them, side files included; one that is as at the start is known there."""
    folder = copy.folder.parent / "states" / step
    kept = {name: folder / file for name, file in ledger.DATABASES.items()}
    with disk.told(places.backstage()):
        folder.mkdir(parents=True)
        for name, file in ledger.DATABASES.items():
            if _is_as_at_the_start(copy, file):
                kept[name] = copy.start / file
                continue
            for ending in ("", *ledger.SIDES):
                with suppress(FileNotFoundError, IsADirectoryError):
                    shutil.copy2(copy.folder / f"{file}{ending}", folder / f"{file}{ending}")
    return kept


def _is_as_at_the_start(copy: Copy, file: str) -> bool:
    """Tell whether a database holds, byte for byte, what it held at the start, and nothing waits beside it."""
    if any((copy.folder / f"{file}{ending}").exists() for ending in ledger.SIDES):
        return False
    return ledger.imprint(copy.folder / file) == ledger.imprint(copy.start / file)


def _commands(name: str, copy: Copy, time_limit: float) -> _Commands:
    targets = {database: _target(name, copy.seen, database) for database in _databases(copy.seen)}
    runner, runs = Runner(copy.folder, time_limit), list[Run]()
    for database, revisions in targets.items():
        words = ("downgrade", *(revisions or ("base",))) if name == DOWNGRADE else ("upgrade", "head")
        runs.append(_on_every_desk(runner.alembic(*SECTIONS[database], *words)))
        if not runs[-1].ok:
            break
    return _Commands(name, tuple(runs), targets)


def _on_every_desk(run: Run) -> Run:
    """Cut the desk's path from the words of a command that named the learner's own files."""
    output, traceback, error = (
        wording.relative(text, str(places.home())) for text in (run.output, run.traceback, run.error)
    )
    return replace(run, output=output, traceback=traceback, error=error)


def _databases(seen: Replay) -> list[str]:
    """Name the databases that the learner's revisions, or those waiting at the start, are about; always the primary."""
    touched = {PRIMARY} | {
        name
        for name, folder in project.HISTORIES.items()
        if any(path.startswith(f"{folder}/") for path in (*seen.new, *seen.changed)) or _waits(seen, name)
    }
    return [name for name in SECTIONS if name in touched]


def _waits(seen: Replay, database: str) -> bool:
    """Tell whether a database of the start has revisions before it: a release that the exercise is about."""
    begun, history = seen.start.revisions(database), seen.histories[database]
    return bool(begun) and all(one in history for one in begun) and bool(history.pending(begun))


def _target(name: str, seen: Replay, database: str) -> tuple[str, ...]:
    """Tell where a database should stand after a step: at the heads, or where it began."""
    if name == DOWNGRADE:
        return () if seen.exercise.beginning.unversioned else seen.start.revisions(database)
    return seen.histories[database].heads
