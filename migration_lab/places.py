"""Where things lie: the repository the lab came in, and the desk the learner works on."""

import os
from pathlib import Path

from migration_lab.errors import LabError

ORIGIN = Path(__file__).resolve().parents[1]
HOME_VARIABLE = "MIGRATION_LAB_HOME"
UNREADABLE = ("%", os.pathsep)  # `%(here)s` of alembic.ini is read once more; `version_locations` is a list


def home() -> Path:
    """Return the desk: the folder `work/`, or the one that `MIGRATION_LAB_HOME` names.

    A relative name counts from the repository, not from the current directory: a lesson changes that one.

    Raises:
        LabError: There cannot be a desk at that place.
    """
    chosen = os.environ.get(HOME_VARIABLE, "").strip() or "work"
    try:
        desk = (ORIGIN / Path(chosen).expanduser()).resolve()
    except (OSError, RuntimeError) as error:
        raise LabError(
            f"The desk `{chosen}` cannot be found: {error}. All lessons work there.",
            f"Set `{HOME_VARIABLE}` to a folder that exists, or unset it to use `work/`.",
        ) from error
    for char in UNREADABLE:
        if char in desk.as_posix().removeprefix(desk.drive):
            raise LabError(
                f"The desk `{desk}` has a `{char}` in its path. Alembic gives that character a meaning of its own "
                "when it looks for its scripts, and would not find them.",
                f"Set `{HOME_VARIABLE}` to a folder without `{char}` in its path.",
            )
    return desk


def backstage(name: str = "") -> Path:
    """Return the desk's folder for the lab's own notes on one lesson (or on all): nothing of the learner's is in it."""
    return home() / ".lab" / name


def workspace_around(folder: Path) -> Path | None:
    """Return the workspace that a folder is, or lies in; None outside every lesson that was opened.

    Raises:
        LabError: There is no desk.
    """
    desk = home()
    for place in (folder, *folder.parents):
        if place.parent == desk and (backstage(place.name) / "opened.json").exists():
            return place
    return None


def shown(path: Path) -> str:
    """Write a path for a message: short when it lies in the repository."""
    return path.relative_to(ORIGIN).as_posix() if path.is_relative_to(ORIGIN) else str(path)


def is_there(path: Path) -> bool:
    """Tell whether anything has this name, a link that leads nowhere included."""
    return os.path.lexists(path)
