"""Chosen rows of one table before and after, cell by cell: what changed, came and went, told by sign and word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from migration_lab.grid import Shown, cell
from migration_lab.values.marked import Marked
from migration_lab.values.peek_lines import NOTHING, Columns, Line, Pair, sign_of
from migration_lab.values.rows import SHOWN
from migration_lab.values.rows_diff import TableDiff
from migration_lab.values.schema_diff import WORDS

if TYPE_CHECKING:
    from pandas import DataFrame

MOST = 200  # keys that somebody may name
LONGEST = 80  # characters of a value in a cell
WIDE = 8  # columns that are shown where nobody chose any

# which rows → the sign they bear
KINDS = {"differing": None, "changed": "~", "lost": "-", "added": "+", "all": ""}
CALLED = {"differing": "rows that differ", "changed": "changed rows", "lost": "lost rows", "added": "added rows"}


@dataclass(frozen=True)
class Choice:
    """What somebody wants to see of a table.

    Args:
        keys: Primary keys of rows (tuples where a key has several columns); none: the rows of `kind`.
        columns: Columns; none: those in which something differs, with the key.
        kind: "differing", "changed", "lost", "added" or "all".
        most: How many rows at most.
    """

    keys: tuple[object, ...] = ()
    columns: tuple[str, ...] = ()
    kind: str = "differing"
    most: int = SHOWN

    def rows(self, lines: Iterable[Line]) -> tuple[tuple[Line, ...], int]:
        """Choose the lines that are shown, and count all that could be."""
        sign = KINDS[self.kind]
        if self.keys or self.kind == "all":
            fitting = iter(lines)
        else:
            fitting = (line for line in lines if (line.differs if sign is None else line.sign == sign))
        shown = tuple(islice(fitting, self.most))
        return shown, len(shown) + sum(1 for _ in fitting)

    def names(self, columns: Columns, lines: Sequence[Line]) -> tuple[str, ...]:
        """Choose columns: a row that came or went differs in all of them, so the first ones stand for it."""
        if self.columns:
            return self.columns
        marked = [any(sign_of(line.cells[place]) for line in lines) for place in range(len(columns.names))]
        told = zip(columns.names, columns.signs, marked, strict=True)
        if any(line.sign in {"+", "-"} for line in lines) or not any((*marked, *columns.signs)):
            first = columns.names[:WIDE]
            return tuple(name for name, sign, _ in told if name in first or name in columns.key or sign)
        return tuple(name for name, sign, differs in told if name in columns.key or sign or differs)


@dataclass(frozen=True, repr=False)
class Peek(Shown):
    """What became of some rows of a table.

    Args:
        found: What happened to all its rows; the numbers are None where they were too many to be compared.
        columns: The columns shown.
        lines: The rows shown.
        note: What is not known or not shown, in sentences.
        fate: What became of columns that only one side has, in words; empty if there are none.
    """

    found: TableDiff
    columns: Columns
    lines: tuple[Line, ...] = ()
    note: str = ""
    fate: str = ""

    @property
    def table(self) -> str:
        """The table's name."""
        return self.found.table

    @property
    def caption(self) -> str:
        """Say what happened to the whole table: `users: 17 changed, 0 lost, 1 added (17 → 18 rows)`.

        "0 changed" speaks of columns that both sides have; where columns came or went, their values are told instead.
        """
        found = self.found
        before, after = ("no table" if count is None else str(count) for count in (found.before, found.after))
        if found.added is None:
            words = f"rows not compared one by one ({before} → {after} rows)"
        elif self.fate:
            changed = f"{found.changed} changed, " if found.changed else ""
            words = f"{before} → {after} rows, {changed}{found.lost or 'none'} lost, {found.added or 'none'} added"
        else:
            words = f"{found.changed} changed, {found.lost} lost, {found.added} added ({before} → {after} rows)"
        headline = "; ".join(word for word in (f"{cell(self.table)}: {words}", self.fate) if word)
        return " ".join(word for word in (f"{headline}.", self.note) if word)

    @property
    def grid(self) -> Marked:
        """Show one line for each row; a cell that changed has both values."""
        told = zip(self.columns.signs, self.columns.names, strict=True)
        headers = ("row", *(f"{sign} {WORDS[sign]} {cell(name)}" if sign else cell(name) for sign, name in told))
        rows = tuple((f"{line.sign} {_word(line)}".strip(), *map(_words, line.cells)) for line in self.lines)
        marks = tuple((line.sign, *(sign_of(pair) for pair in line.cells)) for line in self.lines)
        shown = slice(0 if any(row[0] for row in rows) or not rows else 1, None)  # no empty column
        caption = self.caption if rows else f"{self.caption} No row to show."
        return Marked(headers[shown], tuple(row[shown] for row in rows), caption, tuple(one[shown] for one in marks))

    @property
    def before(self) -> "DataFrame":
        """The rows shown as they were, by their key; values as the database gave them."""
        return _frame(self, 0, "+")

    @property
    def after(self) -> "DataFrame":
        """The rows shown as they are now, by their key; values as the database gave them."""
        return _frame(self, 1, "-")

    @property
    def marked(self) -> "DataFrame":
        """The rows shown in words, changed cells with both values: `~ 'Ada' → 'Ada Byron'`."""
        from pandas import DataFrame

        return DataFrame(list(self.grid.rows), columns=list(self.grid.headers), index=_index(self.lines), dtype=object)

    def only(self, names: Sequence[str]) -> "Peek":
        """Give the same rows with these columns only."""
        places = [self.columns.names.index(name) for name in names]
        columns = Columns(tuple(names), tuple(self.columns.signs[place] for place in places), self.columns.key)
        lines = tuple(replace(line, cells=tuple(line.cells[place] for place in places)) for line in self.lines)
        return replace(self, columns=columns, lines=lines)


def _word(line: Line) -> str:
    return {"~": "changed", "+": "added", "-": "lost", "": ""}[line.sign]


def _words(pair: Pair) -> str:
    was, now = (NOTHING if value is NOTHING else _value(value) for value in pair)
    sign = sign_of(pair)
    if sign == "~":
        return f"~ {was} → {now}"
    known = now if was is NOTHING else was
    return f"{sign} {known}".strip() if known is not NOTHING else ""


def _value(value: Any) -> str:
    """Say a value; text in quotes as SQL writes it, so that an empty one, 'NULL' and NULL look different."""
    return "'" + cell(value, LONGEST).replace("'", "''") + "'" if isinstance(value, str) else cell(value, LONGEST)


def _frame(peek: Peek, side: int, foreign: str) -> "DataFrame":
    from pandas import DataFrame

    places = [place for place, sign in enumerate(peek.columns.signs) if sign != foreign]
    lines = [line for line in peek.lines if line.sign != foreign]
    values = [[line.cells[place][side] for place in places] for line in lines]
    names = [peek.columns.names[place] for place in places]
    return DataFrame(values, columns=names, index=_index(lines), dtype=object)


def _index(lines: Sequence[Line]) -> Any:
    from pandas import Index

    keys = [line.key[0] if len(line.key) == 1 else line.key for line in lines]
    return Index(keys, dtype=object, name="key", tupleize_cols=False)
