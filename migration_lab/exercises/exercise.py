"""What an exercise is, as its author wrote it in `exercises/NN_n_slug/exercise.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from migration_lab.called import identity
from migration_lab.errors import LabError
from migration_lab.exercises import faults
from migration_lab.lessons.lesson import STARTS, Lesson
from migration_lab.places import ORIGIN

EXERCISES = ORIGIN / "exercises"
FILE = "exercise.toml"
ACCIDENT = "accident.py"
COMMON_ENV = STARTS / "02_autogenerate" / "alembic" / "env.py"  # env.py as most teams have it
ENVIRONMENTS: Mapping[str, Path | None] = {"safe": None, "unsafe": COMMON_ENV}


@dataclass(frozen=True)
class Goal:
    """One criterion: its id, which never changes, and the sentence the learner reads."""

    id: str
    sentence: str

    @property
    def function(self) -> str:
        """Name the function of `check.py` that judges it: `rows_kept` for `rename.rows-kept`."""
        return self.id.partition(".")[2].replace("-", "_")


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Args:
        id: "02.1"; never renamed.
        name: `NN_n_slug`, the name of its folder and of its workspace.
        title: What it is called.
        lesson: The lesson it belongs to.
        minutes: How long it takes.
        hints: Three, from "where to look" to "almost the answer".
        goals: One for each criterion, in the order of judging.
        aliases: Ids it had before.
        env: "safe": with the project's own env.py; "unsafe": as most teams have it.
        folder: Where all of it lies.
        beginning: The start of its workspace, as a lesson has one.
    """

    id: str
    name: str
    title: str
    lesson: str
    minutes: int
    hints: tuple[str, ...] = field(repr=False)
    goals: tuple[Goal, ...] = field(repr=False)
    aliases: tuple[str, ...]
    env: str
    folder: Path = field(repr=False)
    beginning: Lesson = field(repr=False)

    @property
    def start_revision(self) -> str:
        """Tell where the primary database stands at the start; empty: nowhere."""
        return self.beginning.start_revision

    @property
    def analytics_revision(self) -> str:
        """Tell where the analytics database stands at the start; empty: nowhere."""
        return self.beginning.analytics_revision

    @property
    def users(self) -> int:
        """Tell how many users the seed writes."""
        return self.beginning.users

    @property
    def task(self) -> str:
        """Give the task as the learner reads it."""
        return (self.folder / "README.md").read_text(encoding="utf-8")


def read(folder: Path) -> Exercise:
    """Read an exercise from its folder.

    Raises:
        LabError: A line of its `exercise.toml` is missing or wrong; the message names it.
    """
    file = f"{folder.name}/{FILE}"
    try:
        facts = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabError(f"`{file}` cannot be read: {error}.", "Correct that line of the file.") from error
    except OSError as error:
        raise LabError(f"`{file}` cannot be read: {error.strerror}.", "Get the lab's files again.") from error
    faults.examine(facts, file, wanted_id=identity(folder.name))
    known = faults.DEFAULTS | facts
    return Exercise(
        id=known["id"],
        name=folder.name,
        title=known["title"],
        lesson=known["lesson"],
        minutes=known["minutes"],
        hints=tuple(known["hints"]),
        goals=tuple(Goal(name, sentence) for name, sentence in known["goals"].items()),
        aliases=tuple(known["aliases"]),
        env=known["env"],
        folder=folder,
        beginning=_beginning(folder, known),
    )


def _beginning(folder: Path, facts: Mapping[str, Any]) -> Lesson:
    accident = folder / ACCIDENT
    return Lesson(
        name=folder.name,
        title=facts["title"],
        start_revision=facts["start_revision"],
        analytics_revision=facts["analytics_revision"],
        users=facts["users"],
        keep_pending=facts["keep_pending"],
        without=tuple(facts["without"]),
        overlay=folder / "start",
        env=ENVIRONMENTS[facts["env"]],
        record=folder / FILE,
        unversioned=facts["unversioned"],
        accident=accident if accident.is_file() else None,
    )
