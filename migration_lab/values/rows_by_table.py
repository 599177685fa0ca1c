"""What happened to the rows, table by table: `users: 17 changed, 0 lost`."""

from collections.abc import Sequence
from dataclasses import dataclass

from migration_lab.grid import Grid, Shown, cell
from migration_lab.values.column_fate import Fate
from migration_lab.values.rows_diff import TableDiff

_UNKNOWN = "too many rows to be compared one by one"


@dataclass(frozen=True, repr=False)
class RowsByTable(Shown):
    """Every table, also those whose rows are the same, and the values that went with a column."""

    tables: tuple[TableDiff, ...] = ()
    fates: tuple[Fate, ...] = ()

    def __str__(self) -> str:
        lines = [f"{cell(one.table)}: {said(one)}" for one in self.tables]
        return "\n".join([*lines, *(f"{sign}: {words}" for sign, words in self._values())]) or "no tables"

    @property
    def grid(self) -> Grid:
        """Show one line for each table, those that differ first."""
        rows: list[tuple[str, ...]] = [
            (cell(one.table), _counts(one), _sign(one), said(one), _first(one)) for one in self._ordered()
        ]
        rows += [("", "", sign, words, "") for sign, words in self._values()]
        shown = slice(None) if any(row[-1] for row in rows) else slice(-1)
        headers: tuple[str, ...] = ("table", "rows", "change", "what", "for example")
        return Grid(headers[shown], tuple(row[shown] for row in rows), "" if rows else "no tables")

    def _ordered(self) -> Sequence[TableDiff]:
        return sorted(self.tables, key=lambda one: (not one, one.table))

    def _values(self) -> list[tuple[str, str]]:
        return [line for fate in self.fates for line in fate.lines]


def said(one: TableDiff) -> str:
    """Say what happened to a table's rows; how many were lost is always said."""
    if one.added is None:
        more = (one.after or 0) - (one.before or 0)
        count = f"{abs(more)} {'more' if more > 0 else 'fewer'}" if more else "as many as before"
        return f"{count}, {_UNKNOWN}"
    numbers = [f"{one.changed} changed" if one.changed else "", f"{one.added} added" if one.added else ""]
    return ", ".join(word for word in (*numbers, f"{one.lost} lost") if word)


def _counts(one: TableDiff) -> str:
    before, after = ("no table" if count is None else str(count) for count in (one.before, one.after))
    return before if before == after else f"{before} → {after}"


def _sign(one: TableDiff) -> str:
    if not one:
        return "same" if one.added is not None else ""
    if one.lost:
        return "- lost"
    if one.changed:
        return "~ changed"
    return one.facts[0][0] + " " + one.facts[0][1]


def _first(one: TableDiff) -> str:
    examples = dict(one.examples)
    return next((f"{word}: {examples[word]}" for word in ("lost", "changed", "added") if word in examples), "")
