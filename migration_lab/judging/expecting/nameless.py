"""A state in which the constraints of some tables have no names: two such states compare by what the rules say."""

from collections.abc import Sequence
from dataclasses import replace

from migration_lab.judging.replay import State
from migration_lab.values.parts import Table
from migration_lab.values.snapshot import Snapshot


def nameless(found: State, tables: Sequence[str], *, database: str) -> State:
    """Give the same state with the names taken from all constraints of these tables; their indexes keep theirs."""
    databases = [
        (
            name,
            replace(one, schema=replace(one.schema, tables=tuple(_plain(each, tables) for each in one.schema.tables))),
        )
        if name == database
        else (name, one)
        for name, one in found.databases.databases
    ]
    return replace(found, databases=Snapshot(tuple(databases)))


def _plain(table: Table, tables: Sequence[str]) -> Table:
    if table.name not in tables:
        return table
    return replace(
        table,
        primary_key=replace(table.primary_key, name=""),
        foreign_keys=tuple(replace(one, name="") for one in table.foreign_keys),
        uniques=tuple(replace(one, name="") for one in table.uniques),
        checks=tuple(replace(one, name="") for one in table.checks),
    )
