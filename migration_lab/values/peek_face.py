"""All that is told of one table at two moments, in words: its rows, its columns, its children."""

from dataclasses import dataclass

from migration_lab.grid import Grid
from migration_lab.values.column_counts import ColumnCounts
from migration_lab.values.orphans import Orphans
from migration_lab.values.peek import Peek


@dataclass(frozen=True, repr=False)
class PeekFace:
    """A peek with the counts of its table."""

    peek: Peek
    counts: ColumnCounts
    orphans: Orphans

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables in the order of the widget's pages."""
        return (self.peek.grid, self.counts.grid, self.orphans.grid)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.grids))

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return "\n\n".join(grid._repr_markdown_() for grid in self.grids)

    def _repr_html_(self) -> str:
        return "".join(grid._repr_html_() for grid in self.grids)
