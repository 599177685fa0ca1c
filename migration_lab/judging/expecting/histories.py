"""Expectations about the history: one head, a new revision, ids that fit, and where a database stands in it."""

from migration_lab.judging.expecting.spot import OWN, START, listed, named, number, state, where
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import PRIMARY, UPGRADE, Replay
from migration_lab.values.snapshot import DatabaseState


def one_head(replay: Replay, *, database: str = PRIMARY) -> Miss | None:
    """Expect that nothing follows exactly one revision."""
    history = replay.histories[database]
    if len(history.heads) == 1:
        return None
    if not history.heads:
        return Miss("there is no revision that nothing follows", "the revision files")
    heads = ", ".join(f"{named(one)} ({history[one].file})" for one in history.heads)
    return Miss(f"{len(history.heads)} heads: {heads}", where="`down_revision` in these files")


def new_revision(replay: Replay, *, database: str = PRIMARY) -> Miss | None:
    """Expect that the learner wrote a revision."""
    if replay.mine(database):
        return None
    history = replay.histories[database]
    return Miss(f"{number(len(history.revisions), 'revision')}, none of them new; the newest: {listed(history.heads)}")


def version(replay: Replay, *, revision: str, database: str = PRIMARY, after: str = UPGRADE) -> Miss | None:
    """Expect a database at this revision."""
    found = state(replay, after)[database]
    return None if found.revisions == (revision,) else _elsewhere(found, database, after, wanted=named(revision))


def at_head(replay: Replay, *, database: str = PRIMARY, after: str = UPGRADE) -> Miss | None:
    """Expect a database at the head of its history; `after="own"` looks at the learner's own one."""
    found, heads = state(replay, after)[database], replay.histories[database].heads
    if heads and set(found.revisions) == set(heads):
        return None
    return _elsewhere(found, database, after, wanted=listed(heads) or "a head")


def ids_fit(replay: Replay, *, longest: int = 32) -> Miss | None:
    """Expect that every revision id fits the version table's column; SQLite itself does not mind."""
    long = [one for history in replay.histories.values() for one in history.revisions if len(one.id) > longest]
    if not long:
        return None
    return Miss(
        f"{number(len(long), 'revision id')} with more than {longest} characters; "
        f"first: {named(long[0].id)} with {len(long[0].id)} ({long[0].file})",
        "`revision` in this file",
    )


def _elsewhere(found: DatabaseState, database: str, after: str, *, wanted: str) -> Miss:
    whose = "your own database" if after == OWN else f"the database at the {START}" if after == START else "the copy"
    return Miss(f"{whose} `{database}` is at {found.stand}, not at {wanted}", where(after))
