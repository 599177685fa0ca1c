"""Who stands beside a table: the tables it points to, those that point at it, and the views that read it."""

from collections.abc import Iterator
from dataclasses import dataclass

from migration_lab.grid import Grid, Shown, cell
from migration_lab.reading.tokens import fold, tokens
from migration_lab.values.parts import ForeignKey, View
from migration_lab.values.schema import Schema

LISTED = 100  # lines of the list


@dataclass(frozen=True)
class Pointing:
    """One foreign key with the table it belongs to; `known` tells whether its target is in the schema."""

    table: str
    key: ForeignKey
    known: bool = True

    @property
    def columns(self) -> str:
        """Say which columns point to which: `user_id → id`."""
        return f"{', '.join(self.key.columns)} → {', '.join(self.key.target_columns)}"

    @property
    def fate(self) -> str:
        """Say what becomes of the children when a parent goes."""
        return f"ON DELETE {self.key.on_delete}" if self.key.on_delete != "NO ACTION" else ""


@dataclass(frozen=True, repr=False)
class Neighbours(Shown):
    """The neighbours of one table or view.

    Args:
        name: The table or view.
        parents: Its foreign keys.
        children: The foreign keys that point at it, its own left out.
        views: The views that read it.
        sources: What it reads itself, if it is a view.
    """

    name: str
    parents: tuple[Pointing, ...] = ()
    children: tuple[Pointing, ...] = ()
    views: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """Name the tables that are joined to it by a foreign key, itself left out, parents first."""
        known = [one.key.target for one in self.parents if one.known] + [one.table for one in self.children]
        return tuple(name for name in dict.fromkeys(known) if name != self.name)

    @property
    def grid(self) -> Grid:
        """Show one line for each foreign key and view."""
        lines = list(self._lines())
        rows = tuple(tuple(map(cell, line)) for line in lines[:LISTED])
        rest = (("…", f"and {len(lines) - LISTED:,} more", "", ""),) if len(lines) > LISTED else ()
        return Grid(("neighbour", "table or view", "columns", "more"), rows + rest, self._caption(len(rows)))

    def _lines(self) -> Iterator[tuple[str, str, str, str]]:
        for one in self.parents:
            missing = "" if one.known else "this table is not in the schema"
            more = ", ".join(word for word in (one.fate, missing) if word)
            yield "it points to", "itself" if one.key.target == self.name else one.key.target, one.columns, more
        for one in self.children:
            yield "points at it", one.table, one.columns, one.fate
        yield from (("it reads", name, "", "") for name in self.sources)
        yield from (("reads it", name, "", "view") for name in self.views)

    def _caption(self, lines: int) -> str:
        name = cell(self.name)
        return f"Neighbours of {name}" if lines else f"{name} has no neighbours: no foreign key, and no view reads it"


def of(schema: Schema, name: str) -> Neighbours:
    """Find the neighbours of the table or view called `name`."""
    names = set(schema.table_names)
    pointing = [Pointing(table.name, key, key.target in names) for table in schema.tables for key in table.foreign_keys]
    parents = tuple(one for one in pointing if one.table == name)
    children = tuple(one for one in pointing if one.key.target == name and one.table != name)
    readers = tuple(view.name for view in schema.views if view.name != name and _reads(view, name))
    ours = next((view for view in schema.views if view.name == name), None)
    everything = (*schema.table_names, *(view.name for view in schema.views))
    sources = tuple(other for other in everything if ours and other != name and _reads(ours, other))
    return Neighbours(name, parents, children, readers, sources)


def _reads(view: View, name: str) -> bool:
    """Tell whether a view's text names a table; a column of the same name is taken for it."""
    if fold(name) not in fold(view.text):
        return False
    return any(fold(token.name) == fold(name) for token in tokens(view.text) if token.kind in {"word", "quoted"})
