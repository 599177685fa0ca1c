"""How many values of each column are NULL and how many are different, before and after."""

from dataclasses import dataclass

from migration_lab.grid import Shown, cell
from migration_lab.values import moment
from migration_lab.values.marked import Marked, stepped
from migration_lab.values.moment import Given
from migration_lab.values.schema_diff import WORDS

Numbers = tuple[int, int]
UNKNOWN = (None, None)


@dataclass(frozen=True)
class ColumnCount:
    """One column.

    Args:
        name: The column's name.
        sign: `+` or `-` if only the later or the earlier moment has it.
        nulls: How many values are NULL, before and after; None where that is not known or the column not there.
        distinct: How many different values there are, NULL not counted.
    """

    name: str
    sign: str
    nulls: tuple[int | None, int | None]
    distinct: tuple[int | None, int | None]


@dataclass(frozen=True, repr=False)
class ColumnCounts(Shown):
    """The columns of one table, each with its numbers; `note` says what is not known."""

    table: str
    columns: tuple[ColumnCount, ...] = ()
    note: str = ""

    def __getitem__(self, column: str) -> ColumnCount:
        """Give the numbers of one column."""
        return next(one for one in self.columns if one.name == column)

    @property
    def grid(self) -> Marked:
        """Show one line for each column; `~ 3 → 0` where a number changed."""
        lines = [
            ((_name(one), one.sign), stepped(*one.nulls, one.sign), stepped(*one.distinct, one.sign))
            for one in self.columns
        ]
        caption = " ".join(word for word in (f"{cell(self.table)}: values by column.", self.note) if word)
        return Marked.of(("column", "NULL", "different values"), lines, caption)


def of(before: Given, after: Given, table: str) -> ColumnCounts:
    """Count the values of each column of `table`; what is too large to be read is counted by its database.

    Raises:
        LabError: A side cannot be read.
    """
    with moment.opened(before) as old, moment.opened(after) as new:
        columns = (old.columns(table), new.columns(table))
        numbers = [side.counts(table) if table in side.names else {} for side in (old, new)]
    unknown = [when for when, known in zip(("before", "after"), numbers, strict=True) if known is None]
    was, now = (known or {} for known in numbers)
    names = dict.fromkeys((*columns[0], *columns[1]))
    found = tuple(ColumnCount(name, _sign(name, columns), *_pairs(was.get(name), now.get(name))) for name in names)
    return ColumnCounts(table, found, f"Of the rows {unknown[0]} only their number was kept." if unknown else "")


def _name(one: ColumnCount) -> str:
    return f"{one.sign} {WORDS[one.sign]} {cell(one.name)}" if one.sign else cell(one.name)


def _sign(name: str, columns: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    return "+" if name not in columns[0] else "-" if name not in columns[1] else ""


def _pairs(was: Numbers | None, now: Numbers | None) -> tuple[tuple[int | None, int | None], ...]:
    return tuple(zip(was or UNKNOWN, now or UNKNOWN, strict=True))
