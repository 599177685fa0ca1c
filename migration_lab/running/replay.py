"""Replay a history on a copy of its project: a database file for each revision, and why one has none."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread

from migration_lab.running import failure, frames, replay_copy, replay_order
from migration_lab.running.replay_copy import Project
from migration_lab.running.replay_order import PLACE, Steps
from migration_lab.running.runner import Backend, Interrupted, Run, Runner
from migration_lab.values import graph
from migration_lab.values.history import History, Revision

PULSE = 0.05  # seconds between two looks at what is done
CHILD = "migration_lab.running.replay_steps"
MACHINE = (
    "No space left on device",
    "database or disk is full",
    "disk I/O error",
    "MemoryError",
    "can't start new thread",
)
AGAIN = "Correct the revision; the timeline replays what has changed."

Kept = Callable[[str, Path], None]


class Stopped(KeyboardInterrupt):
    """The kernel was interrupted while a history was replayed."""

    def _render_traceback_(self) -> list[str]:
        """Let IPython show a sentence instead of our frames."""
        return ["Stopped: The replay was stopped by you. It worked on a copy: your database was not touched."]


@dataclass(frozen=True)
class Bounds:
    """What a replay may take.

    Args:
        seconds: The time limit of a revision, as of a command.
        room: How many bytes the database files may take together.
        backend: How the child is started.
    """

    seconds: float = 60.0
    room: int = 1024**3
    backend: Backend = "fork"


@dataclass
class Outcome:
    """What came of a replay.

    Args:
        files: The database file after each revision that was replayed, in that order.
        failed: Message and hint for each revision that was not.
        sown: The revision after which the named rows were written; empty: they were not.
        fleeting: Whether a failure was one of the machine (full, out of memory): the next replay may end otherwise.
    """

    files: dict[str, Path] = field(default_factory=dict)
    failed: dict[str, tuple[str, str]] = field(default_factory=dict)
    sown: str = ""
    fleeting: bool = False


def replay(project: Project, folder: Path, kept: Kept, *, bounds: Bounds = Bounds()) -> Outcome:
    """Replay all revisions of a project, in the order of an upgrade.

    Args:
        project: What is replayed; its own database is never opened.
        folder: An empty folder for the database files.
        kept: Is told each revision and its file as soon as it is there, on a thread of its own.
        bounds: What it may take.

    Raises:
        Stopped: The kernel was interrupted.
    """
    work = _Work(project, folder, bounds)
    work.set_aside()
    while todo := work.todo():
        work.lay(todo)
        with _watched(work.place, kept):
            run = _run(work, len(todo))
        work.take_over()
        if not run.ok or set(todo) - work.outcome.files.keys():
            work.blame(run, todo)
    shutil.rmtree(work.place, ignore_errors=True)
    return work.outcome


class _Work:
    """A replay under way."""

    def __init__(self, project: Project, folder: Path, bounds: Bounds) -> None:
        self.project, self.folder, self.bounds = project, folder, bounds
        self.place = folder / "project"
        self.history = History.read(project.root / project.versions)
        self.outcome = Outcome()
        self.seed = project.seed
        self._database = ""  # its name in the project
        self._last: list[replay_order.Fact] = []

    def todo(self) -> list[str]:
        """List what can still be replayed, in order."""
        done = self.outcome.files.keys() | self.outcome.failed.keys()
        return [revision.id for revision in self.history.revisions if revision.id not in done]

    def set_aside(self) -> None:
        """Leave out what Alembic cannot load: it would refuse all the rest, too."""
        for broken in self.history.broken:
            for revision in self.history.revisions:
                if revision.file == broken.file:
                    self._fail(revision.id, str(broken), AGAIN)

    def lay(self, todo: list[str]) -> None:
        """Make a fresh copy of the project, with the database as it was after the last revision that went well."""
        shutil.rmtree(self.place, ignore_errors=True)
        unloadable = {broken.file for broken in self.history.broken}
        unloadable |= {one.file for one in self.history.revisions if one.id in self.outcome.failed}
        replay_copy.lay(self.project, self.place, {f"{self.project.versions}/{file}" for file in unloadable})
        if self._database and self.outcome.files:
            shutil.copyfile(list(self.outcome.files.values())[-1], self.place / self._database)
        room = self.bounds.room - sum(file.stat().st_size for file in self.outcome.files.values())
        replay_order.write(Steps(self.project.section, tuple(todo), self.bounds.seconds, room, self.seed), self.place)

    def take_over(self) -> None:
        """Move the database files out of the copy."""
        self._last = replay_order.said(self.place)
        for fact in self._last:
            if fact["word"] == "kept":
                file = self.folder / f"{len(self.outcome.files) + 1}.db"
                (self.place / PLACE / fact["file"]).replace(file)
                self.outcome.files[fact["revision"]] = file
            elif fact["word"] == "opened":
                self._database = fact["file"]
            elif fact["word"] == "sown":
                self.outcome.sown = fact["revision"]
            if fact["word"] in ("sown", "not sown", "sowing"):
                self.seed = ()

    def blame(self, run: Run, todo: list[str]) -> None:
        """Find the revision at which a child came to its end, and what cannot follow it."""
        words = [fact["word"] for fact in self._last]
        if words and words[-1] == "sowing":
            return  # the seed ended the child: once more, without it
        begun = [fact["revision"] for fact in self._last if fact["word"] == "begun"]
        guilty = begun[-1] if begun else self._named(run) or todo[0]
        if guilty in self.outcome.files:
            self.outcome.files.pop(guilty).unlink()
        self.outcome.fleeting = self.outcome.fleeting or _is_fleeting(run)
        told = replace(run, command=f"alembic upgrade {guilty}")
        if run.ok:
            message, hint = "The process was ended from inside, before Alembic was done.", AGAIN
        else:
            message, hint = failure.explain(told)
        self._fail(guilty, message, hint)
        if not begun and guilty == todo[0] and not self._named(run):
            for revision in self.todo():
                self._not_reached(revision, guilty)

    def _named(self, run: Run) -> str:
        """Name the revision whose file the traceback passes: it cannot even be loaded."""
        inner = [place.file for place in frames.read(run.traceback).places]
        for revision in self.history.revisions:
            if inner and inner[-1] == f"{self.project.versions}/{revision.file}":
                return revision.id
        return ""

    def _fail(self, revision: str, message: str, hint: str) -> None:
        self.outcome.failed.setdefault(revision, (message, hint))
        for follower in _followers(self.history.revisions, revision):
            self._not_reached(follower, revision)

    def _not_reached(self, revision: str, because: str) -> None:
        message = f"Not reached: `{because}` could not be replayed."
        self.outcome.failed.setdefault(revision, (message, f"Look at `{because}` first."))


def _is_fleeting(run: Run) -> bool:
    """Tell whether it was the machine that ended a run; Linux kills what takes the last memory with signal 9."""
    return run.ending == "lost" or run.exit_code == -9 or any(words in run.output for words in MACHINE)


def _run(work: _Work, count: int) -> Run:
    try:
        seconds = work.bounds.seconds * (count + 1)
        return Runner(work.place, time_limit=seconds, backend=work.bounds.backend).python(CHILD)
    except Interrupted:
        raise Stopped from None


@contextmanager
def _watched(place: Path, kept: Kept) -> Iterator[None]:
    """Tell of each file as soon as it is there, while the block runs."""
    done, over = 0, Event()

    def look() -> None:
        nonlocal done
        ended = False
        while not ended:
            ended = over.wait(PULSE)
            found = [fact for fact in replay_order.said(place) if fact["word"] == "kept"]
            for fact in found[done:]:
                kept(fact["revision"], place / PLACE / fact["file"])
            done = len(found)

    watcher = Thread(target=look, name="replay", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _followers(revisions: tuple[Revision, ...], first: str) -> list[str]:
    """List what follows or depends on a revision, directly or not."""
    names = graph.names_of(revisions)
    lost = {first}
    for revision in revisions:  # in the order of an upgrade
        if {names.get(parent) for parent in (*revision.down_revisions, *revision.depends_on)} & lost:
            lost.add(revision.id)
    return [revision.id for revision in revisions if revision.id in lost - {first}]
