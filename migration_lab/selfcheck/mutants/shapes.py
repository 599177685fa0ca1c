"""Damage to the shape of tables: missing columns, wrong types and defaults, dropped and renamed rules, leftovers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from migration_lab.judging.replay import LEFT_BY_BATCH
from migration_lab.selfcheck.mutants import damage
from migration_lab.selfcheck.mutants.blow import Blow
from migration_lab.selfcheck.mutants.damage import Place
from migration_lab.selfcheck.mutants.subject import Subject
from migration_lab.values.parts import Column, Index, Table

MOST_COLUMNS, MOST_PARTS = 3, 2
EXTRA = "mutant_extra"
PARTS = {
    "foreign_keys": "foreign key",
    "uniques": "unique constraint",
    "checks": "check constraint",
    "indexes": "index",
    "triggers": "trigger",
}


def blows(subject: Subject) -> Iterator[Blow]:
    """Yield what can be done to the shape of the tables that a solution touches."""
    for place in subject.places:
        yield Blow("table dropped", f"table {place[1]} dropped", damage.gone(place))
        for name in subject.new_columns(place)[:MOST_COLUMNS]:
            yield from _column(place, subject.now(place)[name])
        yield Blow("extra column", f"extra column in {place[1]}", damage.extra_column(place, EXTRA))
        for kind in PARTS:
            yield from _parts(subject, place, kind)
    if subject.places:
        database, table = subject.places[0]
        left = f"{LEFT_BY_BATCH}{table}"
        yield Blow("leftover", f"table {left} left behind", damage.extra_table((database, left)))


def _column(place: Place, found: Column) -> Iterator[Blow]:
    named, other = f"{place[1]}.{found.name}", "TEXT" if found.type.upper().startswith("INT") else "INTEGER"
    default = "'mutant'" if found.default is None else None
    wrong = {
        "missing": None,
        f"with the type {other}": replace(found, type=other),
        "nullable" if not found.nullable else "NOT NULL": replace(found, nullable=not found.nullable),
        "without its default" if default is None else "with a default": replace(found, default=default),
    }
    for words, changed in wrong.items():
        yield Blow(
            f"column {words.split()[0]}", f"column {named} {words}", damage.column(place, found.name, _always(changed))
        )


def _always(changed: Column | None) -> Any:
    return lambda _: changed


def _parts(subject: Subject, place: Place, kind: str) -> Iterator[Blow]:
    now, was = subject.now(place), subject.was(place)
    known = getattr(was, kind) if was else ()
    found = sorted(getattr(now, kind), key=lambda part: part in known)  # what the solution made comes first
    for part in found[:MOST_PARTS]:
        words = f"{PARTS[kind]} {part.name or part.words} of {place[1]}"
        yield Blow(f"{PARTS[kind]} dropped", f"{words} dropped", damage.shape(place, _changed(kind, part, None)))
        if part.name:
            renamed = replace(part, name=f"mutant_{part.name}")
            yield Blow(f"{PARTS[kind]} renamed", f"{words} renamed", damage.shape(place, _changed(kind, part, renamed)))
        if isinstance(part, Index):
            other = replace(part, unique=not part.unique)
            unique = "unique" if other.unique else "not unique"
            yield Blow("index unique", f"{words} {unique}", damage.shape(place, _changed(kind, part, other)))


def _changed(kind: str, part: object, other: object | None) -> Any:
    """Give the change of a table that puts `other` in place of one of its parts."""

    def change(table: Table) -> Table:
        left = [other if one == part else one for one in getattr(table, kind)]
        facts: dict[str, Any] = {kind: tuple(one for one in left if one is not None)}
        return replace(table, **facts)

    return change
