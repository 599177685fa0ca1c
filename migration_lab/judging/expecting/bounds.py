"""The expectation that an upgrade does what was asked and nothing beside it."""

from collections.abc import Collection, Iterator, Sequence

from migration_lab.judging.expecting.matching import without
from migration_lab.judging.expecting.spot import OWN, START, Spot, number, spot, state, where
from migration_lab.judging.expecting.ways import ORDER, other_untouched
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import PRIMARY, UPGRADE, Replay, State
from migration_lab.values import rows, schema
from migration_lab.values.rows import Rows
from migration_lab.values.schema import Change

RULES = ("primary key", "foreign key", "unique", "check")
NAMELESS = "(no name)"
EVERY_ROW = "*"
TAKE_OUT = "take out of upgrade() what the task does not ask for, and out of downgrade() what puts it back"
PUT_BACK = "put it back as it was; where nobody can, .reset() begins again and keeps your files"


def nothing_else(replay: Replay, places: Sequence[str], *, after: str = UPGRADE) -> Miss | None:
    """Expect that schema and rows differ from the start at these places only, in all databases.

    A downgrade that puts everything back hides what an upgrade did beside its task; this sees it.

    Args:
        replay: What came out.
        places: What may differ: a table, a column with its values, an index or constraint ("users.ix_users_email"), the
            constraints of a table that have no name ("users.(no name)"), or its rows and not its shape ("users.*").
        after: The state to look at.
    """
    spots = list(map(spot, places))
    for database in replay.start.names:
        meant = [one for one in spots if one.database == database]
        if not meant and database != PRIMARY:
            missed = other_untouched(replay, database=database, after=after)
        else:
            missed = _beyond(state(replay, START), state(replay, after), database, meant=meant, after=after)
        if missed:
            return missed
    return None


def _beyond(before: State, now: State, database: str, *, meant: Collection[Spot], after: str) -> Miss | None:
    found = schema.diff(before.schema(database), now.schema(database))
    shapes = [change for change in found if change.kind != ORDER and not _is_meant(change, database, meant)]
    moved = rows.diff(_bare(before.rows(database), meant), _bare(now.rows(database), meant)).tables
    if not shapes and not moved:
        return None
    said = [f"{number(len(shapes), 'difference')} of the schema, first: {shapes[0]}"] if shapes else []
    said += [f"rows of {number(len(moved), 'table')}, first: {str(moved[0]).splitlines()[0]}"] if moved else []
    more = f"more has changed than was asked: {'; '.join(said)}"
    if after == OWN:
        return Miss(f"in your own database {more}", next=PUT_BACK)
    return Miss(more, where(after), next=TAKE_OUT)


def _is_meant(change: Change, database: str, meant: Collection[Spot]) -> bool:
    name = change.name or (NAMELESS if change.kind in RULES else "")
    return bool({Spot(database, change.table), Spot(database, change.table, name)} & set(meant))


def _bare(found: Rows, meant: Collection[Spot]) -> Rows:
    """Give the rows without the tables and columns that may differ."""

    def kept() -> Iterator[rows.TableRows]:
        for one in found:
            columns = {spot.column for spot in meant if spot.table == one.name}
            if not columns & {"", EVERY_ROW}:
                yield without(one, columns)

    return Rows(tuple(kept()))
