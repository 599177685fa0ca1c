"""Say in a terminal what was written for a notebook: `./lab hint 02.1` instead of `exercise("02.1").hint()`."""

import re
import shutil
import sys
from typing import Protocol

from migration_lab import places
from migration_lab.command import LAB

VERBS = ("check", "hint", "solution", "compare", "reset", "start")
CALL = re.compile(rf'exercise\("(\d\d\.\d+)"\)\.({"|".join(VERBS)})\(\)')
NARROWEST, WIDEST = 60, 110  # columns
SAME = {"start": "reset"}  # in a terminal nothing has to be entered: the start is laid, and that is all


class Said(Protocol):
    """What an exercise's verbs give: verdict, notice, paper, comparison."""

    def laid(self, width: int) -> str:
        """Lay the words out for a terminal of this width."""
        ...


def said(value: Said) -> str:
    """Say a value as wide as the terminal; where nobody looks on, in a file or a pipe, as it is always written."""
    if not sys.stdout.isatty():
        return words(str(value))
    return words(value.laid(max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))))


def words(text: str) -> str:
    """Put each call of a verb, and each `%alembic`, as one types it in a terminal."""
    return CALL.sub(_typed, text).replace("%alembic", "alembic")


def where(name: str) -> str:
    """Say where an exercise is worked on: a terminal has to go there itself."""
    return f"Work in `{places.shown(places.home() / name)}`; the task is `exercises/{name}/README.md`."


def _typed(found: re.Match[str]) -> str:
    return f"{LAB} {SAME.get(found[2], found[2])} {found[1]}"
