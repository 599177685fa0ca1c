"""Which start a workspace was made from, and by which opening: how one notebook notices that another began anew."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from migration_lab import called, places
from migration_lab.command import LAB
from migration_lab.errors import LabError

READY = "ready"  # the folder of a start that is being moved into the workspace: while it is there, the move is not over


@dataclass(frozen=True)
class Opened:
    """The last opening of a lesson.

    Args:
        token: A word of its own for each opening; never shown.
        ledger: What each file held.
        contents: What each database held.
    """

    token: str
    ledger: Mapping[str, str]
    contents: Mapping[str, str]


def read(name: str) -> Opened | None:
    """Read what is known of the last opening; None when nothing is, or when the note is damaged."""
    try:
        return Opened(**json.loads(_file(name).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(name: str, opened: Opened) -> None:
    """Remember an opening."""
    file = _file(name)
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(opened), indent=1), encoding="utf-8")
    draft.replace(file)


def token(name: str) -> str:
    """Return the word of the last opening; empty when it is not known."""
    opened = read(name)
    return opened.token if opened else ""


def examine(name: str, path: Path, expected: str) -> None:
    """Do nothing for a workspace that is complete and still the one this notebook opened.

    Raises:
        LabError: It is gone, half made, or was opened again by somebody else.
    """
    anew = f"Run `{called.beginning(name)}` to begin at the start"
    if (places.backstage(name) / READY).exists():
        raise LabError(
            f"The files of {name} are just being put at the {called.kind(name)}'s start, or that was interrupted: "
            "they may be half old, half new.",
            f"{anew}; what was there before is in `attempts/{name}`.",
        )
    if not path.is_dir():
        raise LabError(f"The workspace `{name}` is not there (any more), so there is nothing to work on.", f"{anew}.")
    if expected and expected != token(name):
        raise LabError(
            f"{name} was opened again by another notebook or by `{LAB} reset`: its files and databases are not those "
            "this notebook knows, so nothing was done.",
            f"{anew}, or `{called.going_on(name)}` to go on with what is there now. "
            f"What this notebook had made is in `attempts/{name}`.",
        )


def _file(name: str) -> Path:
    return places.backstage(name) / "opened.json"
