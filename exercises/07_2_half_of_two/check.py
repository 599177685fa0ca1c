"""Judge a release finished after it got half-way: by the learner's own databases, and by a replay from before it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, ANALYTICS, PRIMARY = "own", "analytics", "007_add_region"
REVISION, BEFORE = "a004_add_region", "a003_fill_daily_usage"
EVENTS, DAYS = "analytics:request_events", "analytics:daily_usage"
REGION, UNKNOWN = f"{EVENTS}.region", "unknown"
RELEASE = ("users.region", REGION, "analytics:regions")  # what the two revisions are there for


def primary(replay: Replay) -> Miss | None:
    """Expect the primary database upgraded, whole, and with what was entered since."""
    return (
        expect.version(replay, revision=PRIMARY, after=OWN)
        or _regions_kept(replay)
        or expect.own_tables(replay)
        or expect.rows_kept(replay, "users", example=17, after=OWN)
    )


def _regions_kept(replay: Replay) -> Miss | None:
    entered, now = _regions((replay.accident or replay.own).by_key("users")), _regions(replay.own.by_key("users"))
    lost = [user for user, region in entered.items() if now.get(user) != region]
    if not lost:
        return _regions_invented(entered, now)
    user = 17 if 17 in lost else lost[0]
    told = f"in “{now[user]}”" if user in now else "nothing is told"
    return Miss(
        f"{len(lost)} of {len(entered)} regions are not what was entered; "
        f"user {user} was in “{entered[user]}”, now {told}"
    )


def _regions_invented(entered: Mapping[object, object], now: Mapping[object, object]) -> Miss | None:
    more = [user for user in now if user not in entered]
    if not more:
        return None
    return Miss(
        f"users with a region that nobody entered: {len(more)}; user {more[0]}: “{now[more[0]]}”",
        why="nobody knows where these users are; a guess cannot be told from an answer any more",
        next="set these regions to NULL again in `app.db`",
    )


def _regions(users: Mapping[tuple[object, ...], Any]) -> dict[object, object]:
    told = [user for user in users.values() if "region" in user]
    return {user["id"]: user["region"] for user in told if user["region"]}


def analytics(replay: Replay) -> Miss | None:
    """Expect the analytics database at a004, with what a004 makes and nothing else."""
    return (
        expect.version(replay, revision=REVISION, database=ANALYTICS, after=OWN)
        or expect.column_exists(replay, REGION, after=OWN)
        or expect.own_is_replayed(replay, database=ANALYTICS)
    )


def events(replay: Replay) -> Miss | None:
    """Expect every event and every count, and the region of each event."""
    return (
        expect.rows_kept(replay, EVENTS, example=1, after=OWN)
        or expect.rows_kept(replay, DAYS, after=OWN)
        or _unknown(replay, after=OWN)
    )


def _unknown(replay: Replay, *, after: str) -> Miss | None:
    """Expect the region of each event, and that none can be without."""
    state = replay.own if after == OWN else replay.after(after)
    rows = list(state.by_key("request_events", database=ANALYTICS).values())
    if missed := expect.column_exists(replay, REGION, after=after):
        return missed
    wrong = [row for row in rows if row["region"] != UNKNOWN]
    if not wrong:
        return expect.not_nullable(replay, REGION, after=after)
    found = "NULL" if wrong[0]["region"] is None else f"“{wrong[0]['region']}”"
    return Miss(
        f"the region of {len(wrong):,} of {len(rows):,} events is not “{UNKNOWN}”; event {wrong[0]['id']}: {found}"
    )


def file(replay: Replay) -> Miss | None:
    """Expect that the release runs where it did not fail."""
    return (
        expect.version(replay, revision=PRIMARY)
        or expect.column_type(replay, "users.region", type="VARCHAR(10)")
        or expect.nullable(replay, "users.region")
        or expect.column_default(replay, "users.region", default=None)
        or expect.version(replay, revision=REVISION, database=ANALYTICS)
        or expect.column_type(replay, REGION, type="VARCHAR(10)")
        or expect.column_type(replay, "analytics:regions.code", type="VARCHAR(10)")
        or expect.not_nullable(replay, "analytics:regions.code")
        or _no_default(replay)
        or _one_column(replay)
        or expect.constraint(replay, "analytics:regions", kind="primary key", columns=["code"])
        or _unknown(replay, after="upgrade")
    )


def _no_default(replay: Replay) -> Miss | None:
    missed = expect.column_default(replay, "analytics:regions.code", default=None)
    return missed and replace(
        missed,
        expected="a004 makes regions as it was written: the code of each region is told, never taken from a default",
        next="the default belongs to request_events.region alone: take it away from regions.code",
    )


def _one_column(replay: Replay) -> Miss | None:
    names = replay.after("upgrade").schema(ANALYTICS)["regions"].column_names
    return None if names == ("code",) else Miss(f"regions has more than its code: {', '.join(names)}", "upgrade()")


def nothing_else(replay: Replay) -> Miss | None:
    """Expect all else as it was, on the copy and in the learner's own databases."""
    return expect.nothing_else(replay, RELEASE) or expect.nothing_else(replay, RELEASE, after=OWN)


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade of both, and the first upgrade's end after the second one."""
    return (
        expect.downgrade_restores(replay)
        or expect.downgrade_restores(replay, database=ANALYTICS)
        or expect.upgrade_again_equal(replay)
        or expect.upgrade_again_equal(replay, database=ANALYTICS)
    )


def mistake_taken_back(replay: Replay) -> Mistake | None:
    """Recognise a primary database that was taken back, whether it came forward again or not."""
    if _regions(replay.own.by_key("users")):
        return None
    return Mistake(
        "a downgrade of the primary drops the column with what was entered; another upgrade makes it again, empty",
        'exercise("07.2").reset() brings the regions back; then leave the primary as it is, and finish the other one',
    )


def mistake_stamped(replay: Replay) -> Mistake | None:
    """Recognise a stamp on a database that has half of a004."""
    if expect.version(replay, revision=REVISION, database=ANALYTICS, after=OWN) or not expect.column_exists(
        replay, REGION, after=OWN
    ):
        return None
    return Mistake(
        "`stamp` says only that a004 has happened; the column is not there, and the next upgrade will not make it",
        f"`alembic -n analytics stamp {BEFORE}`, take the leftover away, then upgrade",
    )


def mistake_not_run_yet(replay: Replay) -> Mistake | None:
    """Recognise a file that is right, and the leftover still in its way."""
    tables, written = replay.own.schema(ANALYTICS).table_names, REVISION in replay.histories[ANALYTICS]
    if (
        replay.own.revisions(ANALYTICS) != (BEFORE,)
        or "regions" not in tables
        or replay.failed
        or not written
        or file(replay)
    ):
        return None
    return Mistake(
        "a004 is right now, but your database has the table regions from last night: the upgrade stops at it",
        "`DROP TABLE regions` in `analytics.db`, nothing is in it; then `alembic -n analytics upgrade head`",
    )


def mistake_deleted(replay: Replay) -> Mistake | None:
    """Recognise a release without its second half."""
    if REVISION in replay.histories[ANALYTICS]:
        return None
    return Mistake(
        f"without the file of {REVISION} no database can be brought there: not this one, not the next one",
        f"write `alembic/analytics/{REVISION}.py` again, with this name and this id; or .reset(), which keeps yours",
    )


def mistake_file_as_it_was(replay: Replay) -> Mistake | None:
    """Recognise a database made to fit the revision that failed."""
    if not replay.failed or "NOT NULL column" not in replay.failed.run.error:
        return None
    return Mistake(
        "the file still asks for a value that old events do not have: every other database with events, from the "
        "test's to production, will stop at the same line",
        "give the new column a default in a004, as the model has it",
    )
