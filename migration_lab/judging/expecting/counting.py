"""Expectations about numbers of rows: how many, no NULL, nothing twice, rules in SQL."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from migration_lab.judging.expecting.matching import TooManyRows, row, value
from migration_lab.judging.expecting.spot import PLACES, Spot, column, named, no_table, number, rows, spot, state, where
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import PRIMARY, UPGRADE, Replay
from migration_lab.values.rows import LIMIT, TableRows


def count_is(replay: Replay, place: str, *, count: int, after: str = UPGRADE) -> Miss | None:
    """Expect a table with so many rows."""
    found = rows(replay, spot(place), after)
    if found is None:
        return no_table(replay, spot(place), after)
    if found.count == count:
        return None
    return Miss(
        f"{spot(place).where} has {number(found.count, 'row')}{PLACES.get(after, '')}, not {count:,}{_first(found)}",
        where(after),
    )


def count_kept(replay: Replay, place: str, *, after: str = UPGRADE) -> Miss | None:
    """Expect a table with as many rows as at the start."""
    at = spot(place)
    return count_is(replay, place, count=replay.start.rows(at.database)[at.table].count, after=after)


def no_nulls(replay: Replay, place: str, *, after: str = UPGRADE) -> Miss | None:
    """Expect a value in a column in every row."""
    at = spot(place)
    missed = column(replay, at, after)
    found = rows(replay, at, after)
    if isinstance(missed, Miss) or found is None:
        return missed if isinstance(missed, Miss) else no_table(replay, at, after)
    if found.values is None:
        return _too_many(replay, at, found, after)
    spotted = found.columns.index(at.column)
    empty = [one for one in found.values if one[spotted] is None]
    if not empty:
        return None
    return Miss(
        f"{at.where} is NULL in {len(empty):,} of {number(found.count, 'row')}{PLACES.get(after, '')}; "
        f"first: {_named(found, empty[0])}",
        where(after),
    )


def no_duplicates(replay: Replay, place: str, *, columns: Sequence[str], after: str = UPGRADE) -> Miss | None:
    """Expect that no two rows of a table have the same values in these columns; NULL is equal to nothing."""
    at = spot(place)
    for name in columns:
        missed = column(replay, Spot(at.database, at.table, name), after)
        if isinstance(missed, Miss):
            return missed
    found = rows(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    if found.values is None:
        return _too_many(replay, at, found, after)
    places = [found.columns.index(name) for name in columns]
    seen = Counter(tuple(one[spot] for spot in places) for one in found.values)
    twice = [values for values, times in seen.items() if times > 1 and None not in values]
    if not twice:
        return None
    same = [_named(found, one) for one in found.values if tuple(one[spot] for spot in places) == twice[0]]
    names = ", ".join(map(named, columns))
    return Miss(
        f"{number(len(twice), 'value')} of {names} {'stand' if len(twice) > 1 else 'stands'} in more than one row"
        f"{PLACES.get(after, '')}; first: {', '.join(map(value, twice[0]))} in {' and '.join(same[:2])}",
        where(after),
    )


def invariant(replay: Replay, query: str, *, rule: str, database: str = PRIMARY, after: str = UPGRADE) -> Miss | None:
    """Expect that a query in SQLite's SQL finds nothing: it asks for the rows that break a rule.

    Args:
        replay: What came out.
        query: A SELECT; its columns are shown for the first row.
        rule: The rule in words, for the message: "a total that is not the sum of its days".
        database: Whose tables.
        after: The state to look at.
    """
    looked_at = state(replay, after)
    try:
        names, found = _asked(looked_at.rows(database).tables, query)
    except sqlite3.OperationalError as error:
        if "no such table" in str(error) or "no such column" in str(error):
            tables = ", ".join(map(named, looked_at.schema(database).table_names)) or "none"
            return Miss(f"{error}{PLACES.get(after, '')}. Tables: {tables}", where(after))
        raise
    if not found:
        return None
    said = ", ".join(f"{named(name)} {value(one)}" for name, one in zip(names, found[0], strict=True))
    return Miss(f"{number(len(found), 'row')} with {rule}{PLACES.get(after, '')}; first: {said}", where(after))


def _asked(tables: Sequence[TableRows], query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Run a query on a copy in memory of the tables that it names."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for one in tables:
            if one.name.replace('"', '""').casefold() not in query.casefold() and one.name not in query:
                continue
            if one.values is None:
                raise TooManyRows(one)
            columns = ", ".join(map(_quoted, one.columns))
            connection.execute(f"CREATE TABLE {_quoted(one.name)} ({columns})")
            marks = ", ".join("?" * len(one.columns))
            connection.executemany(f"INSERT INTO {_quoted(one.name)} VALUES ({marks})", map(_storable, one.values))
        cursor = connection.execute(query)
        return [each[0] for each in cursor.description], cursor.fetchall()


def _storable(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give values that SQLite takes: text that was no UTF-8 was read with stand-ins for its bytes."""
    return tuple(one.encode("utf-8", "replace").decode() if isinstance(one, str) else one for one in values)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _named(found: TableRows, values: tuple[Any, ...]) -> str:
    places = [found.columns.index(name) for name in found.key] or range(min(2, len(values)))
    return row(found.name, tuple(values[place] for place in places))


def _first(found: TableRows) -> str:
    return f"; first: {_named(found, found.values[0])}" if found.values else ""


def _too_many(replay: Replay, at: Spot, found: TableRows, after: str) -> Miss:
    """Say that a table has grown beyond what is looked at; a start that is as large is the author's mistake."""
    had = replay.start.count(at.table, database=at.database)
    if had is not None and had > LIMIT:
        raise TooManyRows(found)
    return Miss(f"{named(at.table)} has {found.count:,} rows, more than the {LIMIT:,} that are looked at", where(after))
