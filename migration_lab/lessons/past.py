"""The past of a project's database: its history replayed on a copy, or remembered from an earlier visit."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.lessons import disk, past_shelf, project
from migration_lab.lessons import lesson as lessons
from migration_lab.lessons.attempts import discard
from migration_lab.running import replay, replay_copy
from migration_lab.running.replay_copy import Project
from migration_lab.values import snapshot, timeline, timeline_note
from migration_lab.values.history import History
from migration_lab.values.snapshot import DatabaseState, Snapshot
from migration_lab.values.timeline import Stop, Timeline

SECTIONS = {"primary": "alembic", "analytics": "analytics"}
SEED = "lab_app.seed"
SEEDED = {"primary": "users", "analytics": "request_events"}  # the table that a database gets its rows with
MOST_USERS = 1000  # a lesson may have a million; a file for each revision of them would fill the disk

Heard = Callable[[Stop], None]


def of_lesson(name: str, path: Path, database: str) -> Project:
    """Describe a lesson's workspace as what is replayed; the named rows are written as `open_lesson` does."""
    users = min(lessons.find(name).users, MOST_USERS)
    arguments = ("--users", str(users)) if users else ()
    seed = (SEED, *arguments, SEEDED[database])
    return Project(path, project.HISTORIES[database], SECTIONS[database], seed)


def stops(given: Project) -> tuple[Stop, ...]:
    """List the stops of a history before any of them is replayed, in their order."""
    history = History.read(given.root / given.versions)
    known = {revision.file for revision in history.revisions}
    unread = [one for one in history.broken if one.file not in known]
    read = {revision.id: Stop(revision.id, revision.message) for revision in history.revisions}  # an id may come twice
    return (*read.values(), *(Stop(broken.file, error=str(broken), hint=replay.AGAIN) for broken in unread))


def remembered(given: Project, name: str = "primary") -> Timeline | None:
    """Give the timeline of an earlier visit, if nothing has changed since."""
    folder = past_shelf.find(_store(), _key(given, name))
    if folder is None:
        return None
    found = timeline_note.read(folder / past_shelf.NOTE)
    if found is None:  # somebody removed a file of it
        discard(folder)
    return found


def replayed(given: Project, name: str = "primary", heard: Heard = lambda _: None) -> Timeline:
    """Give the timeline of a project, remembered or replayed now.

    Args:
        given: The project; its database is never opened.
        name: The database's name, as it is shown.
        heard: Is told each stop as soon as it is there, on another thread.

    Raises:
        LabError: The disk does not let us.
        KeyboardInterrupt: The kernel was interrupted; nothing is kept then.
    """
    known = remembered(given, name)
    if known is not None:
        return known
    store, key = _store(), _key(given, name)
    with disk.told(store), past_shelf.draft(store) as draft:
        reader = _Reader(name, stops(given), heard)
        outcome = replay.replay(given, draft, reader.read)
        found = Timeline(reader.finished(outcome), name, _note(outcome))
        timeline_note.write(found, draft / past_shelf.NOTE)
        place = past_shelf.settle(draft, store, f"once-{draft.name}" if outcome.fleeting else key)
    settled = timeline_note.read(place / past_shelf.NOTE)
    if settled is None:
        raise LabError("The replayed history could not be kept on the disk.", "Run the cell again.")
    return settled


class _Reader:
    """Reads each database file while the next revision runs."""

    def __init__(self, name: str, planned: tuple[Stop, ...], heard: Heard) -> None:
        self._name, self._heard = name, heard
        self._stops = {stop.revision: stop for stop in planned}
        self._last = Snapshot(((name, DatabaseState()),))
        self._lock = Lock()

    def read(self, revision: str, file: Path) -> None:
        """Read a file and tell what it holds."""
        with self._lock:
            now = Snapshot.read({self._name: file})
            told = timeline.brief(snapshot.changes(self._last, now))
            self._last = now
            counts = timeline.counts(now[self._name])
            self._stops[revision] = replace(self._stops[revision], file=file, counts=counts, changes=told)
        self._heard(self._stops[revision])

    def finished(self, outcome: replay.Outcome) -> tuple[Stop, ...]:
        """Give the stops as they are at the end."""
        return tuple(self._finished(stop, outcome) for stop in self._stops.values())

    def _finished(self, stop: Stop, outcome: replay.Outcome) -> Stop:
        if stop.revision in outcome.failed:
            message, hint = outcome.failed[stop.revision]
            return Stop(stop.revision, stop.message, error=message, hint=hint)
        return replace(stop, file=outcome.files.get(stop.revision))


def _note(outcome: replay.Outcome) -> str:
    if not outcome.sown:
        return "replayed on a copy, without rows of its own"
    return f"replayed on a copy; the named rows were written after {outcome.sown}"


def _key(given: Project, name: str) -> str:
    return replay_copy.key(replace(given, seed=(*given.seed, name)))


def _store() -> Path:
    return places.backstage("timeline")
