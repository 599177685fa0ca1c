"""The ER diagram of one table with its neighbours, and of a whole schema where it is small enough to be read."""

from dataclasses import replace

from migration_lab.drawing import er_diagram
from migration_lab.drawing.diagram import Diagram
from migration_lab.drawing.marks import Mark, Marks
from migration_lab.grid import cell
from migration_lab.values.neighbours import Neighbours
from migration_lab.values.parts import Table
from migration_lab.values.schema import Schema

FULL = 60  # columns in a picture: a schema with more is drawn with its keys only


def around(schema: Schema, neighbours: Neighbours) -> Diagram:
    """Draw one table whole and its neighbours with their keys, and the foreign keys between it and them."""
    by_name = {table.name: table for table in schema.tables}
    own = by_name[neighbours.name]
    others = [_joined(by_name[name], own.name) for name in neighbours.tables]
    return er_diagram.draw(
        (own, *others),
        title=f"{cell(own.name, 40)} and its neighbours",
        marks=Marks({own.name: Mark("*")}),
        brief=neighbours.tables,
    )


def whole(schema: Schema) -> Diagram | None:
    """Draw all tables; None where they are too many to be read."""
    if len(schema.tables) > er_diagram.MOST:
        return None
    columns = sum(len(table.columns) for table in schema.tables)
    brief = schema.table_names if columns > FULL else ()
    return er_diagram.draw(schema.tables, title="All tables", brief=brief)


def _joined(table: Table, name: str) -> Table:
    """Leave of a neighbour's foreign keys those that point to `name`: the others would cross the picture."""
    return replace(table, foreign_keys=tuple(key for key in table.foreign_keys if key.target == name))
