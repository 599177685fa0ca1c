"""Damage to rows: lost ones, lost children, emptied and swapped values, rows that point to nothing."""

from collections.abc import Callable, Iterator
from typing import Any

from migration_lab.selfcheck.mutants import damage
from migration_lab.selfcheck.mutants.blow import Blow
from migration_lab.selfcheck.mutants.damage import Place, with_rows
from migration_lab.selfcheck.mutants.subject import Subject
from migration_lab.values.rows import TableRows

MOST_COLUMNS = 3
MISSING = 10**9  # no row has this key
Values = list[tuple[Any, ...]]


def blows(subject: Subject) -> Iterator[Blow]:
    """Yield what can be done to the rows of the tables that a solution touches, and to those that point there."""
    for place in subject.places:
        yield from _of_table(subject, place)
    for child, parent, column in subject.children:
        yield from _of_children(subject, child, parent=parent, column=column)


def _of_table(subject: Subject, place: Place) -> Iterator[Blow]:
    found = damage.rows(subject.after, place)
    if found is None or not found.values:
        return
    yield Blow("row lost", f"one row of {place[1]} lost", damage.contents(place, _without_one))
    if len(found.values) > 1:
        yield Blow("rows lost", f"all rows of {place[1]} lost", damage.contents(place, _without_any))
        yield Blow("row twice", f"one row of {place[1]} twice", damage.contents(place, _with_one_twice))
    fresh = [name for name in subject.new_columns(place) if name not in found.key]
    others = [name for name in found.columns if name not in {*fresh, *found.key}]
    for name in [*fresh[:MOST_COLUMNS], *others[:1]]:
        yield from _of_column(subject, place, name)


def _of_column(subject: Subject, place: Place, name: str) -> Iterator[Blow]:
    found, named = damage.rows(subject.after, place), f"{place[1]}.{name}"
    assert found is not None
    at = found.columns.index(name)
    values = [row[at] for row in found.values or ()]
    if any(value is not None for value in values):
        empty = None if subject.now(place)[name].nullable else type(next(one for one in values if one is not None))()
        for words, change in {"all values": _emptied(name, empty), "one value": _emptied_once(name, empty)}.items():
            yield Blow(f"{words} lost", f"{words} of {named} lost", damage.contents(place, change))
    if len({value for value in values if value is not None}) > 1:
        yield Blow("values swapped", f"two values of {named} swapped", damage.contents(place, _swapped(name)))


def _of_children(subject: Subject, child: Place, *, parent: Place, column: str) -> Iterator[Blow]:
    found = damage.rows(subject.after, child)
    if found is None or not found.values:
        return
    named, lost = child[1], damage.contents(child, _without_any)
    yield Blow("children lost", f"all rows of {named} lost, children of {parent[1]}", lost)
    if column not in found.key:
        at = found.columns.index(column)
        if len({row[at] for row in found.values}) > 1:
            words = f"two rows of {named} at each other's {column}"
            yield Blow("children swapped", words, damage.contents(child, _swapped(column)))
        points = damage.both(
            damage.contents(child, _emptied_once(column, MISSING)), damage.orphaned(child[0], named, parent[1])
        )
        yield Blow("orphan", f"one row of {named} points to no row of {parent[1]}", points)


def _without_one(found: TableRows) -> TableRows:
    values = list(found.values or ())
    return with_rows(found, values[: len(values) // 2] + values[len(values) // 2 + 1 :])


def _without_any(found: TableRows) -> TableRows:
    return with_rows(found, ())


def _with_one_twice(found: TableRows) -> TableRows:
    """Copy a row under a key of its own, where its table has one of one number."""
    values = list(found.values or ())
    copy = list(values[len(values) // 2]) if values else []
    places = [found.columns.index(name) for name in found.key]
    if len(places) == 1 and copy and isinstance(copy[places[0]], int):
        copy[places[0]] = MISSING
    return with_rows(found, [*values, tuple(copy)] if copy else values)


def _emptied(name: str, empty: object) -> Callable[[TableRows], TableRows]:
    return _on_column(name, lambda values, at: [_with(row, at, empty) for row in values])


def _emptied_once(name: str, empty: object) -> Callable[[TableRows], TableRows]:
    def change(values: Values, at: int) -> Values:
        spot = next((number for number, row in enumerate(values) if row[at] not in (None, empty)), None)
        return [_with(row, at, empty) if number == spot else row for number, row in enumerate(values)]

    return _on_column(name, change)


def _swapped(name: str) -> Callable[[TableRows], TableRows]:
    def change(values: Values, at: int) -> Values:
        first = next((number for number, row in enumerate(values) if row[at] is not None), 0)
        wanted = (None, values[first][at]) if values else ()
        second = next((number for number, row in enumerate(values) if row[at] not in wanted), first)
        other = {first: second, second: first}
        return [_with(row, at, values[other[n]][at]) if n in other else row for n, row in enumerate(values)]

    return _on_column(name, change)


def _on_column(name: str, change: Callable[[Values, int], Values]) -> Callable[[TableRows], TableRows]:
    def damaged(found: TableRows) -> TableRows:
        if name not in found.columns:
            return found
        return with_rows(found, change(list(found.values or ()), found.columns.index(name)))

    return damaged


def _with(row: tuple[Any, ...], at: int, value: object) -> tuple[Any, ...]:
    return (*row[:at], value, *row[at + 1 :])
