"""The columns that came and went, and what became of their values, in words for a headline."""

from collections.abc import Iterable

from migration_lab.grid import cell
from migration_lab.values import column_fate
from migration_lab.values.column_fate import Fate
from migration_lab.values.peek_lines import Columns
from migration_lab.values.rows import Rows, TableRows
from migration_lab.values.schema_diff import Change, Diff

NAMED = 5  # columns of one kind in a sentence
LONGEST = 60  # characters of a name


def of(columns: Columns, before: TableRows | None, after: TableRows | None) -> str:
    """Say `999 values of full_name are gone, display_name is new`; nothing where both sides have the same columns."""
    told = zip(columns.signs, columns.names, strict=True)
    changes = tuple(Change(sign, "column", after.name, name) for sign, name in told if sign and after)
    gone, new = ([change.name for change in changes if change.sign == sign] for sign in "-+")
    if before and after and before.values is not None and after.values is not None:
        fates = {fate.column: fate for fate in column_fate.fates(Diff(changes), Rows((before,)), Rows((after,)))}
        went = [_fate(fates[name]) if name in fates else _empty(name) for name in gone]
    else:
        went = [f"{cell(name, LONGEST)} is gone" for name in gone]
    came = [f"{cell(name, LONGEST)} is new" for name in new]
    return ", ".join((*_first(went), *_first(came)))


def _fate(fate: Fate) -> str:
    name = cell(fate.column, LONGEST)
    moved = [f"{_values(fate.moved)} of {name} moved to {cell(fate.to, LONGEST)}"] if fate.moved else []
    lost = [f"{_values(fate.lost)} of {name} {'is' if fate.lost == 1 else 'are'} gone"] if fate.lost else []
    return ", ".join((*moved, *lost))


def _empty(name: str) -> str:
    return f"{cell(name, LONGEST)} is gone and had no values"


def _values(number: int) -> str:
    return f"{number} {'value' if number == 1 else 'values'}"


def _first(words: list[str]) -> Iterable[str]:
    more = len(words) - NAMED
    return words if more <= 0 else [*words[:NAMED], f"{more} more {'column' if more == 1 else 'columns'} likewise"]
