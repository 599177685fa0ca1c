"""Two schemas side by side: each table that differs, column by column, index by index, before and after."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migration_lab.grid import Grid, ShownInParts, cell
from migration_lab.values.parts import Column, Table
from migration_lab.values.schema_diff import WORDS, Change, Diff, diff

if TYPE_CHECKING:
    from migration_lab.values.schema import Schema

LONGEST = 40  # lines of a table: beyond that, only what differs
MOST = 20  # tables
_OWN = {"table", "column", "type", "nullability", "default", "collation", "generated", "comment", "column order"}


@dataclass(frozen=True)
class Line:
    """One part of a table: what it was, and what it is; empty where there is none."""

    kind: str
    name: str
    before: str
    after: str

    @property
    def sign(self) -> str:
        """Say `+`, `-`, `~`, or nothing for what is the same."""
        if self.before == self.after:
            return ""
        return "~" if self.before and self.after else "+" if self.after else "-"


@dataclass(frozen=True)
class Side:
    """One table, or all that stands beside tables (`name` is empty), with its lines."""

    name: str
    sign: str
    lines: tuple[Line, ...]

    @property
    def grid(self) -> Grid:
        """Show one line for each part; of a long table only those that differ."""
        shown = self.lines if len(self.lines) <= LONGEST else [line for line in self.lines if line.sign][:LONGEST]
        rows = tuple(
            (cell(f"{line.kind} {line.name}".strip()), cell(line.before), cell(line.after), word(line.sign))
            for line in shown
        )
        caption = f"{cell(self.name)} {word(self.sign)}" if self.name else "beside the tables"
        left_out = len(self.lines) - len(rows)
        return Grid(
            ("part", "before", "after", "change"),
            rows,
            caption + (f" ({left_out} more lines are left out)" if left_out else ""),
        )


@dataclass(frozen=True, repr=False)
class SideBySide(ShownInParts):
    """All that differs between two schemas, with what stayed the same around it; false if nothing differs."""

    sides: tuple[Side, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sides)

    def __iter__(self) -> Iterator[Side]:
        return iter(self.sides)

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Show one table for each table that differs."""
        rest = tuple((cell(side.name), word(side.sign)) for side in self.sides[MOST:])
        more = (Grid(("table", "change"), rest[:200], f"and {len(rest)} more tables"),) if rest else ()
        return (*(side.grid for side in self.sides[:MOST]), *more)

    def __str__(self) -> str:
        return super().__str__() or "no difference"

    def _repr_markdown_(self) -> str:
        return super()._repr_markdown_() or "no difference"

    def _repr_html_(self) -> str:
        return super()._repr_html_() or "<p>no difference</p>"


def side_by_side(before: "Schema", after: "Schema", changes: Diff | None = None) -> SideBySide:
    """Put two schemas side by side.

    Args:
        before: What was.
        after: What is.
        changes: Their difference, where it is known already.
    """
    by_table: dict[str, list[Change]] = {}
    for change in diff(before, after) if changes is None else changes:
        by_table.setdefault(change.table, []).append(change)
    old, new = ({table.name: table for table in schema.tables} for schema in (before, after))
    found = [
        _side(name, old.get(name), new.get(name), by_table[name]) for name in by_table if name in old or name in new
    ]
    beside = [change for name, some in by_table.items() if name not in old and name not in new for change in some]
    last = [Side("", "~", tuple(map(_beside, beside)))] if beside else []
    return SideBySide((*sorted(found, key=lambda side: side.name), *last))


def word(sign: str) -> str:
    """Say a sign with its word."""
    return f"{sign} {WORDS[sign]}" if sign else "same"


def merged(before: Table | None, after: Table | None) -> tuple[Column, ...]:
    """Give the columns of both: those that are gone stand where they stood."""
    columns = list(after.columns if after else ())
    names = [column.name for column in columns]
    place = 0
    for column in before.columns if before else ():
        if column.name in names:
            place = names.index(column.name) + 1
        else:
            columns.insert(place, column)
            names.insert(place, column.name)
            place += 1
    return tuple(columns)


def _side(name: str, before: Table | None, after: Table | None, changes: Sequence[Change]) -> Side:
    columns = [
        Line("column", column.name, _words(before, column.name), _words(after, column.name))
        for column in merged(before, after)
    ]
    if before is None or after is None:
        there = [(kind, part, words) for kind, part, words in _rules(before or after)]
        rules = [Line(kind, part, *((words, "") if before else ("", words))) for kind, part, words in there]
        return Side(name, "-" if before else "+", (*columns, *rules))
    order = [_line(change) for change in changes if change.kind == "column order"]
    differing = [_line(change) for change in changes if change.kind not in _OWN]
    new = list(_rules(after))
    same = [Line(*rule, rule[2]) for rule in _rules(before) if rule in new]
    return Side(name, "~", (*columns, *order, *differing, *same))


def _words(table: Table | None, column: str) -> str:
    return table[column].words if table is not None and column in table else ""


def _rules(table: Table | None) -> Iterable[tuple[str, str, str]]:
    return table.rules if table is not None else ()


def _line(change: Change) -> Line:
    return Line(change.kind, change.name, change.before, change.after)


def _beside(change: Change) -> Line:
    return Line(change.kind, change.where, change.before, change.after)
