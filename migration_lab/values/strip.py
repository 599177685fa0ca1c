"""The strip under each `%alembic`: revision, schema and rows, before and after, in a few lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from migration_lab.grid import Grid, Shown, cell
from migration_lab.values.column_fate import Fate
from migration_lab.values.rows_by_table import RowsByTable
from migration_lab.values.rows_diff import RowsDiff, TableDiff
from migration_lab.values.schema_diff import WORDS, Diff
from migration_lab.values.side_by_side import SideBySide, side_by_side
from migration_lab.values.statement import Statement

if TYPE_CHECKING:
    from migration_lab.values.schema import Schema

LONGEST = 12  # lines of one kind for one database
AGAIN = "What changed since it could not be read is not known."
Line = tuple[str, str]


@dataclass(frozen=True)
class DatabaseChanges:
    """What happened to one database; false if nothing did.

    Args:
        name: The database.
        before: The revisions it stood at.
        after: The revisions it stands at.
        schema: What changed in its schema.
        rows: What changed in its rows.
        fates: What became of the values of columns that are gone.
        files: Whether there was a file, and is one.
        problem: Why it could not be read, if so.
        schemas: Its schemas before and after; None if one of them is not known.
        tables: What happened to the rows of all tables, also where nothing did.
    """

    name: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    schema: Diff = field(default_factory=Diff)
    rows: RowsDiff = field(default_factory=RowsDiff)
    fates: tuple[Fate, ...] = ()
    files: tuple[bool, bool] = (True, True)
    problem: str = ""
    schemas: "tuple[Schema, Schema] | None" = field(default=None, repr=False, compare=False)
    tables: tuple[TableDiff, ...] = field(default=(), repr=False, compare=False)

    def __bool__(self) -> bool:
        moved = self.before != self.after or self.files[0] != self.files[1]
        return bool(moved or self.schema or self.rows or self.problem)

    @property
    def revision(self) -> str:
        """Say where the database stood and stands."""
        if self.problem:
            return "can be read again" if self.problem == AGAIN else "could not be read"
        before, after = (", ".join(map(cell, ids)) or "base" for ids in (self.before, self.after))
        return f"{before} → {after}" if self.before != self.after else f"still at {after}"

    @property
    def lines(self) -> list[Line]:
        """Give sign with word, and sentence, of each thing that changed."""
        return [*self._problem(), *self._file(), *_cut(self._schema()), *_cut(self._rows())]

    @property
    def side_by_side(self) -> SideBySide:
        """Put the tables that changed side by side, before and after."""
        return side_by_side(*self.schemas, self.schema) if self.schemas else SideBySide()

    @property
    def rows_by_table(self) -> RowsByTable:
        """Tell table by table what happened to the rows."""
        return RowsByTable(self.tables, self.fates)

    def _problem(self) -> list[Line]:
        return [("!", self.problem)] if self.problem else []

    def _file(self) -> list[Line]:
        """Speak of the file only if nothing else tells that it came or went."""
        if self.files[0] == self.files[1] or self.problem or self.schema or self.before != self.after:
            return []
        return [("+ added", "an empty database file")] if self.files[1] else [("- removed", "the database file")]

    def _schema(self) -> list[Line]:
        return [(f"{change.sign} {WORDS[change.sign]}", str(change).split(" ", 2)[2]) for change in self.schema]

    def _rows(self) -> list[Line]:
        lines = [(f"{sign} {word}", words) for table in self.rows for sign, word, words in table.facts]
        return lines + [line for fate in self.fates for line in fate.lines]


@dataclass(frozen=True, repr=False)
class Changes(Shown):
    """What a command changed in a project's databases; false if it changed nothing.

    Args:
        databases: What happened to each of them.
        statements: The SQL that did it.
        project: Which project it was; empty where there can be no doubt.
    """

    databases: tuple[DatabaseChanges, ...] = ()
    statements: tuple[Statement, ...] = field(default=(), compare=False)
    project: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.databases)

    def __iter__(self) -> Iterator[DatabaseChanges]:
        return iter(self.databases)

    def __str__(self) -> str:
        return "\n".join([*self._where, *(line for one in self.databases for line in _text(one))])

    @property
    def grid(self) -> Grid:
        """Show one line for each thing that changed."""
        rows: list[tuple[str, str, str]] = []
        for one in self.databases:
            rows += [(cell(one.name), "revision", one.revision), *((cell(one.name), *line) for line in one.lines)]
        caption = " ".join(self._where) if rows else "nothing changed"
        return Grid(("database", "change", "what"), tuple(rows), caption)

    @property
    def _where(self) -> list[str]:
        return [f"in {cell(self.project)}"] if self.project and self.databases else []


def _text(one: DatabaseChanges) -> list[str]:
    return [f"{cell(one.name)}   {one.revision}", *(f"  {sign} {words}" for sign, words in one.lines)]


def _cut(lines: list[Line]) -> list[Line]:
    if len(lines) <= LONGEST:
        return lines
    rest = len(lines) - LONGEST + 1
    return [*lines[: LONGEST - 1], ("…", f"and {rest} more changes")]
