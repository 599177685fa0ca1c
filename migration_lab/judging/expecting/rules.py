"""Expectations about constraints, indexes and triggers."""

from collections.abc import Callable, Sequence
from typing import Literal

from migration_lab.judging.expecting.spot import PLACES, SHOWN, Spot, named, no_table, spot, table, where
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import PRIMARY, UPGRADE, Replay
from migration_lab.values.parts import Check, ForeignKey, Index, PrimaryKey, Table, Trigger, Unique

Kind = Literal["primary key", "foreign key", "unique", "check"]
Rule = PrimaryKey | ForeignKey | Unique | Check
_KINDS: dict[str, Callable[[Table], Sequence[Rule]]] = {
    "primary key": lambda found: (found.primary_key,) if found.primary_key else (),
    "foreign key": lambda found: found.foreign_keys,
    "unique": lambda found: found.uniques,
    "check": lambda found: found.checks,
}


def constraint(
    replay: Replay, place: str, *, kind: Kind, columns: Sequence[str] = (), after: str = UPGRADE
) -> Miss | None:
    """Expect a constraint of a kind on these columns of a table, whatever its name."""
    at = spot(place)
    found = table(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    if any(tuple(columns) in ((), getattr(rule, "columns", ())) for rule in _KINDS[kind](found)):
        return None
    on = f" on {_listed(columns)}" if columns else ""
    return missing(at, after, no=f"no {_word(kind)}{on}", kind=f"{_word(kind)}s", there=_KINDS[kind](found))


def constraint_named(replay: Replay, place: str, *, name: str, after: str = UPGRADE) -> Miss | None:
    """Expect a constraint with this name on a table, of whatever kind."""
    at = spot(place)
    found = table(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    rules = [rule for rules in _KINDS.values() for rule in rules(found)]
    if any(rule.name == name for rule in rules):
        return None
    there = ", ".join(named(rule.name) if rule.name else f"no name {rule.words}" for rule in rules[:SHOWN]) or "none"
    words = f"{at.where} has no constraint {named(name)}{PLACES.get(after, '')}. Its constraints: {there}"
    return Miss(words, where=where(after))


def constraint_gone(replay: Replay, place: str, *, name: str, after: str = UPGRADE) -> Miss | None:
    """Expect that a table is there and has no constraint with this name."""
    at = spot(place)
    found = table(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    rule = next((rule for rules in _KINDS.values() for rule in rules(found) if rule.name == name), None)
    if rule is None:
        return None
    return Miss(f"{at.where} still has {named(name)}: {rule.words}{PLACES.get(after, '')}", where=where(after))


def all_named(replay: Replay, *, database: str = PRIMARY, after: str = UPGRADE) -> Miss | None:
    """Expect that every constraint of every table of the start has a name: one without cannot be dropped later."""
    without: list[tuple[str, Rule]] = []
    for name in replay.start.schema(database).table_names:
        at = Spot(database, name)
        found = table(replay, at, after)
        if found is None:
            return no_table(replay, at, after)
        without += [(name, rule) for rules in _KINDS.values() for rule in rules(found) if not rule.name]
    if not without:
        return None
    first, rule = without[0]
    several = f"{len(without)} constraints have no name" if len(without) > 1 else "1 constraint has no name"
    return Miss(f"{several}{PLACES.get(after, '')}; first: {rule.words} of {named(first)}", where=where(after))


def foreign_key(replay: Replay, place: str, *, target: str, on_delete: str = "", after: str = UPGRADE) -> Miss | None:
    """Expect a foreign key from a column ("orders.user_id") to another ("users.id"), with this ON DELETE if given."""
    at, to = spot(place), spot(target)
    found = table(replay, at, after)
    if found is None:
        return no_table(replay, at, after)
    keys = [key for key in found.foreign_keys if (key.columns, key.target) == ((at.column,), to.table)]
    keys = [key for key in keys if key.target_columns in ((to.column,), ())]
    if not keys:
        no = f"no foreign key from {named(at.column)} to {to.where}"
        return missing(at, after, no=no, kind="foreign keys", there=found.foreign_keys)
    if not on_delete or keys[0].on_delete == on_delete.upper():
        return None
    return Miss(
        f"the foreign key of {at.where} says ON DELETE {keys[0].on_delete}, not {on_delete.upper()}"
        f"{PLACES.get(after, '')}",
        where=where(after),
    )


def trigger_kept(replay: Replay, place: str, *, name: str, after: str = UPGRADE) -> Miss | None:
    """Expect that a trigger of the start is still on its table, with the same text."""
    at = spot(place)
    before, now = table(replay, at, "start"), table(replay, at, after)
    if now is None:
        return no_table(replay, at, after)
    old, new = ({one.name: one for one in found.triggers} if found else {} for found in (before, now))
    if name not in new:
        return missing(at, after, no=f"no trigger {named(name)} any more", kind="triggers", there=now.triggers)
    if name in old and old[name] != new[name]:
        return Miss(
            f"the trigger {named(name)} of {at.where} says something else than at the start: {new[name].text}",
            where=where(after),
        )
    return None


def missing(at: Spot, after: str, *, no: str, kind: str, there: Sequence[Rule | Index | Trigger]) -> Miss:
    """Say what a table lacks, and what it has of that kind."""
    said = "; ".join(f"{named(one.name) if one.name else 'no name'} {one.words}" for one in there[:4]) or "none"
    return Miss(f"{named(at.table)} has {no}{PLACES.get(after, '')}. Its {kind}: {said}", where=where(after))


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(named, columns))


def _word(kind: Kind) -> str:
    return f"{kind} constraint" if kind in ("unique", "check") else kind
