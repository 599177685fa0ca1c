"""Expectations about indexes: their columns in order, unique, partial, by name."""

from collections.abc import Sequence

from migration_lab.judging.expecting.rules import missing
from migration_lab.judging.expecting.spot import PLACES, Spot, named, no_table, spot, table, where
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import UPGRADE, Replay
from migration_lab.values.parts import Index


def index(replay: Replay, place: str, *, columns: Sequence[str], only: str = "", after: str = UPGRADE) -> Miss | None:
    """Expect an index on these columns of a table, in this order, unique or not.

    Args:
        replay: What came out.
        place: The table.
        columns: Names, or "created_at DESC", or an expression.
        only: The condition of a partial index, in SQL; empty: an index on all rows.
        after: The state to look at.
    """
    return _index(replay, spot(place), after, wanted=Index("", (), False, only), columns=columns)


def unique_index(
    replay: Replay, place: str, *, columns: Sequence[str], only: str = "", after: str = UPGRADE
) -> Miss | None:
    """Expect a unique index (made by CREATE UNIQUE INDEX, no constraint) on these columns of a table."""
    return _index(replay, spot(place), after, wanted=Index("", (), True, only), columns=columns)


def index_named(replay: Replay, place: str, *, name: str, after: str = UPGRADE) -> Miss | None:
    """Expect an index with this name on a table."""
    at = spot(place)
    found = table(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    if any(one.name == name for one in found.indexes):
        return None
    return missing(at, after, no=f"no index {named(name)}", kind="indexes", there=found.indexes)


def index_gone(replay: Replay, place: str, *, name: str, after: str = UPGRADE) -> Miss | None:
    """Expect that a table is there and has no index with this name."""
    at = spot(place)
    found = table(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    one = next((one for one in found.indexes if one.name == name), None)
    if one is None:
        return None
    return Miss(f"{at.where} still has the index {named(name)} {one.words}{PLACES.get(after, '')}", where=where(after))


def _index(replay: Replay, at: Spot, after: str, *, wanted: Index, columns: Sequence[str]) -> Miss | None:
    found = table(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    terms = tuple(map(_plain, columns))
    if any(_fits(one, wanted) and tuple(_plain(term.words) for term in one.terms) == terms for one in found.indexes):
        return None
    kind = "unique index" if wanted.unique else "index"
    rows = f" WHERE {wanted.where}" if wanted.where else ""
    no = f"no {kind} on ({', '.join(columns)}){rows}"
    return missing(at, after, no=no, kind="indexes", there=found.indexes)


def _fits(one: Index, wanted: Index) -> bool:
    return (one.unique or not wanted.unique) and _plain(one.where) == _plain(wanted.where)


def _plain(words: str) -> str:
    """Write SQL so that case, spaces, quotes around names and outer brackets do not count."""
    plain = " ".join(words.replace('"', "").split()).casefold()
    while plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1].strip()
    return plain
