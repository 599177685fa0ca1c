"""Expectations about the way up and down: the way back, the second upgrade, what is left behind."""

from collections.abc import Sequence
from dataclasses import replace

from migration_lab.judging.expecting.histories import at_head
from migration_lab.judging.expecting.nameless import nameless
from migration_lab.judging.expecting.spot import OWN, PLACES, named, number, state, where
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import AGAIN, DOWNGRADE, PRIMARY, UPGRADE, Replay, State
from migration_lab.values import rows, schema
from migration_lab.values.rows import TableDiff
from migration_lab.values.schema import Change

ORDER = "column order"  # no row and no query by name is touched by it
BACK_TO_FRONT = "write the inverse of each line in upgrade(), last line first"


def upgrade_runs(replay: Replay) -> Miss | None:
    """Expect that the upgrade ends well."""
    state(replay, UPGRADE)
    return None


def downgrade_runs(replay: Replay) -> Miss | None:
    """Expect that the downgrade to the start ends well."""
    state(replay, DOWNGRADE)
    return None


def downgrade_refuses(replay: Replay, *, words: str = "") -> Miss | None:
    """Expect that the downgrade stops on purpose, before it changes anything, with these words in its error."""
    state(replay, UPGRADE)
    step = replay.step(DOWNGRADE)
    if step.ok:
        return Miss("the downgrade ends without an error", "downgrade()")
    for database in step.state.names:
        missed = _unequal(
            replay.after(UPGRADE), step.state, database, tables=None, words="the downgrade stopped half-way"
        )
        if missed:
            return Miss(missed.found, "downgrade()")
    if words.casefold() not in step.run.error.casefold():
        last = step.run.error.strip().splitlines()[-1:] or ["without a word"]
        return Miss(f"the downgrade stops and does not say why: {last[0]}", "downgrade()")
    return None


def downgrade_restores(
    replay: Replay, *, database: str = PRIMARY, rows_of: Sequence[str] | None = None, names_free: Sequence[str] = ()
) -> Miss | None:
    """Expect that after the downgrade the database has the schema and the rows of the start.

    Args:
        replay: What came out.
        database: Which one.
        rows_of: The tables whose rows are compared; None: all.
        names_free: Tables whose constraints may have any names, or none.
    """
    before, now = (nameless(one, names_free, database=database) for one in (replay.start, state(replay, DOWNGRADE)))
    return _unequal(before, now, database, tables=rows_of, words="after the downgrade, against the start")


def upgrade_again_equal(replay: Replay, *, database: str = PRIMARY) -> Miss | None:
    """Expect that upgrade, downgrade and upgrade end where the first upgrade did."""
    first, second = state(replay, UPGRADE), state(replay, AGAIN)
    return _unequal(first, second, database, tables=None, words="after the second upgrade, against the first")


def other_untouched(replay: Replay, *, database: str, after: str = UPGRADE) -> Miss | None:
    """Expect that a database is as it was at the start: revision, schema and rows."""
    before, now = replay.start, state(replay, after)
    it = f"{'your own' if after == OWN else 'the'} database `{database}`"
    if before[database].exists and not now[database].exists:
        return Miss(f"{it} is gone", where(after))
    if before.revisions(database) != now.revisions(database):
        return Miss(f"{it} is at {now[database].stand}, it was at {before[database].stand}", where(after))
    missed = _unequal(before, now, database, tables=None, words=f"in {it}")
    return missed and replace(missed, where=where(after))


def no_leftovers(replay: Replay, *, after: str = UPGRADE) -> Miss | None:
    """Expect that no table `_alembic_tmp_…` of a batch operation is left."""
    left = state(replay, after).leftovers
    if not left:
        return None
    rows = ", ".join(f"{named(name)} ({number(_count(state(replay, after), name), 'row')})" for name in left)
    return Miss(
        f"{number(len(left), 'table')} left behind by a batch operation{PLACES.get(after, '')}: {rows}", where(after)
    )


def no_orphans(replay: Replay, *, after: str = UPGRADE) -> Miss | None:
    """Expect that every row's foreign keys lead to a row."""
    orphans = state(replay, after).orphans
    known = {(one.database, one.table, one.parent): one.count for one in replay.start.orphans}
    new = [one for one in orphans if one.count > known.get((one.database, one.table, one.parent), 0)]
    if not new:
        return None
    one = new[0]
    first = f"; first: row {one.first} of {named(one.table)}" if one.first is not None else ""
    return Miss(
        f"{number(one.count, 'row')} of {named(one.table)} {'points' if one.count == 1 else 'point'} to "
        f"{named(one.parent)} rows that are not there{PLACES.get(after, '')}{first}",
        where(after),
    )


def own_is_replayed(replay: Replay, *, database: str = PRIMARY) -> Miss | None:
    """Expect that the learner's own database is at the head and has the schema that the revisions make."""
    return at_head(replay, database=database, after=OWN) or own_tables(replay, database=database)


def own_tables(replay: Replay, *, but: Sequence[str] = (), database: str = PRIMARY) -> Miss | None:
    """Expect of the learner's own database the schema that the revisions make, wherever it stands.

    Args:
        replay: What came out.
        but: Places that may differ, because it stands elsewhere: "users.email".
        database: Which one.
    """
    found = schema.diff(state(replay, UPGRADE).schema(database), replay.own.schema(database))
    told = [one for one in found if f"{one.table}.{one.name}" not in but]
    if not told:
        return None
    first = f"first: {told[0]}"
    return Miss(f"your own database differs from what your revisions make in {number(len(told), 'thing')}; {first}")


def _unequal(before: State, now: State, database: str, *, tables: Sequence[str] | None, words: str) -> Miss | None:
    """Tell how two states of a database differ: the first difference of the schema and of the rows, and how many."""
    found = schema.diff(before.schema(database), now.schema(database))
    shapes = [change for change in found if change.kind != ORDER]
    moved = [
        one for one in rows.diff(before.rows(database), now.rows(database)) if tables is None or one.table in tables
    ]
    if not shapes and not moved:
        return None
    said = _schema(shapes) + _rows(moved)
    if not shapes:
        said.append("the schema is equal")
    elif not moved and not any(change.kind in ("table", "column") for change in shapes):
        said.append("all rows are equal")  # without a column its values went, and nobody could compare them
    at = "downgrade()" if "downgrade" in words or "second" in words else "upgrade()"
    step = BACK_TO_FRONT if at == "downgrade()" else ""
    return Miss(f"{words}: {'; '.join(said)}", at, next=step)


def _schema(shapes: Sequence[Change]) -> list[str]:
    return [f"{number(len(shapes), 'difference')} of the schema, first: {shapes[0]}"] if shapes else []


def _rows(moved: Sequence[TableDiff]) -> list[str]:
    return [f"rows of {number(len(moved), 'table')}, first: {str(moved[0]).splitlines()[0]}"] if moved else []


def _count(found: State, table: str) -> int:
    return next((count for name in found.names if (count := found.count(table, database=name)) is not None), 0)
