"""What a lesson's project is at its start, as its author wrote it in `notebooks/start/NN_slug/lesson.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migration_lab.errors import LabError
from migration_lab.places import ORIGIN

STARTS = ORIGIN / "notebooks" / "start"
FILE = "lesson.toml"
GALLERY = "gallery"  # no lesson: every widget once, for authors; it has no number, and no hint names it to a learner
DEFAULTS: dict[str, Any] = {
    "title": "",
    "start_revision": "",
    "analytics_revision": "",
    "users": 0,
    "keep_pending": False,
    "without": [],
}


@dataclass(frozen=True)
class Lesson:
    """The start of a lesson.

    Args:
        name: `NN_slug`, also the name of its notebook and of its workspace.
        title: What the lesson is called in prose.
        start_revision: Where the primary database stands; empty: there is no database yet.
        analytics_revision: The same for the analytics database.
        users: How many users the seed writes.
        keep_pending: Whether the revision files after the start stay, so that the learner has something to run.
        without: Paths of the project that the workspace does not have.
        overlay: The folder whose files the workspace has instead of the project's.
        env: The env.py it has instead of the project's own, if any.
        record: Where its author wrote all this; None: in the overlay's `lesson.toml`.
        unversioned: Whether the databases have no version table, as if they were made without Alembic.
        accident: A program that does something to the databases before the learner gets them, if any.
    """

    name: str
    title: str
    start_revision: str
    analytics_revision: str
    users: int
    keep_pending: bool
    without: tuple[str, ...]
    overlay: Path
    env: Path | None = None
    record: Path | None = None
    unversioned: bool = False
    accident: Path | None = None

    @property
    def file(self) -> Path:
        """The file in which its author wrote all this."""
        return self.record or self.overlay / FILE

    @property
    def ready(self) -> str:
        """The one line a learner sees; it depends on the lesson only, never on what was there before."""
        if not self.start_revision:
            return f"{self.name} is ready: no database yet."
        if self.accident:  # it may have moved the databases, and to find out is part of the task
            return f"{self.name} is ready: {self.users:,} users, after an accident. Where it stands: `alembic current`."
        stand = "without a version table" if self.unversioned else f"at revision {self.start_revision}"
        return f"{self.name} is ready: {self.users:,} users {stand}."


def names(starts: Path = STARTS) -> tuple[str, ...]:
    """List the lessons there are, in order."""
    return tuple(sorted(file.parent.name for file in starts.glob(f"[0-9][0-9]_*/{FILE}")))


def find(wanted: str | int, starts: Path = STARTS) -> Lesson:
    """Find a lesson by its name or its number.

    Raises:
        LabError: There is no such lesson, or its file cannot be read.
    """
    word = f"{wanted:02d}" if isinstance(wanted, int) else str(wanted).strip().removesuffix(".ipynb")
    word = word.zfill(2) if word.isdigit() else word
    known = names(starts)
    for name in known:
        if word in {name, name[:2]}:
            return _read(starts / name)
    if word == GALLERY and (starts / GALLERY / FILE).is_file():
        return _read(starts / GALLERY)
    raise LabError(
        f"There is no lesson {wanted!r}.",
        f"Choose one of {', '.join(known)}." if known else f"Get the lab again: `{FILE}` is missing for all lessons.",
    )


def _read(overlay: Path) -> Lesson:
    file = overlay / FILE
    try:
        facts = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabError(f"`{overlay.name}/{FILE}` cannot be read: {error}.", "Correct that line of the file.") from error
    _examine(facts, f"{overlay.name}/{FILE}")
    chosen = DEFAULTS | facts
    chosen["without"] = tuple(chosen["without"])
    return Lesson(name=overlay.name, overlay=overlay, **chosen)


def _examine(facts: Mapping[str, Any], file: str) -> None:
    for key, value in facts.items():
        if key not in DEFAULTS:
            raise LabError(f"`{file}` has the unknown key `{key}`.", f"Known keys are {', '.join(DEFAULTS)}.")
        if type(value) is not type(DEFAULTS[key]):
            wanted = type(DEFAULTS[key]).__name__
            raise LabError(f"`{file}` has `{key} = {value!r}`, which is no {wanted}.", f"Write `{key}` as a {wanted}.")
    if not facts.get("title"):
        raise LabError(f"`{file}` has no `title`.", 'Add a line such as `title = "Autogenerate"`.')
