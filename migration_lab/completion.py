"""What the Tab key offers after `%alembic`: commands, options, revision ids."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from migration_lab.running.command_line import parse

_WITH_REVISIONS = frozenset({"upgrade", "downgrade", "stamp", "show", "edit", "merge", "history", "revision"})
_NAMES = {"upgrade": ("head", "heads", "+1"), "downgrade": ("base", "-1"), "stamp": ("head", "heads", "base")}
_OPTION = re.compile(r"^  (?:(-\w)[^,\n]*, )?(--?[\w-]+)", re.MULTILINE)


def offer(typed: str, word: str, revisions: Callable[[str], Sequence[str]]) -> list[str]:
    """List what can stand at the cursor.

    Args:
        typed: The line up to the cursor, without `%alembic`.
        word: The word that has been begun.
        revisions: Gives the revision ids of an ini section; asked only where an id can stand.
    """
    before = typed.removesuffix(word).split()
    line = parse(before)
    if word.startswith("-"):
        words: Sequence[str] = _options(line.command)
    elif not line.command:
        words = ["analytics"] if before[-1:] in (["-n"], ["--name"]) else _commands()
    elif line.command in _WITH_REVISIONS:
        words = [*_NAMES.get(line.command, ("head",)), *revisions(line.section)]
    else:
        words = []
    return [offered for offered in words if offered.startswith(word)]


def _commands() -> list[str]:
    return sorted(_parser().subparsers.choices)


@cache
def _options(command: str) -> list[str]:
    """Read the options from the command's own help."""
    parser = _parser()
    chosen = parser.subparsers.choices.get(command, parser.parser)
    found = {option for pair in _OPTION.findall(chosen.format_help()) for option in pair if option}
    return sorted(found, key=lambda option: (not option.startswith("--"), option))


@cache
def _parser() -> Any:
    from alembic.config import CommandLine  # only when somebody presses Tab

    return CommandLine(prog="alembic")
