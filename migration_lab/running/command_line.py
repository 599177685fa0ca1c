"""Read Alembic's command line as far as the lab needs it: section, command, the options that name things."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from shlex import shlex

from migration_lab.errors import LabError

_TAKE_A_VALUE = {"-c": "config", "--config": "config", "-n": "name", "--name": "name", "-x": "x"}


@dataclass(frozen=True)
class CommandLine:
    """What stands on a command line.

    Args:
        section: The ini section, `alembic` without `-n`.
        command: The command, or an empty text.
        rest: Everything after the command.
        urls: What `-x url=…` gives.
    """

    section: str
    command: str
    rest: tuple[str, ...]
    urls: tuple[str, ...]

    def value(self, *names: str) -> str | None:
        """Return the last value of an option, given as `--rev-id x`, `--rev-id=x` or `-mx`."""
        found = None
        for index, word in enumerate(self.rest):
            for name in names:
                if _abbreviates(word, name):
                    found = word.partition("=")[2] if "=" in word else "".join(self.rest[index + 1 : index + 2])
                elif len(name) == 2 and word.startswith(name) and not word.startswith("--") and word != name:
                    found = word[2:]
        return found


def parse(arguments: Sequence[str]) -> CommandLine:
    """Take a command line apart."""
    values: dict[str, list[str]] = {"config": [], "name": [], "x": []}
    position = 0
    while position < len(arguments) and arguments[position].startswith("-"):
        word = arguments[position]
        option, glued = _option(word)
        if option and not glued:
            position += 1
            glued = arguments[position] if position < len(arguments) else ""
        if option:
            values[_TAKE_A_VALUE[option]].append(glued)
        position += 1
    command, rest = "".join(arguments[position : position + 1]), tuple(arguments[position + 1 :])
    urls = tuple(value.removeprefix("url=") for value in values["x"] if value.startswith("url="))
    return CommandLine((values["name"] or ["alembic"])[-1], command, rest, urls)


def moved(arguments: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put global options that stand behind the command before it, each with its value.

    Returns:
        The names of those options, and the whole line as it should be; no names when all stand where they belong.
    """
    rest = list(parse(arguments).rest)
    command = len(arguments) - len(rest) - 1
    names, before, behind = [], list(arguments[: max(command, 0)]), list(arguments[max(command, 0) : command + 1])
    while rest:
        word = rest.pop(0)
        option, glued = _option(word)
        (before if option else behind).append(word)
        if option:
            names.append(option)
            before += [] if glued else rest[:1]
            rest = rest if glued else rest[1:]
    return tuple(dict.fromkeys(names)), (*before, *behind)


def split(line: str) -> list[str]:
    """Split a line into words as a shell does: quotes hold words together, ` #` begins a comment."""
    stream = StringIO(line)
    reader = shlex(stream, posix=True)
    reader.whitespace_split = True
    reader.commenters = ""
    if sys.platform == "win32":
        reader.escape = ""  # a backslash belongs to a path there
    words = []
    try:
        while not line[stream.tell() :].lstrip().startswith("#") and (word := reader.get_token()) is not None:
            words.append(word)
    except ValueError:
        raise LabError(
            f"The line `%alembic {line.strip()}` has a quotation mark without its partner, so its end is not clear.",
            'close the quotation mark; a word with spaces is written in two of them: `-m "add email"`.',
        ) from None
    return words


def _abbreviates(word: str, name: str) -> bool:
    """Tell whether a word is an option's name, or its beginning: argparse takes `--rev` for `--rev-id`."""
    given = word.partition("=")[0]
    return given == name or (name.startswith("--") and len(given) > 2 and name.startswith(given))


def _option(word: str) -> tuple[str, str]:
    """Find a global option that takes a value, and the value when it is glued on."""
    name, equals, value = word.partition("=")
    if word in _TAKE_A_VALUE:
        return word, ""
    if equals and name.startswith("--") and name in _TAKE_A_VALUE:
        return name, value
    if word[:2] in _TAKE_A_VALUE and not word.startswith("--"):
        return word[:2], word[2:].removeprefix("=")
    return "", ""
