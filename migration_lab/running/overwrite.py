"""Stop a new revision before it is written over one that exists: Alembic itself would not ask."""

import re
from collections.abc import Sequence
from configparser import Error, RawConfigParser
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.running.command_line import CommandLine, parse

_ID = re.compile(r"""^revision\b[^=\n]*=\s*["']([^"']+)["']""", re.MULTILINE)
_SLUG_LENGTH = 40  # Alembic's `truncate_slug_length`


def refuse_overwrite(root: Path, arguments: Sequence[str]) -> None:
    """Check a command line before it runs.

    Raises:
        LabError: `alembic revision` or `alembic merge` would take an id or a file name that exists.
    """
    line = parse(arguments)
    if line.command not in ("revision", "merge"):
        return
    name = _file_name(root, line)
    wanted = line.value("--rev-id")
    for file in sorted(file for env in root.glob("*/env.py") for file in env.parent.rglob("*.py")):
        taken = _ID.search(file.read_text(encoding="utf-8", errors="replace"))
        shown = file.relative_to(root).as_posix()
        if file.name == name:
            raise _refusal(shown, f"`alembic {line.command}` would write a file of this name over it")
        if taken and taken[1] == wanted:
            raise _refusal(shown, f"it already has the id `{wanted}`, and an id belongs to one revision")


def _refusal(file: str, reason: str) -> LabError:
    return LabError(
        f"There is `{file}` already: {reason}. A revision written over another names itself as the one before it, "
        "and every later command ends in `LoopDetected`. Nothing was written.",
        f"choose an id that is free (`--rev-id`), or, if you want to write this revision anew, delete `{file}` first.",
    )


def _file_name(root: Path, line: CommandLine) -> str | None:
    """Work out the name Alembic will choose, if it does not depend on a clock or on chance."""
    ini = RawConfigParser()
    try:
        ini.read(root / "alembic.ini", encoding="utf-8")
    except (Error, UnicodeDecodeError):
        return None
    template = ini.get(line.section, "file_template", fallback="%%(rev)s_%%(slug)s").replace("%%", "%")
    rev = line.value("--rev-id")
    if "%(rev)s" in template and rev is None:
        return None
    try:
        return f"{template % {'rev': rev, 'slug': _slug(line.value('-m', '--message') or '')}}.py"
    except (KeyError, ValueError):
        return None


def _slug(message: str) -> str:
    """Make the words of a message part of a file name, as Alembic does."""
    slug = "_".join(re.findall(r"\w+", message)).lower()
    return slug if len(slug) <= _SLUG_LENGTH else slug[:_SLUG_LENGTH].rsplit("_", 1)[0] + "_"
