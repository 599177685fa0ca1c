"""Expectations about what CHECK constraints refuse and take, tried with values instead of read from their text."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing

from migration_lab.judging.expecting.matching import value
from migration_lab.judging.expecting.rules import missing
from migration_lab.judging.expecting.spot import PLACES, named, no_column, no_table, spot, table, where
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import UPGRADE, Replay
from migration_lab.values.parts import Check, Table

Values = Mapping[str, object]


def values_refused(replay: Replay, place: str, *, values: Values, after: str = UPGRADE) -> Miss | None:
    """Expect that a CHECK of a table refuses a row with these values; what else is in the row does not count."""
    return _tried(replay, place, after, values=values, refused=True)


def values_taken(replay: Replay, place: str, *, values: Values, after: str = UPGRADE) -> Miss | None:
    """Expect that no CHECK of a table refuses a row with these values."""
    return _tried(replay, place, after, values=values, refused=False)


def _tried(replay: Replay, place: str, after: str, *, values: Values, refused: bool) -> Miss | None:
    at = spot(place)
    found = table(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    lacking = next((name for name in values if name not in found), None)
    if lacking is not None:
        return no_column(spot(f"{place}.{lacking}"), found, after)
    against = [one for one in found.checks if _refuses(found, one, values)]
    if bool(against) == refused:
        return None
    said = ", ".join(f"{named(name)} {value(one)}" for name, one in values.items())
    if refused:
        return missing(at, after, no=f"no CHECK that refuses {said}", kind="checks", there=found.checks)
    rule = f"{named(against[0].name)} {against[0].words}" if against[0].name else against[0].words
    return Miss(f"{at.where} refuses {said}: {rule}{PLACES.get(after, '')}", where(after))


def _refuses(found: Table, check: Check, values: Values) -> bool:
    """Try a rule on one row in memory; what the row does not say is NULL, and that is not refused."""
    columns = [f"{_quoted(one.name)} {one.type}" for one in found.columns]
    names, marks = ", ".join(map(_quoted, values)), ", ".join("?" * len(values))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE {_quoted(found.name)} ({', '.join((*columns, check.text))})")
        try:
            connection.execute(f"INSERT INTO {_quoted(found.name)} ({names}) VALUES ({marks})", tuple(values.values()))
        except sqlite3.IntegrityError:
            return True
    return False


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
