"""Where an expectation looks: a state of the replay, and a database, table and column in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import DOWNGRADE, PRIMARY, Replay, State
from migration_lab.values.parts import Column, Table
from migration_lab.values.rows import TableRows

START, OWN = "start", "own"
SHOWN = 6  # names in a list
PLAIN = re.compile(r"\w+(\.\w+)*")
PLACES = {START: "", OWN: " in your own database", DOWNGRADE: " after the downgrade"}


@dataclass(frozen=True)
class Spot:
    """A place in the databases: "users", "users.email", or "analytics:daily_usage.day"."""

    database: str
    table: str
    column: str = ""

    @property
    def where(self) -> str:
        """Name the place: `users.email`."""
        return named(f"{self.table}.{self.column}" if self.column else self.table)


def spot(place: str) -> Spot:
    """Read a place as an author writes it."""
    database, colon, rest = place.rpartition(":")
    table, _, column = rest.partition(".")
    return Spot(database if colon else PRIMARY, table, column)


def state(replay: Replay, after: str) -> State:
    """Give the state after a step, at the "start", or of the learner's "own" databases.

    Raises:
        NotReached: The step failed, or was not run because an earlier one failed.
    """
    if after in (START, OWN):
        return replay.start if after == START else replay.own
    return replay.after(after)


def table(replay: Replay, place: Spot, after: str) -> Table | None:
    """Give the table at a place; None if there is no such table."""
    tables = state(replay, after).schema(place.database).tables
    return next((one for one in tables if one.name == place.table), None)


def rows(replay: Replay, place: Spot, after: str) -> TableRows | None:
    """Give the rows at a place; None if there is no such table."""
    tables = state(replay, after).rows(place.database)
    return next((one for one in tables if one.name == place.table), None)


def column(replay: Replay, place: Spot, after: str) -> Column | Miss:
    """Give the column at a place, or the miss that tells that it or its table is not there."""
    found = table(replay, place, after)
    if found is None:
        return no_table(replay, place, after)
    return found[place.column] if place.column in found else no_column(place, found, after)


def no_table(replay: Replay, place: Spot, after: str) -> Miss:
    """Say that a table is not there, and how many rows went with it."""
    names = state(replay, after).schema(place.database).table_names
    had = replay.start.count(place.table, database=place.database)
    gone = f"; it had {number(had, 'row')} at the start" if had is not None else ""
    there = listed(names) if names else "none"
    return Miss(
        f"there is no table {named(place.table)}{PLACES.get(after, '')}{gone}. Tables: {there}", where=where(after)
    )


def no_column(place: Spot, found: Table, after: str) -> Miss:
    """Say that a column is not there."""
    return Miss(
        f"{named(place.table)} has no column {named(place.column)}{PLACES.get(after, '')}. "
        f"Columns: {listed(found.column_names)}",
        where=where(after),
    )


def where(after: str) -> str:
    """Name the function that answers for a state."""
    return "" if after in (START, OWN) else "downgrade()" if after == DOWNGRADE else "upgrade()"


def named(name: str) -> str:
    """Write a name of the database, in quotes if it is no plain word; the message makes visible what could hide."""
    return name if PLAIN.fullmatch(name) else f"`{name}`"


def listed(names: Sequence[str]) -> str:
    """Write a list of names, the first ones if there are many."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(map(named, names[:SHOWN])) + more


def number(count: int, thing: str) -> str:
    """Write a number of things: `1 row`, `1,000 rows`."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
