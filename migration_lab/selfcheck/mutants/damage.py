"""Damage to a state of the databases: another schema or other rows in place of those that were read.

States are frozen values. A damaged one is what would be read from a database damaged like that; no file is touched,
so hundreds of them cost little.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from migration_lab.judging.replay import Orphans, State
from migration_lab.values.parts import Column, Table
from migration_lab.values.rows import Rows, TableRows
from migration_lab.values.schema import Schema
from migration_lab.values.snapshot import DatabaseState, Snapshot

Damage = Callable[[State], State]
Place = tuple[str, str]  # database and table
Values = tuple[tuple[Any, ...], ...]


def table(state: State, place: Place) -> Table | None:
    """Give a table of a state; None if there is no such table."""
    return next((one for one in state.schema(place[0]).tables if one.name == place[1]), None)


def rows(state: State, place: Place) -> TableRows | None:
    """Give the rows of a table; None if there is no such table, or there are too many to be known."""
    return next((one for one in state.rows(place[0]) if one.name == place[1] and one.values is not None), None)


def shape(place: Place, change: Callable[[Table], Table]) -> Damage:
    """Change a table's shape, where it is there."""

    def damage(state: State) -> State:
        found = table(state, place)
        return state if found is None else _put(state, place, (change(found), _rows_of(state, place)))

    return damage


def contents(place: Place, change: Callable[[TableRows], TableRows]) -> Damage:
    """Change a table's rows, where they are known."""

    def damage(state: State) -> State:
        found, shaped = rows(state, place), table(state, place)
        return state if found is None or shaped is None else _put(state, place, (shaped, change(found)))

    return damage


def gone(place: Place) -> Damage:
    """Take a table away, with its rows."""
    return lambda state: state if table(state, place) is None else _put(state, place, None)


def extra_table(place: Place) -> Damage:
    """Add an empty table."""
    made = Table(place[1], (Column("id", "INTEGER"),))
    return lambda state: _put(state, place, (made, TableRows(place[1], 0, ("id",), (), ())))


def column(place: Place, name: str, change: Callable[[Column], Column | None]) -> Damage:
    """Change or take away a column, where it is there; its values go with it."""

    def damage(state: State) -> State:
        found = table(state, place)
        if found is None or name not in found:
            return state
        changed = [change(one) if one.name == name else one for one in found.columns]
        left = tuple(one for one in changed if one is not None)
        kept = tuple(one.name for one in left if one.name in found)
        return _put(state, place, (replace(found, columns=left), _chosen(_rows_of(state, place), kept)))

    return damage


def extra_column(place: Place, name: str) -> Damage:
    """Add a column without values."""

    def damage(state: State) -> State:
        found, had = table(state, place), _rows_of(state, place)
        if found is None or had is None:
            return state
        values = None if had.values is None else tuple((*row, None) for row in had.values)
        shaped = replace(found, columns=(*found.columns, Column(name, "INTEGER")))
        return _put(state, place, (shaped, replace(had, columns=(*had.columns, name), values=values)))

    return damage


def orphaned(database: str, child: str, parent: str) -> Damage:
    """Let one row of a table, where it is there, point to a row that is not there."""
    one = Orphans(database, child, parent, 1, 1)
    return lambda state: replace(state, orphans=(*state.orphans, one)) if table(state, (database, child)) else state


def both(first: Damage, second: Damage) -> Damage:
    """Do one damage after the other."""
    return lambda state: second(first(state))


def with_rows(found: TableRows, values: Iterable[tuple[Any, ...]]) -> TableRows:
    """Give the same table with other rows."""
    kept = tuple(values)
    return replace(found, values=kept, count=len(kept))


def _rows_of(state: State, place: Place) -> TableRows | None:
    return next((one for one in state.rows(place[0]) if one.name == place[1]), None)


def _chosen(found: TableRows | None, columns: tuple[str, ...]) -> TableRows | None:
    if found is None:
        return None
    places = [found.columns.index(name) for name in columns if name in found.columns]
    values = None if found.values is None else tuple(tuple(row[at] for at in places) for row in found.values)
    key = tuple(name for name in found.key if name in columns)
    return replace(found, columns=tuple(found.columns[at] for at in places), values=values, key=key)


def _put(state: State, place: Place, made: tuple[Table, TableRows | None] | None) -> State:
    """Put a table into a state in place of the one of that name, or take it away."""
    name, old = place[0], state[place[0]]
    tables = {one.name: one for one in old.schema.tables}
    counted = {one.name: one for one in old.rows}
    tables.pop(place[1], None)
    counted.pop(place[1], None)
    if made is not None:
        tables[place[1]] = made[0]
        counted |= {place[1]: made[1]} if made[1] is not None else {}
    return _with(state, name, _database(old, [tables[one] for one in sorted(tables)], counted))


def _database(old: DatabaseState, tables: list[Table], counted: dict[str, TableRows]) -> DatabaseState:
    schema: Schema = replace(old.schema, tables=tuple(tables))
    rows = Rows(tuple(counted[one.name] for one in tables if one.name in counted), tuple(tables))
    return replace(old, schema=schema, rows=rows)


def _with(state: State, name: str, database: DatabaseState) -> State:
    kept = ((one, database if one == name else old) for one, old in state.databases.databases)
    return replace(state, databases=Snapshot(tuple(kept)))
