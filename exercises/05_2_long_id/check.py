"""Judge a revision with another id: by the ids, by a fresh upgrade, and by the database that had run the old one."""

from collections.abc import Mapping
from typing import Any

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, FIRST = "own", "006_index_endpoint_lookup"
LIMIT, BURST = "endpoint_configs.rate_limit", "endpoint_configs.rate_burst"
BURSTS = "SELECT id, rate_burst FROM endpoint_configs WHERE rate_burst IS NOT NULL"


def ids_fit(replay: Replay) -> Miss | None:
    """Expect ids that PostgreSQL takes: its version table counts to 32."""
    return expect.ids_fit(replay)


def both(replay: Replay) -> Miss | None:
    """Expect one head, and both columns as their revisions made them before."""
    return expect.one_head(replay) or expect.at_head(replay) or _column(replay, LIMIT) or _column(replay, BURST)


def _column(replay: Replay, place: str) -> Miss | None:
    return (
        expect.column_type(replay, place, type="INTEGER")
        or expect.nullable(replay, place)
        or expect.column_default(replay, place, default=None)
    )


def own(replay: Replay) -> Miss | None:
    """Expect of the learner's own database what a fresh upgrade makes."""
    return (
        expect.at_head(replay, after=OWN)
        or expect.column_exists(replay, LIMIT, after=OWN)
        or expect.column_exists(replay, BURST, after=OWN)
        or expect.own_is_replayed(replay)
        or expect.invariant(replay, BURSTS, rule="rate_burst", after=OWN)
    )


def limits(replay: Replay) -> Miss | None:
    """Expect every limit that had been set when the learner began, and every other row."""
    given = (replay.accident or replay.own).by_key("endpoint_configs")
    was, now = _limits(given), _limits(replay.own.by_key("endpoint_configs"))
    lost = [endpoint for endpoint, limit in was.items() if now.get(endpoint) != limit]
    if not lost:
        return _invented(was, now) or _rows(replay)
    first = 82 if 82 in lost else lost[0]
    return Miss(
        f"{len(lost)} of {len(was)} limits are not what was set; "
        f"endpoint {first} took {was[first]} requests a minute, now {now.get(first) or 'as many as come'}",
        next='exercise("05.2").reset() brings the limits back, and keeps your files in `attempts`',
    )


def _invented(was: Mapping[object, object], now: Mapping[object, object]) -> Miss | None:
    more = [endpoint for endpoint in now if endpoint not in was]
    if not more:
        return None
    return Miss(
        f"{len(more):,} endpoints have a limit that nobody set; "
        f"endpoint {more[0]} takes {now[more[0]]} requests a minute",
        next='exercise("05.2").reset() brings back what was set, and keeps your files in `attempts`',
    )


def _limits(endpoints: Mapping[tuple[object, ...], Any]) -> dict[object, object]:
    told = [endpoint for endpoint in endpoints.values() if "rate_limit" in endpoint]
    return {endpoint["id"]: endpoint["rate_limit"] for endpoint in told if endpoint["rate_limit"] is not None}


def _rows(replay: Replay) -> Miss | None:
    """Expect all else as it was."""
    return (
        expect.rows_kept(replay, "users", example=17, after=OWN)
        or expect.rows_kept(replay, "endpoint_configs", example=82, after=OWN)
        or expect.rows_kept(replay, "user_profiles", after=OWN)
        or expect.other_untouched(replay, database="analytics", after=OWN)
    )


def nothing_else(replay: Replay) -> Miss | None:
    """Expect of an upgrade the two columns and nothing beside them."""
    return expect.nothing_else(replay, (LIMIT, BURST))


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade, and the first upgrade's end after the second one."""
    return expect.downgrade_restores(replay) or expect.upgrade_again_equal(replay)


def mistake_parent_forgotten(replay: Replay) -> Mistake | None:
    """Recognise the id changed in its own file only."""
    ids = {one.id for one in replay.history.revisions}
    lost = [(one, parent) for one in replay.history.revisions for parent in one.down_revisions if parent not in ids]
    if not lost:
        return None
    one, parent = lost[0]
    return Mistake(
        f"{one.file} still follows {parent}, and no file has that id any more",
        f"write the new id into `down_revision` of {one.file}",
    )


def mistake_stamped_too_far(replay: Replay) -> Mistake | None:
    """Recognise `stamp` on the head: the second revision was never run."""
    if expect.at_head(replay, after=OWN) or not expect.column_exists(replay, BURST, after=OWN):
        return None
    return Mistake(
        "`stamp` with the head says that 008 has run as well, and no upgrade will run it any more",
        "stamp the revision that has run, 007 by its new id; then let `alembic upgrade head` do the rest",
    )


def mistake_stamped_too_early(replay: Replay) -> Mistake | None:
    """Recognise a database that is said to stand before the revision whose column it has."""
    if replay.own.revisions() != (FIRST,) or expect.column_exists(replay, LIMIT, after=OWN):
        return None
    return Mistake(
        "your database has the column of 007 already, so an upgrade from 006 stops at “duplicate column name”",
        "stamp the revision that has run, 007 by its new id; then let `alembic upgrade head` do the rest",
    )


def mistake_run_again(replay: Replay) -> Mistake | None:
    """Recognise the column made anew: it is empty."""
    if expect.at_head(replay, after=OWN) or _limits(replay.own.by_key("endpoint_configs")):
        return None
    return Mistake(
        "the downgrade drops the column with what was in it; the next upgrade makes it again, empty",
        'exercise("05.2").reset() brings the limits back; nothing has to be run again for a new name',
    )


def mistake_not_run_yet(replay: Replay) -> Mistake | None:
    """Recognise files that are right, and a database that has not run them yet."""
    stands = replay.own.revisions()
    if len(replay.history.heads) != 1 or any(one not in replay.history for one in stands):
        return None
    left = [one.id for one in replay.history.pending(stands)]
    if not left:
        return None
    return Mistake(
        f"the files are one history now, and your database has yet to run {' and '.join(left)}",
        "`alembic upgrade head` runs what your database lacks",
    )
