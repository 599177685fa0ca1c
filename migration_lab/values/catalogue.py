"""All tables and views of a database with their numbers of rows: what one chooses from, and finds by a word."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from migration_lab.grid import Grid, ShownInParts, cell
from migration_lab.reading import bounded_counts, first_rows
from migration_lab.reading.source import Source, reading
from migration_lab.values import column_list
from migration_lab.values.parts import Table, View
from migration_lab.values.schema import Schema

COUNTED = 200  # tables: where there are more, only the chosen one is counted
LISTED = 30  # lines in the words


@dataclass(frozen=True, repr=False)
class Catalogue(ShownInParts):
    """A schema with the numbers of rows that are known."""

    schema: Schema
    counts: Mapping[str, int] = field(default_factory=dict)
    first: Grid | None = None

    @classmethod
    def read(cls, source: Source) -> "Catalogue":
        """Read the schema behind `source`, and count the rows where the tables are not too many.

        Raises:
            LabError: The database is missing or cannot be read.
        """
        with reading(source) as connection:
            schema = Schema.read(connection)
            counted = [table.name for table in schema.tables if table.columns]
            counts = bounded_counts.of(connection, counted) if len(counted) <= COUNTED else {}
            first = None
            if schema.tables:
                first = column_list.of_table(schema.tables[0])
            elif schema.views:
                view = schema.views[0]
                first = column_list.of_view(view, first_rows.view_columns(connection, view.name))
            return cls(schema, counts, first)

    @cached_property
    def parts(self) -> dict[str, Table | View]:
        """All tables, then all views, by their names."""
        every: list[Table | View] = [*self.schema.tables, *self.schema.views]
        return {part.name: part for part in every}

    def find(self, words: str) -> dict[str, str]:
        """Give the tables and views that have all these words in their names or columns, each with the column found.

        Capital and small letters are the same.
        """
        wanted = words.casefold().split()
        found = {}
        for name, (own, columns) in self._folded.items():
            elsewhere = [word for word in wanted if word not in own]
            hits = [next((place for place, column in enumerate(columns) if word in column), None) for word in elsewhere]
            if None not in hits:
                found[name] = self.schema[name].column_names[hits[0] or 0] if hits else ""
        return found

    @cached_property
    def _folded(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        columns = {table.name: table.column_names for table in self.schema.tables}
        return {name: (name.casefold(), tuple(map(str.casefold, columns.get(name, ())))) for name in self.parts}

    @property
    def title(self) -> str:
        """Count tables and views: `sqlite schema: 3 tables, 1 view`."""
        tables, views = len(self.schema.tables), len(self.schema.views)
        said = [f"{tables:,} {'table' if tables == 1 else 'tables'}"] if tables else ["no tables"]
        said += [f"{views:,} {'view' if views == 1 else 'views'}"] if views else []
        return f"{self.schema.dialect} schema: {', '.join(said)}"

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Show the list, and the columns of the first table: what the browser shows at first."""
        return (self._list, self.first) if self.first else (self._list,)

    @property
    def _list(self) -> Grid:
        names = list(self.parts)[:LISTED]
        rows = tuple((_kind(self.parts[name]), cell(name), self._number(name), self._said(name)) for name in names)
        items = tuple(tuple(map(cell, (item.kind, item.name, "", item.words))) for item in self.schema.items[:LISTED])
        rest = len(self.parts) - len(names) + len(self.schema.items[LISTED:])
        more = ((("…", f"and {rest:,} more", "", ""),)) if rest else ()
        return Grid(("kind", "name", "rows", "parts"), rows + items + more, self.title)

    def _number(self, name: str) -> str:
        return bounded_counts.words(self.counts[name]).partition(" row")[0] if name in self.counts else ""

    def _said(self, name: str) -> str:
        return cell(self.parts[name].words)


def _kind(part: Table | View) -> str:
    return "table" if isinstance(part, Table) else "view"
