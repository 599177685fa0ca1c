"""Listen to SQLAlchemy's engines: which statements change something, and when a transaction really begins and ends.

SQLite's driver, left to itself, sends `BEGIN` before an `INSERT` but not before a `CREATE TABLE`, whatever
SQLAlchemy's log says. That is why some half-applied revisions cannot be rolled back, so here the driver is asked.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from migration_lab.grid import cell
from migration_lab.values.statement import LONGEST

if TYPE_CHECKING:
    from sqlalchemy import Connection

OFTEN = 100  # times
SHOWN, SHORT = 8, 40  # parameters of a statement, characters of one
_WORD = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w+)", re.DOTALL)
_WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)
_BACK_TO = re.compile(r"\bTO\b", re.IGNORECASE)
_READS = {"SELECT", "EXPLAIN", "SHOW", "VALUES", "DESCRIBE", "PRAGMA", ""}
_BEGINS = {"BEGIN", "START"}
_PREPARES = _BEGINS | {"SAVEPOINT", "SET", "LOCK"}
_ENDS = {"COMMIT", "END", "ROLLBACK", "ABORT"}

Line = dict[str, Any]


class Lines(Protocol):
    """Where lines go."""

    def add(self, line: Line) -> bool:
        """Write a new line; false if there was no room for it."""

    def write_again(self, line: Line) -> None:
        """Write a line whose facts have changed."""


class Recorder:
    """Notes what open connections do. Whatever goes wrong in it, the learner's command goes on."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._kept: list[Line] = []
        self._waiting: dict[int, list[str]] = {}  # by connection: what is told only if a change follows
        self._open: set[int] = set()  # connections whose BEGIN is known
        self._running: dict[int, Line] = {}

    def begin(self, connection: "Connection") -> None:
        """Note a transaction of a server; SQLite's own is seen when it really begins."""
        with suppress(Exception):
            isolation = connection.get_execution_options().get("isolation_level")
            if connection.dialect.name != "sqlite" and isolation != "AUTOCOMMIT":
                self._prepare(connection, "BEGIN")

    def before_cursor_execute(self, connection: "Connection", _cursor: object, statement: str, *more: Any) -> None:
        """Note a statement before it is sent."""
        with suppress(Exception):
            word = _first_word(statement)
            if word in _PREPARES or (word == "PRAGMA" and "=" in statement):
                self._prepare(connection, statement)
            elif word in _ENDS and not _BACK_TO.search(statement):
                self._end(connection, statement)
            elif not self._takes_back(connection, word) and _changes(word, statement):
                self._send(connection, statement, parameters=more[0], many=more[2])

    def after_cursor_execute(self, connection: "Connection", cursor: Any, *_: Any) -> None:
        """Note that a statement came to its end, and how many rows its driver counts."""
        with suppress(Exception):
            line = self._running.pop(id(connection), None)
            if line is not None:
                rows = getattr(cursor, "rowcount", -1)
                if rows >= 0 and cursor.description is None:  # of `RETURNING` the rows are not counted yet
                    line["rows"] = (line["rows"] or 0) + rows
                line["opened"] = line["opened"] or self._began(connection)
                line["done"] = True
                self._write(line)
            if id(connection) in self._open and connection.dialect.name == "sqlite" and not _is_inside(connection):
                self._open.discard(id(connection))  # the release of a savepoint that had begun the transaction

    def commit(self, connection: "Connection") -> None:
        """Note the end of a transaction, if there is one and something happened in it."""
        with suppress(Exception):
            self._end(connection, "COMMIT")

    def rollback(self, connection: "Connection") -> None:
        """Note that a transaction is taken back, if there is one and something happened in it."""
        with suppress(Exception):
            self._end(connection, "ROLLBACK")

    def _prepare(self, connection: "Connection", statement: str) -> None:
        if _first_word(statement) in _BEGINS | {"SAVEPOINT"}:
            self._open.add(id(connection))
        self._waiting.setdefault(id(connection), []).append(statement)

    def _began(self, connection: "Connection") -> bool:
        """Tell whether SQLite's driver has begun a transaction that is not known yet."""
        if id(connection) in self._open or not _is_inside(connection):
            return False
        self._open.add(id(connection))
        return True

    def _takes_back(self, connection: "Connection", word: str) -> bool:
        """Forget a savepoint that ends before anything happened in it."""
        waiting = self._waiting.get(id(connection))
        ends = word in {"RELEASE", "ROLLBACK"} and bool(waiting) and _first_word((waiting or [""])[-1]) == "SAVEPOINT"
        if ends and waiting:
            waiting.pop()
        return ends

    def _send(self, connection: "Connection", statement: str, *, parameters: Any, many: bool) -> None:
        if self._began(connection):
            self._prepare(connection, "BEGIN")
        for waiting in self._waiting.pop(id(connection), []):
            self._add(_line(connection, waiting))
        line = _line(connection, statement) | {"done": False, "times": len(parameters) if many else 1}
        last = self._kept[-1] if self._kept else {}
        if last.get("done") and (last["text"], last["database"]) == (line["text"], line["database"]):
            last |= {"done": False, "times": last["times"] + line["times"]}
            self._write(last)
            self._running[id(connection)] = last
            return
        line["parameters"] = _parameters(connection, parameters[0] if many and parameters else parameters)
        if self._add(line):
            self._running[id(connection)] = line

    def _end(self, connection: "Connection", statement: str) -> None:
        if id(connection) in self._open and not self._waiting.get(id(connection)):
            self._add(_line(connection, statement))
        self._waiting.pop(id(connection), None)
        self._open.discard(id(connection))
        self._running.pop(id(connection), None)

    def _write(self, line: Line) -> None:
        """Write what is new of a line; of a long loop not each time."""
        if line["times"] < OFTEN or line["times"] % OFTEN == 0:
            self._lines.write_again(line)

    def _add(self, line: Line) -> bool:
        if self._kept:
            self._lines.write_again(self._kept[-1])
        there = self._lines.add(line)
        if there:
            self._kept.append(line)
        return there


def _line(connection: "Connection", statement: str) -> Line:
    text = statement if len(statement) <= LONGEST else f"{statement[:LONGEST]}… ({len(statement):,} characters)"
    place = str(connection.engine.url.database or connection.dialect.name)
    name = re.split(r"[/\\]", place)[-1]
    return {"text": text, "parameters": "", "times": 1, "rows": None, "done": True, "database": name, "opened": False}


def _first_word(statement: str) -> str:
    found = _WORD.match(statement)
    return found[1].upper() if found else ""


def _changes(word: str, statement: str) -> bool:
    return bool(_WRITES.search(statement)) if word == "WITH" else word not in _READS


def _is_inside(connection: "Connection") -> bool:
    """Ask SQLite's driver, sync or async; others do not say."""
    return getattr(connection.connection.driver_connection, "in_transaction", None) is True


def _parameters(connection: "Connection", given: Any) -> str:
    """Say parameters in words, long ones cut; `hide_parameters` of an engine is respected."""
    if given and connection.engine.hide_parameters:
        return "hidden parameters"
    if isinstance(given, Mapping):
        words = [f"{cell(name, SHORT)} {_value(value)}" for name, value in [*given.items()][:SHOWN]]
    else:
        words = [_value(value) for value in (given if isinstance(given, Sequence) else ())[:SHOWN]]
    more = len(given) - len(words) if words else 0
    return ", ".join(words) + (f" and {more} more" if more else "")


def _value(value: Any) -> str:
    """Say a value; text in quotes as SQL writes it."""
    return "'" + cell(value, SHORT).replace("'", "''") + "'" if isinstance(value, str) else cell(value, SHORT)
