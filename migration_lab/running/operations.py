"""Read what `alembic check` found in words: which operations, and which of them a new revision would drop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migration_lab.running.runner import Run

SHOWN = 6  # operations in a message
NAMED = 4  # tables or columns in a hint
_FOUND = "New upgrade operations detected: "
_NAME = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_OPERATION = re.compile(r"\('(?P<kind>(?:add|remove|modify)_[a-z_]+)', ")
_SCHEMA = rf"(?:None|{_NAME}), "
_OBJECTS = (  # how the operation's object is written, and the groups that make its name
    re.compile(rf"Table\((?P<name>{_NAME})"),
    re.compile(rf"{_SCHEMA}(?P<table>{_NAME}), (?:Column\()?(?P<name>{_NAME})"),
    re.compile(rf"Index\((?P<name>{_NAME})"),
)
_ON = re.compile(rf"table=(?:<(?P<table>[^>]+)>|Table\((?P<quoted>{_NAME}))")  # of a constraint: often it has no name


@dataclass(frozen=True)
class Operation:
    """One step of a revision that autogenerate would draft."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".rstrip()


def read(words: str) -> tuple[Operation, ...]:
    """Find the operations in Alembic's message, in its order.

    Args:
        words: What stands after `New upgrade operations detected:`, Python's notation of a list of tuples.
    """
    starts = list(_OPERATION.finditer(words))
    ends = [*(start.start() for start in starts[1:]), len(words)]
    return tuple(
        Operation(start["kind"], _name(words[start.end() : end])) for start, end in zip(starts, ends, strict=False)
    )


def explain(run: Run, said: str) -> tuple[str, str | None] | None:
    """Say which differences `check` found; a hint only when a revision drafted now would drop something."""
    _, mark, listed = said.partition(_FOUND)
    found = sorted(read(listed), key=str)  # Alembic's own order of dropped tables changes from run to run
    if not mark or not found:
        return None
    more = f", and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return f"{_FOUND}{', '.join(map(str, found[:SHOWN]))}{more}", _foreign(found)


def _foreign(found: list[Operation]) -> str | None:
    """Name what only the database has, and ask why; None when nothing would be dropped."""
    kinds = (("remove_table", "table"), ("remove_column", "column"))
    parts = [_listed(word, names) for kind, word in kinds if (names := [one.name for one in found if one.kind == kind])]
    if not parts:
        return None
    return (
        f"the database has what the models do not have: {' and '.join(parts)}. A revision drafted now would drop "
        "that, with all values in it. Is a module with models not imported in `alembic/env.py`? Does it belong to "
        "somebody else? Then let `include_name` in `alembic/env.py` leave it out. "
        "Draft the revision only when you took it out of the models yourself."
    )


def _listed(word: str, names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{len(names)} {word}{'s' * (len(names) > 1)} ({', '.join(f'`{name}`' for name in names[:NAMED])}{more})"


def _name(words: str) -> str:
    """Name the object that an operation is about; a constraint by its table."""
    for pattern in _OBJECTS:
        if found := pattern.match(words):
            groups = found.groupdict()
            return ".".join(groups[key][1:-1] for key in ("table", "name") if groups.get(key))
    on = _ON.search(words)
    return f"on {on['table'] or on['quoted'][1:-1]}" if on else ""
