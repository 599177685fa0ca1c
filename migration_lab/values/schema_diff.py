"""What differs between two schemas, one change a fact, told by sign and word."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from migration_lab.grid import Grid, Shown, cell
from migration_lab.values.parts import Column, Table, View

if TYPE_CHECKING:
    from migration_lab.values.schema import Schema

WORDS = {"+": "added", "-": "removed", "~": "changed"}
_COLUMN_FACTS: dict[str, Callable[[Column], str]] = {
    "type": lambda column: column.type or "no type",
    "nullability": lambda column: column.null,
    "default": lambda column: "no default" if column.default is None else column.default,
    "collation": lambda column: column.collation or "no collation",
    "generated": lambda column: column.generated or "not generated",
    "comment": lambda column: column.comment or "no comment",
}
_TABLE_PARTS = {
    "foreign key": "foreign_keys",
    "unique": "uniques",
    "check": "checks",
    "index": "indexes",
    "trigger": "triggers",
}


@dataclass(frozen=True)
class Change:
    """One fact that differs.

    Args:
        sign: `+` added, `-` removed, `~` changed.
        kind: What kind of fact: table, column, type, nullability, default, collation, generated, column order,
            primary key, foreign key, unique, check, index, trigger, option, view, …
        table: The table or view it belongs to (or is).
        name: The name of the column, constraint, index or trigger; empty if it has none.
        before: The fact before, in words; empty if there was none.
        after: The fact after.
    """

    sign: str
    kind: str
    table: str
    name: str = ""
    before: str = ""
    after: str = ""

    @property
    def where(self) -> str:
        """Say the place: `users` or `users.email`."""
        return cell(f"{self.table}.{self.name}" if self.name and self.table else self.name or self.table)

    @property
    def what(self) -> str:
        """Say the fact: `VARCHAR(50)`, or `VARCHAR(50) → TEXT` for a change."""
        if self.sign != "~":
            return cell(self.before or self.after)
        return " → ".join(_cells(self.before, self.after))

    def __str__(self) -> str:
        words = f"{self.sign} {WORDS[self.sign]} {self.kind}"
        if self.sign != "~" and (self.kind in {"table", "view"} or not self.table):
            return f"{words} {self.where} ({self.what})"
        whole = self.kind in {"view", "dialect"} or (self.name and self.kind not in _COLUMN_FACTS)
        return f"{words} {self.where}: {self.what}" if whole else f"{words} of {self.where}: {self.what}"

    def __repr__(self) -> str:
        return str(self)


@dataclass(frozen=True, repr=False)
class Diff(Shown):
    """All changes between two schemas; false if there are none."""

    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def grid(self) -> Grid:
        """Show one line for each change."""
        rows = tuple(
            (f"{change.sign} {WORDS[change.sign]}", change.kind, change.where, change.what) for change in self.changes
        )
        return Grid(("change", "kind", "where", "what"), rows, "" if rows else "no difference")

    def __str__(self) -> str:
        return "\n".join(map(str, self.changes)) or "no difference"


def diff(before: "Schema", after: "Schema") -> Diff:
    """Tell what makes `after` of `before`; a renamed column is one removed and one added, as the database sees it."""
    if before == after:
        return Diff()
    changes: list[Change] = []
    if before.dialect != after.dialect:
        changes.append(Change("~", "dialect", "", "database", before.dialect, after.dialect))
    changes += _matched("table", before.tables, after.tables, _table)
    changes += _matched("view", before.views, after.views, _view)
    for kind in sorted({item.kind for item in (*before.items, *after.items)}):
        old = [item for item in before.items if item.kind == kind]
        new = [item for item in after.items if item.kind == kind]
        changes += _parts(kind, "", old, new)
    return Diff(tuple(changes))


def _matched(
    kind: str, before: Sequence[Any], after: Sequence[Any], compare: Callable[[Any, Any], list[Change]]
) -> list[Change]:
    old, new = ({part.name: part for part in parts} for parts in (before, after))
    changes: list[Change] = []
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            changes.append(Change("-", kind, name, before=old[name].words))
        elif name not in old:
            changes.append(Change("+", kind, name, after=new[name].words))
        elif old[name] != new[name]:
            changes += compare(old[name], new[name])
    return changes


def _table(before: Table, after: Table) -> list[Change]:
    changes = _columns(before, after)
    changes += _primary_key(before, after)
    for kind, field in _TABLE_PARTS.items():
        changes += _parts(kind, after.name, getattr(before, field), getattr(after, field))
    return changes + _options(before, after)


def _primary_key(before: Table, after: Table) -> list[Change]:
    old, new = before.primary_key, after.primary_key
    if old and new and old != new:
        return [_change("primary key", after.name, old, new)]
    return _parts("primary key", after.name, [old] if old else [], [new] if new else [])


def _options(before: Table, after: Table) -> list[Change]:
    """Compare options by their first word: `VIRTUAL fts5(a)` changed, `STRICT` came or went."""
    gone = [option for option in before.options if option not in after.options]
    new = [option for option in after.options if option not in before.options]
    changes: list[Change] = []
    for old in gone:
        twin = next((option for option in new if option.split(" ")[0] == old.split(" ")[0]), "")
        if twin:
            new.remove(twin)
        changes.append(Change("~" if twin else "-", "option", after.name, "", old, twin))
    return changes + [Change("+", "option", after.name, after=option) for option in new]


def _view(before: View, after: View) -> list[Change]:
    changes = [Change("~", "view", after.name, "", before.text, after.text)] if before.text != after.text else []
    return changes + _parts("trigger", after.name, before.triggers, after.triggers)


def _columns(before: Table, after: Table) -> list[Change]:
    name = after.name
    gone = [column for column in before.columns if column.name not in after]
    new = [column for column in after.columns if column.name not in before]
    changes = [Change("-", "column", name, column.name, before=column.words) for column in gone]
    changes += [Change("+", "column", name, column.name, after=column.words) for column in new]
    for column in after.columns:
        if column.name in before:
            changes += _column(name, before[column.name], column)
    old_order = [column for column in before.column_names if column in after]
    new_order = [column for column in after.column_names if column in before]
    if old_order != new_order:
        changes.append(Change("~", "column order", name, "", ", ".join(old_order), ", ".join(new_order)))
    return changes


def _column(table: str, before: Column, after: Column) -> Iterator[Change]:
    for kind, fact in _COLUMN_FACTS.items():
        if fact(before) != fact(after):
            yield Change("~", kind, table, after.name, fact(before), fact(after))


def _parts(kind: str, table: str, before: Sequence[Any], after: Sequence[Any]) -> list[Change]:
    """Compare named parts: the same name is the same part, and so is the same content under another name."""
    old, new = _without(before, after), _without(after, before)
    changes: list[Change] = []
    for same in (_same_name, _same_content):
        for part in list(old):
            twin = next((other for other in new if same(part, other)), None)
            if twin is not None:
                old.remove(part)
                new.remove(twin)
                changes.append(_change(kind, table, part, twin))
    changes += [Change("-", kind, table, part.name, part.words) for part in old]
    changes += [Change("+", kind, table, part.name, after=part.words) for part in new]
    return changes


def _without(parts: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    rest, seen = [], list(others)
    for part in parts:
        if part in seen:
            seen.remove(part)
        else:
            rest.append(part)
    return rest


def _same_name(one: Any, other: Any) -> bool:
    return bool(one.name) and one.name == other.name


def _same_content(one: Any, other: Any) -> bool:
    return all(getattr(one, part.name) == getattr(other, part.name) for part in fields(one) if part.name != "name")


def _change(kind: str, table: str, before: Any, after: Any) -> Change:
    if before.name == after.name:
        return Change("~", kind, table, after.name, before.words, after.words)
    named = [f"{part.name or 'no name'} {part.words}" for part in (before, after)]
    return Change("~", kind, table, after.name or before.name, *named)


def _cells(before: str, after: str) -> tuple[str, str]:
    """Show two texts so that the difference is seen: long ones start shortly before it."""
    same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    if max(len(before), len(after)) <= 200 or same < 100:
        return cell(before), cell(after)
    return f"…{cell(before[same - 40 :])}", f"…{cell(after[same - 40 :])}"
