"""All that is told of one table at two moments, in words: its rows, its columns, its children."""

from dataclasses import dataclass

from migration_lab.grid import Grid, ShownInParts
from migration_lab.values.column_counts import ColumnCounts
from migration_lab.values.orphans import Orphans
from migration_lab.values.peek import Peek


@dataclass(frozen=True, repr=False)
class PeekFace(ShownInParts):
    """A peek with the counts of its table."""

    peek: Peek
    counts: ColumnCounts
    orphans: Orphans

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables in the order of the widget's pages."""
        return (self.peek.grid, self.counts.grid, self.orphans.grid)
