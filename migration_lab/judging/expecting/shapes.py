"""Expectations about tables and columns: there or gone, type, nullability, default."""

import re

from migration_lab.judging.expecting.spot import PLACES, column, named, no_column, no_table, spot, state, table, where
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import UPGRADE, Replay
from migration_lab.values.parts import Column


def table_exists(replay: Replay, place: str, *, after: str = UPGRADE) -> Miss | None:
    """Expect a table."""
    return None if table(replay, spot(place), after) else no_table(replay, spot(place), after)


def table_gone(replay: Replay, place: str, *, after: str = UPGRADE) -> Miss | None:
    """Expect that there is no such table."""
    at = spot(place)
    count = state(replay, after).count(at.table, database=at.database)
    if count is None:
        return None
    return Miss(f"the table {at.where} is still there{PLACES.get(after, '')}, with {count:,} rows", where=where(after))


def column_exists(replay: Replay, place: str, *, after: str = UPGRADE) -> Miss | None:
    """Expect a column."""
    found = column(replay, spot(place), after)
    return found if isinstance(found, Miss) else None


def column_gone(replay: Replay, place: str, *, after: str = UPGRADE) -> Miss | None:
    """Expect that a table is there, and that it has no such column."""
    at = spot(place)
    found = table(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    if at.column not in found:
        return None
    columns = ", ".join(map(named, found.column_names))
    return Miss(f"{at.where} is still there{PLACES.get(after, '')}. Columns: {columns}", where=where(after))


def column_type(replay: Replay, place: str, *, type: str, after: str = UPGRADE) -> Miss | None:
    """Expect a column's type, as the database says it: "VARCHAR(320)". Case and spaces do not count."""
    found = column(replay, spot(place), after)
    if isinstance(found, Miss):
        return found
    if _plain(found.type) == _plain(type):
        return None
    return _other(place, after, f"has the type {found.type or '(none)'}, not {type}")


def nullable(replay: Replay, place: str, *, after: str = UPGRADE) -> Miss | None:
    """Expect that a column may be NULL."""
    found = column(replay, spot(place), after)
    if isinstance(found, Miss):
        return found
    return None if found.nullable else _other(place, after, "is NOT NULL: a row without a value is refused")


def not_nullable(replay: Replay, place: str, *, after: str = UPGRADE) -> Miss | None:
    """Expect that a column is NOT NULL."""
    found = column(replay, spot(place), after)
    if isinstance(found, Miss):
        return found
    return None if not found.nullable else _other(place, after, "may still be NULL")


def column_default(replay: Replay, place: str, *, default: str | None, after: str = UPGRADE) -> Miss | None:
    """Expect a column's server default, in SQL: "1", "'GET'", "CURRENT_TIMESTAMP"; None: it has none.

    Brackets around it do not count. TRUE and 1, FALSE and 0 are different words for one value.
    """
    found = column(replay, spot(place), after)
    if isinstance(found, Miss):
        return found
    if _same_default(found, default):
        return None
    had = f"the default {found.default}" if found.default is not None else "no default"
    return _other(place, after, f"has {had}, not {default if default is not None else 'no default'}")


def _same_default(found: Column, default: str | None) -> bool:
    return (found.default is None and default is None) or (
        found.default is not None and default is not None and _value(found.default) == _value(default)
    )


def _value(default: str) -> str:
    words = default.strip()
    while words.startswith("(") and words.endswith(")"):
        words = words[1:-1].strip()
    if words.startswith("'"):
        return words
    return {"TRUE": "1", "FALSE": "0"}.get(words.upper(), words.upper())


def _plain(type: str) -> str:
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(type.upper().split()))


def _other(place: str, after: str, words: str) -> Miss:
    return Miss(f"{spot(place).where} {words}{PLACES.get(after, '')}", where=where(after))


__all__ = [
    "column_default",
    "column_exists",
    "column_gone",
    "column_type",
    "no_column",
    "not_nullable",
    "nullable",
    "table_exists",
    "table_gone",
]
