"""What of a solution is worth damaging: the tables it touches, what is new in them, and their children."""

from collections.abc import Iterator
from dataclasses import dataclass

from migration_lab.judging.replay import UPGRADE, Replay, State
from migration_lab.selfcheck.mutants.damage import Place, rows, table
from migration_lab.values import rows_diff, schema_diff
from migration_lab.values.parts import Table

MOST_TABLES, MOST_CHILDREN = 3, 2


@dataclass(frozen=True)
class Subject:
    """What is damaged.

    Args:
        before: The databases at the start.
        after: The databases with the solution done.
        places: The tables it touches, in order.
        children: For the tables it touches, those that point to them.
    """

    before: State
    after: State
    places: tuple[Place, ...]
    children: tuple[tuple[Place, Place, str], ...]

    def was(self, place: Place) -> Table | None:
        """Give a table as it was at the start."""
        return table(self.before, place)

    def now(self, place: Place) -> Table:
        """Give a table as the solution leaves it."""
        found = table(self.after, place)
        assert found is not None
        return found

    def new_columns(self, place: Place) -> list[str]:
        """Name the columns that the solution made or changed, in their shape or in their values."""
        was, values = self.was(place), self._changed_values(place)
        now = self.now(place)
        return [
            one.name
            for one in now.columns
            if was is None or one.name not in was or was[one.name] != one or one.name in values
        ]

    def _changed_values(self, place: Place) -> set[str]:
        old, new = rows(self.before, place), rows(self.after, place)
        if old is None or new is None:
            return set()
        shared = [name for name in new.columns if name in old.columns]
        places = [(name, old.columns.index(name), new.columns.index(name)) for name in shared]
        assert old.values is not None
        assert new.values is not None
        return {
            name
            for name, at, to in places
            if sorted(repr(row[at]) for row in old.values) != sorted(repr(row[to]) for row in new.values)
        }


def of(before: State, after: State) -> Subject:
    """Find what a solution touched between two states."""
    touched = [place for name in after.names for place in _touched(before, after, name)]
    chosen = tuple(touched[:MOST_TABLES])
    found = tuple(_children(after, chosen))
    return Subject(before, after, chosen, found[:MOST_CHILDREN])


def of_replay(replay: Replay) -> Subject:
    """Find what the upgrade of a replay touched."""
    return of(replay.start, replay.after(UPGRADE))


def _touched(before: State, after: State, name: str) -> Iterator[Place]:
    changed = {one.table for one in schema_diff.diff(before.schema(name), after.schema(name))}
    changed |= {one.table for one in rows_diff.diff(before.rows(name), after.rows(name))}
    yield from ((name, one) for one in after.schema(name).table_names if one in changed)


def _children(state: State, places: tuple[Place, ...]) -> Iterator[tuple[Place, Place, str]]:
    for name in state.names:
        for one in state.schema(name).tables:
            for key in one.foreign_keys:
                if (name, key.target) in places and key.target != one.name:
                    yield (name, one.name), (name, key.target), key.columns[0]
