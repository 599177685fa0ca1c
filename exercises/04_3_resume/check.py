"""Judge what became of a half-done backfill in the learner's own database, and the revision by a replay from before."""

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, REVISION, PROFILES = "own", "008_backfill_profiles", "user_profiles"
ADDED = ("bio", "avatar_url", "created_at", "updated_at")
TABLES = ("users", "endpoint_configs", PROFILES)
WITHOUT = "SELECT id AS user_id FROM users WHERE id NOT IN (SELECT user_id FROM user_profiles) ORDER BY id"


def version(replay: Replay) -> Miss | None:
    """Expect the version table at 008."""
    return expect.version(replay, revision=REVISION, after=OWN)


def everybody(replay: Replay) -> Miss | None:
    """Expect a profile for each user of the learner's own database, the new ones as the revision makes them."""
    return (
        expect.invariant(replay, WITHOUT, rule="a user without a profile", after=OWN)
        or expect.no_duplicates(replay, PROFILES, columns=("user_id",), after=OWN)
        or _values(replay, OWN)
        or expect.own_tables(replay)
    )


def kept(replay: Replay) -> Miss | None:
    """Expect every row that was there after the stop, with what its user had written."""
    if replay.accident is None:
        return None
    for table in TABLES:
        missed = _kept(replay, table)
        if missed:
            return missed
    return expect.no_orphans(replay, after=OWN)


def file(replay: Replay) -> Miss | None:
    """Expect the whole backfill, and nothing else, where nothing had happened before."""
    return expect.version(replay, revision=REVISION) or _complete(replay, "upgrade")


def again(replay: Replay) -> Miss | None:
    """Expect all profiles after the downgrade as well, and a complete table after the second upgrade."""
    return _complete(replay, "downgrade") or _complete(replay, "upgrade again")


def mistake_stamped(replay: Replay) -> Mistake | None:
    """Recognise the version that was written where the rows were not."""
    if version(replay) or len(replay.own.by_key(PROFILES)) != 701:
        return None
    return Mistake(
        "the version table says 008, and no row has come: `stamp` writes the version and runs nothing",
        "`%alembic stamp 007_drop_unused_profiles`; then let 008 pass over what is there, and `%alembic upgrade head`",
    )


def mistake_not_resumable(replay: Replay) -> Mistake | None:
    """Recognise the revision that meets its own rows."""
    if not replay.failed or "UNIQUE constraint failed: user_profiles.user_id" not in replay.failed.run.error:
        return None
    return Mistake(
        "the revision meets rows that are there already, and so will every database on which it is stopped",
        "let it pass over them: `ON CONFLICT (user_id) DO NOTHING` at the end of its INSERT",
    )


def mistake_after_the_highest(replay: Replay) -> Mistake | None:
    """Recognise the backfill that went on behind the profile which user 900 had made."""
    users = {row["user_id"] for row in replay.own.by_key(PROFILES).values() if "user_id" in row.columns}
    if len(users) != 801 or 899 in users or 901 not in users:
        return None
    return Mistake(
        "user 900 had made a profile: the highest number is not the place where the backfill stopped",
        "do not guess the place: pass over who has a profile, and begin at the beginning",
    )


def mistake_written_over(replay: Replay) -> Mistake | None:
    """Recognise rows that were deleted or replaced, and are there again without their text."""
    if version(replay) or everybody(replay):
        return None
    rows = [one for one in replay.own.by_key(PROFILES).values() if {"user_id", "bio"} <= {*one.columns}]
    if not any(one["user_id"] == 450 and one["bio"] is None for one in rows):
        return None
    return Mistake(
        "what was backfilled is a row like any other: its user had written into it since, and that is gone",
        'exercise("04.3").reset() gives the database back as you got it; then pass over what is there',
    )


def mistake_this_database_only(replay: Replay) -> Mistake | None:
    """Recognise the revision that begins where this one database had stopped."""
    if replay.failed or version(replay) or everybody(replay) or kept(replay):
        return None
    if expect.version(replay, revision=REVISION) or not 400 <= replay.after("upgrade").count(PROFILES) < 1000:
        return None
    return Mistake(
        "in all other databases nobody from 401 on has a profile yet, and this revision begins further on",
        "let it begin where it began, and pass over what is there",
    )


def mistake_way_back_deletes(replay: Replay) -> Mistake | None:
    """Recognise the downgrade that takes backfilled profiles along."""
    if replay.failed or version(replay) or everybody(replay) or kept(replay) or file(replay):
        return None  # a reason belongs to what is found first
    if not _complete(replay, "downgrade"):
        return None
    return Mistake(
        "user 450 has written into a profile that 008 had made: such a downgrade takes the text along",
        "delete nothing (`pass`): a profile that was backfilled is a row like any other now",
    )


def _values(replay: Replay, after: str) -> Miss | None:
    """Expect the timestamps of the user in each profile that was not there before."""
    for name in ("user_id", *ADDED):
        missed = expect.column_exists(replay, f"{PROFILES}.{name}", after=after)
        if missed:
            return missed
    users = replay.start.by_key("users")
    had = (replay.accident or replay.start) if after == OWN else replay.start
    before = {row["user_id"] for row in had.by_key(PROFILES).values()}
    now = replay.own if after == OWN else replay.after(after)
    wrong = []
    for row in now.by_key(PROFILES).values():
        owner = users.get((row["user_id"],))
        if row["user_id"] in before or owner is None:
            continue
        found = tuple(row[name] for name in ADDED)
        meant = (None, None, owner["created_at"], owner["updated_at"])
        if found != meant:
            wrong.append((row["user_id"], meant, found))
    if not wrong:
        return None
    user, meant, found = min(wrong, key=lambda one: one[0])
    pairs = zip(ADDED, meant, found, strict=True)
    said = "; ".join(f"{name} must be {_said(a)}, is {_said(b)}" for name, a, b in pairs if a != b)
    number = f"{len(wrong):,} new {'profile has' if len(wrong) == 1 else 'profiles have'}"
    return Miss(f"{number} other values; that of user {user}: {said}")


def _said(value: object) -> str:
    return "NULL" if value is None else f"'{value}'"


def _kept(replay: Replay, table: str) -> Miss | None:
    """Compare one table of the learner's own database with what it was after the stop."""
    assert replay.accident is not None
    meant, found = replay.accident.by_key(table), replay.own.by_key(table)
    damaged = [row for key, row in meant.items() if found.get(key) is None or found[key].values != row.values]
    if not damaged:
        return None
    first = next((row for row in damaged if row["user_id"] == 450), damaged[0]) if table == PROFILES else damaged[0]
    whose = f"user {first['user_id']} had the bio '{first['bio']}'" if table == PROFILES else f"row {first['id']}"
    number = f"{len(damaged):,} of {len(meant):,} rows"
    return Miss(f"{number} of {table} are not as they were when you came; {whose}", "your own database")


def _complete(replay: Replay, after: str) -> Miss | None:
    return (
        expect.invariant(replay, WITHOUT, rule="a user without a profile", after=after)
        or expect.count_is(replay, PROFILES, count=replay.exercise.users, after=after)
        or _start_kept(replay, after)
        or _values(replay, after)
    )


def _start_kept(replay: Replay, after: str) -> Miss | None:
    return expect.rows_kept(replay, PROFILES, after=after) or expect.nothing_else(
        replay, (f"{PROFILES}.*",), after=after
    )
