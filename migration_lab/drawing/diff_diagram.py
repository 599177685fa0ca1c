"""What changed, as a coloured ER diagram: the tables that differ, and those they point to or are pointed at by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from migration_lab.drawing.diagram import Diagram
from migration_lab.drawing.er_diagram import draw as draw_tables
from migration_lab.drawing.marks import Mark, Marks
from migration_lab.values.parts import ForeignKey, Table
from migration_lab.values.schema_diff import Change, Diff
from migration_lab.values.side_by_side import merged

if TYPE_CHECKING:
    from migration_lab.values.schema import Schema

_FACTS = {"type", "nullability", "default", "collation", "generated", "comment"}
_RULES = {"primary key", "unique", "check", "index", "trigger", "option", "column order"}


@dataclass(frozen=True)
class _Found:
    """The marks while they are collected."""

    tables: dict[str, Mark] = field(default_factory=dict)
    columns: dict[tuple[str, str], Mark] = field(default_factory=dict)
    foreign_keys: dict[tuple[str, tuple[str, ...]], Mark] = field(default_factory=dict)
    rules: dict[str, tuple[tuple[str, str, Mark], ...]] = field(default_factory=dict)

    @property
    def marks(self) -> Marks:
        return Marks(self.tables, self.columns, self.foreign_keys, self.rules)


def draw(before: "Schema", after: "Schema", changes: Diff, *, title: str) -> Diagram | None:
    """Draw the difference of two schemas; None if no table differs.

    Of a table that was there before and is there after, only keys and what differs are drawn.

    Args:
        before: What was.
        after: What is.
        changes: Their difference.
        title: What the picture shows, in a few words.
    """
    old, new = ({table.name: table for table in schema.tables} for schema in (before, after))
    found = _Found()
    for change in changes:
        if change.table in old or change.table in new:
            _mark(change, found)
    if not found.tables:
        return None
    everything = {name: _both(old.get(name), new.get(name)) for name in {**new, **old}}
    for name in found.tables:
        _mark_foreign_keys(name, old.get(name), new.get(name), found)
    around = sorted(_neighbours(everything, set(found.tables)))
    tables = [everything[name] for name in (*found.tables, *around)]
    same = {name for name in found.tables if name in old and name in new}
    return draw_tables(tables, title=title, marks=found.marks, brief={*around, *same})


def _mark(change: Change, found: _Found) -> None:
    table, name = change.table, change.name
    found.tables.setdefault(table, Mark(change.sign if change.kind == "table" else "~"))
    if change.kind == "column":
        found.columns[table, name] = Mark(change.sign)
    elif change.kind in _FACTS:
        before = found.columns.get((table, name))
        note = ", ".join(filter(None, (before.note if before else "", f"{change.before} → {change.after}")))
        found.columns[table, name] = Mark("~", note)
    elif change.kind in _RULES:
        found.rules[table] = (*found.rules.get(table, ()), (change.kind, name, Mark(change.sign)))


def _mark_foreign_keys(name: str, before: Table | None, after: Table | None, found: _Found) -> None:
    """Mark the arrows that came, went or changed; those of a new or removed table come and go with it."""
    old, new = (_by_columns(table) for table in (before, after))
    if before is None or after is None:
        return
    for columns in {**new, **old}:
        if columns not in old:
            found.foreign_keys[name, columns] = Mark("+")
        elif columns not in new:
            found.foreign_keys[name, columns] = Mark("-")
        elif old[columns] != new[columns]:
            found.foreign_keys[name, columns] = Mark("~")


def _by_columns(table: Table | None) -> dict[tuple[str, ...], ForeignKey]:
    return {key.columns: key for key in (table.foreign_keys if table else ())}


def _both(before: Table | None, after: Table | None) -> Table:
    """Make the table that has the columns and foreign keys of both."""
    table = after or before
    assert table is not None
    gone = tuple(key for columns, key in _by_columns(before).items() if columns not in _by_columns(after))
    keys = table.foreign_keys if after is None else (*table.foreign_keys, *gone)
    return replace(table, columns=merged(before, after), foreign_keys=keys)


def _neighbours(tables: dict[str, Table], touched: set[str]) -> Iterator[str]:
    targets = {key.target for name in touched for key in tables[name].foreign_keys}
    for name, table in tables.items():
        if name not in touched and (name in targets or _points(table, touched)):
            yield name


def _points(table: Table, targets: Sequence[str] | set[str]) -> bool:
    return any(key.target in targets for key in table.foreign_keys)
