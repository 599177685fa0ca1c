"""The start of a lesson, built once with real Alembic and then only copied."""

import hashlib
import json
import platform
import shutil
import sqlite3
import stat
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from migration_lab import called
from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.lessons import disk, ledger, project
from migration_lab.lessons.attempts import SMALL, discard, draft
from migration_lab.lessons.lesson import Lesson
from migration_lab.running.runner import Run, Runner

FORMAT = "1"  # raise it when the way a start is built changes
LIBRARIES = ("alembic", "sqlalchemy", "aiosqlite")
LEDGER = "ledger.json"
FILES, BEFORE = "files", "before"  # what the learner gets; the databases as they were before an accident
TIME_LIMIT = 600.0  # a million users take their time, once
SOURCES = {"lesson": "notebooks/start/", "exercise": "exercises/"}
FULL_WORDS = ("No space left on device", "database or disk is full", "disk I/O error", "File too large")


@dataclass(frozen=True)
class Start:
    """A complete start: a folder to copy from, and what each of its files holds.

    Args:
        folder: That folder.
        ledger: The print of each file, by its path.
        contents: The prints of what is in the databases.
        before: The prints of the databases as they were before an accident happened to them; empty: none did.
    """

    folder: Path
    ledger: Mapping[str, str]
    contents: Mapping[str, str]
    before: Mapping[str, str] = field(default_factory=dict)

    @property
    def unharmed(self) -> "Start":
        """The databases before the accident, where one happened; else the start itself."""
        return replace(self, folder=self.folder.with_name(BEFORE), ledger=self.before) if self.before else self

    def copy(self, target: Path) -> bool:
        """Copy it all to a folder; tell whether each file there is what it was when it was built."""
        discard(target)
        target.mkdir(parents=True)
        for path in self.ledger:
            _copy(self.folder / path, target / path)
        return ledger.read(target) == self.ledger


def ready(lesson: Lesson, store: Path) -> Start:
    """Return the lesson's start, built if it was not built before from the very same sources.

    Args:
        lesson: Which one.
        store: The folder in which starts are kept; the caller holds the lesson's turn.
    """
    folder = store / f"start-{_key(lesson)}"
    found = _load(folder)
    return found if found else build(lesson, folder)


def build(lesson: Lesson, folder: Path) -> Start:
    """Build the lesson's start in place of whatever is in the folder; older starts of the lesson are removed."""
    for old in folder.parent.glob("start-*"):
        discard(old)
    with draft(folder.parent / "building") as unfinished:
        place = unfinished / FILES
        place.mkdir()
        if lesson.start_revision:
            _write(project.building_files(lesson), place)
            _build_databases(lesson, place)
            for path in project.building_files(lesson).keys() - project.files(lesson).keys():
                discard(place / path)
        _write(project.files(lesson), place)
        before = _happen(lesson, place) if lesson.accident else {}
        for cache in list(place.rglob("__pycache__")):
            discard(cache)
        record = {"ledger": ledger.read(place), "contents": _contents(place), "before": before}
        (unfinished / LEDGER).write_text(json.dumps(record, indent=1), encoding="utf-8")
        unfinished.rename(folder)
    return Start(folder / FILES, **record)


def _happen(lesson: Lesson, place: Path) -> dict[str, str]:
    """Let the accident happen; return the prints of the databases before it, which are kept beside the files."""
    assert lesson.accident is not None
    before = place.with_name(BEFORE)
    for name in ledger.DATABASES.values():
        if (place / name).exists():
            _copy(place / name, before / name)
    program = place / lesson.accident.name
    _copy(lesson.accident, program)
    _checked(Runner(place, time_limit=TIME_LIMIT).python(program.stem), place)
    program.unlink()
    return ledger.read(before)


def _contents(place: Path) -> dict[str, str]:
    """Return the prints of the databases that are small enough to be kept in an attempt, and so compared."""
    databases = [place / name for name in ledger.DATABASES.values() if (place / name).exists()]
    return {one.name: ledger.content(one) for one in databases if one.stat().st_size <= SMALL}


def _load(folder: Path) -> Start | None:
    try:
        record = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
        before = dict(record.get("before", {}))  # starts that were built by an older lab do not say it
        return Start(folder / FILES, dict(record["ledger"]), dict(record["contents"]), before)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _key(lesson: Lesson) -> str:
    """Return a short word that changes with anything the start is made from."""
    versions = [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    facts = [FORMAT, platform.python_version(), sqlite3.sqlite_version, *versions]
    facts.append(f"{lesson.start_revision} {lesson.analytics_revision} {lesson.users} {lesson.unversioned}")
    sources = project.files(lesson) | {lesson.file.name: lesson.file}
    if lesson.accident:
        sources |= {f"accident/{lesson.accident.name}": lesson.accident}
    if lesson.start_revision:
        sources |= {f"building/{path}": file for path, file in project.building_files(lesson).items()}
    facts += [f"{path} {_imprint(file)}" for path, file in sorted(sources.items())]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def _imprint(file: Path) -> str:
    facts = file.lstat()
    return _remembered(file, (facts.st_ino, facts.st_mode, facts.st_size, facts.st_mtime_ns))


@lru_cache(maxsize=4096)
def _remembered(file: Path, stamp: tuple[int, ...]) -> str:
    """Read a file of the lab's own once, as long as its stamp stays."""
    return ledger.imprint(file)


def _write(files: project.Files, place: Path) -> None:
    for path, source in files.items():
        _copy(source, place / path)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(source.stat().st_mode | stat.S_IRUSR | stat.S_IWUSR)  # a checkout may be read-only


def _build_databases(lesson: Lesson, place: Path) -> None:
    runner = Runner(place, time_limit=TIME_LIMIT)
    _upgrade(runner, project.first_revision(place, "primary"), place=place)
    if lesson.analytics_revision:
        _upgrade(runner, project.first_revision(place, "analytics"), place=place, section=("-n", "analytics"))
    _checked(runner.python("lab_app.seed", "--users", str(lesson.users)), place)
    _upgrade(runner, lesson.start_revision, place=place)
    if lesson.analytics_revision:
        _upgrade(runner, lesson.analytics_revision, place=place, section=("-n", "analytics"))
    verify(lesson, place / ledger.DATABASES["primary"])
    if lesson.unversioned:
        for database in ledger.DATABASES.values():
            _forget_revisions(place / database)


def _forget_revisions(database: Path) -> None:
    """Make a database look as if Alembic had never seen it."""
    if database.exists():
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("DROP TABLE IF EXISTS alembic_version")


def _upgrade(runner: Runner, revision: str, *, place: Path, section: tuple[str, ...] = ()) -> None:
    _checked(runner.alembic(*section, "upgrade", revision), place)


def _checked(run: Run, place: Path) -> None:
    """Stop when a step of building failed; a full disk is said as such."""
    if run.ok:
        return
    if any(words in run.output for words in FULL_WORDS):
        raise disk.full(place)
    kind = called.kind(place.parents[1].name)  # the store of the starts is called like the lesson
    raise LabError(
        f"The {kind}'s start could not be built: `{run.command}` ended with exit code {run.exit_code}.\n{run.output}",
        f"If you changed `lab_app/`, `alembic/` or `{SOURCES[kind]}` of the lab, undo that; else run `{LAB} doctor`.",
    )


def verify(lesson: Lesson, database: Path) -> None:
    """Compare what was built with what the lesson promises."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        users = connection.execute("SELECT count(*) FROM users").fetchone()[0]
    if (revision, users) != ([(lesson.start_revision,)], lesson.users):
        found = ", ".join(one for (one,) in revision)
        raise LabError(
            f"The start of {lesson.name} has {users:,} users at revision `{found}`, but its `{lesson.file.name}` "
            f"promises {lesson.users:,} users at `{lesson.start_revision}`.",
            "Correct `users` or `start_revision` there.",
        )
