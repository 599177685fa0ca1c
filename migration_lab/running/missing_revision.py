"""Name the revision whose file is gone: Alembic says `KeyError`, or "Can't locate", and not what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from migration_lab.places import ORIGIN

if TYPE_CHECKING:
    from migration_lab.running.runner import Run

_GONE = re.compile(r"KeyError: ['\"](?P<gone>[^'\"\n]+)['\"]\n?")
_MAP = "in _revision_map\n"  # where Alembic puts the files in order: a KeyError of a learner's own is none of ours
_NAMED = "Revision {} referenced from "
_CHILD = re.compile(r" -> (?P<child>[^\s,]+)")
_UNKNOWN = re.compile(r"Can't locate revision identified by '(?P<gone>[^'\n]+)'")
_RENAMED = (
    "Only if you gave it another id, tell the database the new one, which it believes without looking: "
    "`%alembic stamp --purge NEW_ID`."
)
_NAME = re.compile(r"\s(?:-n|--name)[ =](?P<section>\S+)")
_TYPED = "see which revisions there are: `%alembic history`."


def explain(run: Run, said: str) -> tuple[str, str] | None:
    """Say which revision has no file, and how the file comes back; None for another failure."""
    gone = _GONE.fullmatch(said)
    if gone and _MAP in run.traceback:
        return _named_by_another(run.words, gone["gone"])
    unknown = _UNKNOWN.search(said)
    if not unknown:
        return None
    return unknown[0], _unknown(unknown["gone"], run.command)


def _named_by_another(words: str, gone: str) -> tuple[str, str]:
    """Find in Alembic's warning which revision names the missing one."""
    warning = words.partition(_NAMED.format(gone))[2].partition("\n")[0]
    child = _CHILD.search(warning)
    by = f"`{child['child']}`" if child else "another revision"
    other = f"let `down_revision` in {by} name another revision" if child else "name another `down_revision`"
    hint = f"if it was deleted, {_back(gone)} Or {other}."
    return f"Revision `{gone}` is named by {by}, but no file has that id.", hint


def _unknown(gone: str, command: str) -> str:
    if other := _of_another_history(gone, command):
        return other
    if gone in command:
        return f"{_TYPED} If its file is gone: {_back(gone)}" if _original(gone) else _TYPED
    back, typed = (f"{words[0].upper()}{words[1:]}" for words in (_back(gone), _TYPED))
    return f"no file has that revision, and the database stands at it. {back} {_RENAMED} {typed}"


def _of_another_history(gone: str, command: str) -> str:
    """Say that a database, or a word typed, belongs to another of the project's histories; empty if it does not."""
    folder = _original(gone).rpartition("/")[0]
    named = _NAME.search(command)
    read = f"alembic/{named['section'] if named else 'versions'}"
    if not folder or folder == read:
        return ""
    return (
        f"`{folder}/` has this revision, and the command reads `{read}/`: it came to the database of the other "
        "history. Look at the address that env.py or `-x url=` gives it, and at the name after `-n`. Stamp nothing."
    )


def _back(gone: str) -> str:
    """Say how a revision's file comes back: from the project, else from what the lab puts aside."""
    original = _original(gone)
    if original:
        return f'bring its file back: `lab.bring("{original}")`.'
    return (
        "bring its file back: from the branch it was written on, or from `attempts/…/versions/`, where the highest "
        "number is the newest copy."
    )


def _original(gone: str) -> str:
    """Find the project's own file of a revision: its name is the revision's id."""
    files = (
        folder / f"{gone}.py" for folder in sorted((ORIGIN / "alembic").iterdir()) if re.fullmatch(r"[\w-]+", gone)
    )
    return next((file.relative_to(ORIGIN).as_posix() for file in files if file.is_file()), "")
