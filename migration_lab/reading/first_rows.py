"""The first rows of a table or view, as the database gives them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from migration_lab.reading import statement
from migration_lab.reading.names import quoted
from migration_lab.reading.patience import limited
from migration_lab.values.parts import Column

SHOWN = 20


@dataclass(frozen=True)
class FirstRows:
    """Some rows with the names of their columns; `more` tells that there are others."""

    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    more: bool = False


def read(connection: Connection, name: str, key: tuple[str, ...] = ()) -> FirstRows:
    """Read the first rows of a table or view, in the order of the key columns if there are any.

    Raises:
        LabError: They do not come in a reasonable time.
    """
    order = f" ORDER BY {', '.join(quoted(connection.dialect, column) for column in key)}" if key else ""
    asked = f"SELECT * FROM {quoted(connection.dialect, name)}{order} LIMIT {SHOWN + 1}"
    with limited(connection, name):
        found = statement.run(connection, asked)
        rows = tuple(tuple(row) for row in found)
    return FirstRows(tuple(found.keys()), rows[:SHOWN], len(rows) > SHOWN)


def view_columns(connection: Connection, name: str) -> tuple[Column, ...]:
    """Read the columns of a view, which are kept nowhere but in its query."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT name, type FROM pragma_table_xinfo(?, 'main') ORDER BY cid"
        return tuple(Column(*row) for row in connection.exec_driver_sql(asked, (name,)))
    found = statement.run(connection, f"SELECT * FROM {quoted(connection.dialect, name)} LIMIT 0")
    return tuple(Column(column, "") for column in found.keys())  # noqa: SIM118
