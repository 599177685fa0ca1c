"""The schema of a database as one frozen value, and what differs between two of them."""

from dataclasses import dataclass

from migration_lab.errors import LabError
from migration_lab.grid import Grid, Shown, cell
from migration_lab.reading import any_schema, postgresql_schema, sqlite_schema
from migration_lab.reading.source import Source, reading
from migration_lab.values.parts import Item, Table, View
from migration_lab.values.schema_diff import Change, Diff, diff

__all__ = ["Change", "Diff", "Schema", "diff"]


@dataclass(frozen=True, repr=False)
class Schema(Shown):
    """Everything a database has but its rows: tables and views, and what else PostgreSQL keeps beside them."""

    dialect: str
    tables: tuple[Table, ...] = ()
    views: tuple[View, ...] = ()
    items: tuple[Item, ...] = ()

    @classmethod
    def read(cls, source: Source) -> "Schema":
        """Read the schema behind a URL, the `Path` of a SQLite file, an engine or a connection.

        Alembic's version table is left out. From an engine that is PostgreSQL, the current schema
        (`search_path`) is read. Nothing is ever written.

        Raises:
            LabError: There is no such file, it is not a database, or it cannot be reached.
        """
        with reading(source) as connection:
            if connection.dialect.name == "sqlite":
                return cls("sqlite", *sqlite_schema.read(connection))
            if connection.dialect.name == "postgresql":
                return cls("postgresql", *postgresql_schema.read(connection))
            return cls(connection.dialect.name, *any_schema.read(connection))

    @property
    def table_names(self) -> tuple[str, ...]:
        """Name the tables in order."""
        return tuple(table.name for table in self.tables)

    def __contains__(self, table: object) -> bool:
        return table in self.table_names

    def __getitem__(self, table: str) -> Table:
        """Give the table called `table`.

        Raises:
            LabError: The schema has no such table.
        """
        for found in self.tables:
            if found.name == table:
                return found
        names = ", ".join(f"`{name}`" for name in self.table_names)
        raise LabError(
            f"There is no table `{table}` in this database.",
            f"Choose one of {names}." if names else "The database has no tables yet: run `alembic upgrade head` first.",
        )

    @property
    def grid(self) -> Grid:
        """Show one line for each table and view."""
        tables = [("table", table.name, table.words) for table in self.tables]
        views = [("view", view.name, view.words) for view in self.views]
        items = [(item.kind, item.name, item.words) for item in self.items]
        rows = tuple(tuple(map(cell, row)) for row in [*tables, *views, *items])
        return Grid(("kind", "name", "parts"), rows, f"{self.dialect} schema" + ("" if rows else ": no tables"))
