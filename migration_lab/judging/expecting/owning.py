"""An expectation about the rows of the learner's own database: those that the revisions make are all in it."""

from migration_lab.judging.expecting.matching import without
from migration_lab.judging.expecting.spot import OWN, number, state
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import PRIMARY, UPGRADE, Replay
from migration_lab.lessons.ledger import CLOCKS
from migration_lab.values import rows
from migration_lab.values.parts import Table
from migration_lab.values.rows import Rows
from migration_lab.values.schema import Schema


def own_rows_kept(replay: Replay, *, database: str = PRIMARY) -> Miss | None:
    """Expect in the learner's own database every row that an upgrade of the start makes, with the same values.

    Rows that a learner added do not count, nor does what a clock wrote.
    """
    made, own = state(replay, UPGRADE), state(replay, OWN)
    shapes = made.schema(database)
    found = rows.diff(_steady(made.rows(database), shapes), _steady(own.rows(database), shapes))
    missed = [one for one in found if one.lost or one.changed or one.after is None]
    if not missed:
        return None
    first = str(missed[0]).splitlines()[0]
    return Miss(f"your own database has not all rows that your revisions make: {number(len(missed), 'table')}; {first}")


def _steady(found: Rows, shapes: Schema) -> Rows:
    return Rows(tuple(without(one, _clocks(shapes[one.name])) for one in found if one.name in shapes))


def _clocks(shape: Table) -> set[str]:
    return {one.name for one in shape.columns if any(word in one.type.upper() for word in CLOCKS)}
