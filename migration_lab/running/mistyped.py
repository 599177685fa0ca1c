"""Say which slip a command line holds: a wrong verb, an option in the wrong place, a message without quotes, or a name
after `-n` that `alembic.ini` does not know.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import takewhile
from typing import TYPE_CHECKING

from migration_lab import called
from migration_lab.errors import LabError
from migration_lab.running.command_line import moved, parse, split

if TYPE_CHECKING:
    from migration_lab.running.runner import Run

_VERB = re.compile(r"argument \{[\w,]+\}: invalid choice: '(?P<typed>[^\n]*)' \(choose from (?P<verbs>[^\n]*)\)")
_NO_SECTION = "No 'script_location' key found"
_EXTRA = re.compile(r"unrecognized arguments: (?P<extra>[^\n]+)")


def explain(run: Run, said: str) -> tuple[str, str] | None:
    """Name the slip and write the line as it was meant; None for another failure."""
    verb, extra = _VERB.search(said), _EXTRA.search(said)
    if not verb and not extra and _NO_SECTION not in said:
        return None
    try:
        words = split(run.command)
    except LabError:  # a backslash before a quotation mark
        return None
    if _NO_SECTION in said:
        return _no_section(parse(words[1:]).section, run, said)
    if verb:
        return _wrong_verb(words, verb["typed"], re.findall(r"\w+", verb["verbs"]))
    hint = _misplaced(words) or (_unquoted(words, extra["extra"]) if extra else None)
    return (said.strip(), hint) if hint else None


def _wrong_verb(words: list[str], typed: str, verbs: list[str]) -> tuple[str, str]:
    near = get_close_matches(typed, verbs, n=1)
    if not near:
        return f"Alembic has no command `{typed}`.", "see which commands there are: `%alembic --help`."
    meant = [near[0] if word == typed else word for word in words]
    return f"Alembic has no command `{typed}`. Did you mean `{near[0]}`?", f"`%{_line(meant)}`"


def _no_section(name: str, run: Run, said: str) -> tuple[str, str] | None:
    """Say what a section needs that was named with `-n`; None for Alembic's own one."""
    if name == "alembic":
        return None
    hint = (
        f"`alembic.ini` needs a section `[{name}]`, written like `[alembic]`: the same `script_location`, and as "
        "`version_locations` a folder of its own. Or correct the name after `-n`. "
        f"(Is `alembic.ini` itself gone? `{called.beginning(run.workspace)}` brings it back.)"
    )
    return said.strip(), hint


def _misplaced(words: list[str]) -> str | None:
    """Write the line with the options before the verb, if that is what is wrong with it."""
    options, meant = moved(words[1:])
    names = " and ".join(f"`{option}`" for option in options)
    stand = "stands" if len(options) == 1 else "stand"
    return f"{names} {stand} before the verb: `%{_line(['alembic', *meant])}`" if options else None


def _unquoted(words: list[str], extra: str) -> str | None:
    """Put the words of a message together, if the surplus words stand right behind it."""
    message = parse(words[1:]).value("-m", "--message")
    surplus = " ".join(takewhile(lambda word: not word.startswith("-"), extra.split()))
    if not message or not surplus or f"{message} {surplus}" not in " ".join(words):
        return None
    return f'put the message in quotes: `-m "{message} {surplus}"`'


def _line(words: list[str]) -> str:
    """Write words as one command line; a word with spaces goes into quotes."""
    return " ".join(f'"{word}"' if " " in word else word for word in words)
