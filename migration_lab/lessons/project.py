"""Which files a lesson's project is made of: a copy of the patient, without what comes later, under the overlay."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from migration_lab.errors import LabError
from migration_lab.lessons import lesson as lessons
from migration_lab.lessons.ledger import BY_PRODUCTS
from migration_lab.lessons.lesson import Lesson
from migration_lab.places import ORIGIN
from migration_lab.values.history import History

PARTS = ("lab_app", "alembic", "alembic.ini")
HISTORIES = {"primary": "alembic/versions", "analytics": "alembic/analytics"}
ENVIRONMENT = "alembic/env.py"
NEVER = BY_PRODUCTS | {".env"}
NEVER_ENDINGS = (".pyc", ".db", ".db-wal", ".db-shm", ".db-journal")

Files = Mapping[str, Path]


def files(lesson: Lesson, origin: Path = ORIGIN) -> dict[str, Path]:
    """List the files of the lesson's project: path in the workspace → file of the repository."""
    chosen = {path: file for part in PARTS for path, file in _below(origin / part, origin).items()}
    for path in [path for path in chosen if _without(lesson, path)] + _later(lesson, origin):
        chosen.pop(path, None)
    overlay = _below(lesson.overlay, lesson.overlay)
    overlay.pop(lessons.FILE, None)
    if lesson.env and ENVIRONMENT in chosen:
        chosen[ENVIRONMENT] = lesson.env
    return chosen | overlay


def building_files(lesson: Lesson, origin: Path = ORIGIN) -> dict[str, Path]:
    """List the files with which the databases are built: nothing left out, with the project's own safe `env.py`.

    An overlay may bring an `env.py` with which a batch change loses rows; the start of a lesson must not.
    """
    return files(replace(lesson, without=()), origin) | {ENVIRONMENT: origin / ENVIRONMENT}


def first_revision(folder: Path, database: str) -> str:
    """Return the id of the revision that makes the tables, the one after which rows can be written."""
    return History.read(folder / HISTORIES[database]).bases[0]


def _below(path: Path, root: Path) -> dict[str, Path]:
    found = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    named = {file.relative_to(root).as_posix(): file for file in found}
    return {name: file for name, file in named.items() if not _is_never(PurePosixPath(name))}


def _is_never(path: PurePosixPath) -> bool:
    return bool(NEVER.intersection(path.parts)) or path.name.endswith(NEVER_ENDINGS)


def _without(lesson: Lesson, path: str) -> bool:
    return any(path == left or path.startswith(f"{left.rstrip('/')}/") for left in lesson.without)


def _later(lesson: Lesson, origin: Path) -> list[str]:
    """List the revision files that come after the lesson's start."""
    if lesson.keep_pending:
        return []
    starts = {"primary": lesson.start_revision, "analytics": lesson.analytics_revision}
    return [path for database, start in starts.items() for path in _after(lesson, origin, (HISTORIES[database], start))]


def _after(lesson: Lesson, origin: Path, place: tuple[str, str]) -> list[str]:
    """List the project's files that come after a start, which may be a revision of the lesson's own."""
    folder, start = place
    revisions = History.read(origin / folder).revisions
    own = History.read(lesson.overlay / folder).revisions if (lesson.overlay / folder).is_dir() else ()
    downs = {revision.id: revision.down_revisions for revision in (*revisions, *own)}
    if start and start not in downs:
        raise LabError(f"There is no revision `{start}` in `{folder}`.", f"Known revisions: {', '.join(downs)}.")
    kept: set[str] = set()
    waiting = [start] if start else []
    while waiting:
        revision = waiting.pop()
        kept.add(revision)
        waiting.extend(downs.get(revision, ()))
    return [f"{folder}/{Path(one.file).name}" for one in revisions if one.id not in kept]
