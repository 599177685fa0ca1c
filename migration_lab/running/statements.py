"""Bring home which SQL a child process sent: a file of lines, written at once, read when the child has ended."""

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from migration_lab.running import wording
from migration_lab.running.recorder import Recorder
from migration_lab.values.statement import Statement

MOST = 400  # statements that are kept
MOST_BYTES = 400_000
_ROOM = 48  # bytes in which the facts of a line may grow: its rows, its times
_EVENTS = ("begin", "before_cursor_execute", "after_cursor_execute", "commit", "rollback")


def record(path: str) -> None:
    """Write down from now on what the engines of this process send; do nothing where SQLAlchemy is not loaded.

    Args:
        path: The file to write to: a program that is killed leaves there what it sent until then.
    """
    if "sqlalchemy.engine" not in sys.modules:
        return
    from sqlalchemy import Engine, event

    with suppress(OSError):
        recorder = Recorder(_Lines(path))
        for name in _EVENTS:
            event.listen(Engine, name, getattr(recorder, name))


def read(path: Path, root: str) -> tuple[Statement, ...]:
    """Read what `record` wrote, paths below `root` made relative; a line that was cut off is left out."""
    found: list[Statement] = []
    words = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for line in wording.relative(words, root).split("\n"):
        with suppress(ValueError):
            found += _told(json.loads(line), found[-1].database if found else "")
    return tuple(found)


def _told(facts: dict[str, Any], last_database: str) -> list[Statement]:
    if "left_out" in facts:
        return [Statement(f"-- … and {facts['left_out']:,} more statements", database=last_database)]
    opened = facts.pop("opened")
    begin = [Statement("BEGIN", database=facts["database"])] if opened else []
    return [*begin, Statement(**facts)]


class _Lines:
    """A file with one fixed place for each line, so that a line can be written again when more is known."""

    def __init__(self, path: str) -> None:
        self._file = Path(path).open("wb", buffering=0)  # noqa: SIM115  open to the end
        self._places: dict[int, tuple[int, int]] = {}  # by the identity of the line: where, how long
        self._end = 0
        self._left_out = {"left_out": 0}

    def add(self, line: dict[str, Any]) -> bool:
        """Write a line at the end, and say whether there was room; where there is none, lines are only counted."""
        full = len(self._places) >= MOST or self._end > MOST_BYTES
        if full:
            self._left_out["left_out"] += 1
            line = self._left_out
        if id(line) not in self._places:
            length = len(_bytes(line)) + _ROOM
            self._places[id(line)] = (self._end, length)
            self._end += length + 1
        self.write_again(line)
        return not full

    def write_again(self, line: dict[str, Any]) -> None:
        """Write a line to its place."""
        where, length = self._places[id(line)]
        self._file.seek(where)
        self._file.write(_bytes(line).ljust(length) + b"\n")


def _bytes(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace")
