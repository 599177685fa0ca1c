"""Which tables were made anew, told by the SQL that was sent: a created table that ends up under a name of before."""

import re
from collections.abc import Iterable

from migration_lab.values.statement import Statement

_NAME = r'((?:"(?:[^"]|"")+"|`[^`]+`|\[[^\]]+\]|\w+))'
_PLACE = rf"(?:main\s*\.\s*)?{_NAME}"
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_CREATE = re.compile(rf"\s*CREATE\s+TABLE\s+(IF\s+NOT\s+EXISTS\s+)?{_PLACE}", re.IGNORECASE)
_DROP = re.compile(rf"\s*DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?{_PLACE}", re.IGNORECASE)
_RENAME = re.compile(rf"\s*ALTER\s+TABLE\s+{_PLACE}\s+RENAME\s+TO\s+{_NAME}", re.IGNORECASE)


def anew(statements: Iterable[Statement], tables: Iterable[str]) -> set[str]:
    """Name the tables that stand where an older one of the same name stood.

    Args:
        statements: What was sent to one SQLite database, in order.
        tables: The tables it had before.
    """
    before = {name.lower(): name for name in tables}
    there, made = set(before), set[str]()
    for one in statements:
        if one.done:
            _follow(_COMMENT.sub(" ", one.text), there, made)
    return {before[name] for name in made & set(before)}


def _follow(text: str, there: set[str], made: set[str]) -> None:
    """Keep in mind which tables there are, and which of them were created on the way."""
    if found := _CREATE.match(text):
        name = _plain(found[2])
        if not (found[1] and name in there):
            there.add(name)
            made.add(name)
    elif found := _DROP.match(text):
        there.discard(_plain(found[1]))
        made.discard(_plain(found[1]))
    elif found := _RENAME.match(text):
        old, new = _plain(found[1]), _plain(found[2])
        for names in (there, made):
            if old in names:
                names.remove(old)
                names.add(new)


def _plain(name: str) -> str:
    """Take a name out of its quotes; SQLite does not tell large letters from small ones."""
    inner = name[1:-1].replace('""', '"') if name[0] in '"`[' else name
    return inner.lower()
