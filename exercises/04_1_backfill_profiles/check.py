"""Judge a backfill by the rows: who got one, what is in it, and which rows a downgrade leaves alone."""

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

PROFILES, ADDED = "user_profiles", ("bio", "avatar_url", "created_at", "updated_at")
WITHOUT = "SELECT id AS user_id FROM users WHERE id NOT IN (SELECT user_id FROM user_profiles) ORDER BY id"


def one_head(replay: Replay) -> Miss | None:
    """Expect a revision of the learner's own, which the upgrade reaches."""
    return expect.new_revision(replay) or expect.one_head(replay) or expect.at_head(replay)


def everybody(replay: Replay) -> Miss | None:
    """Expect a profile for each user, and no second one."""
    return _everybody(replay, "upgrade")


def values(replay: Replay) -> Miss | None:
    """Expect in each new profile the timestamps of its user, and no text."""
    return _values(replay, "upgrade")


def rows_kept(replay: Replay) -> Miss | None:
    """Expect the 400 profiles of before with all that stood in them."""
    return expect.rows_kept(replay, PROFILES, example=17)


def nothing_else(replay: Replay) -> Miss | None:
    """Expect no other change: users, endpoints, schema, the other database."""
    return _nothing_else(replay, "upgrade")


def way_back(replay: Replay) -> Miss | None:
    """Expect the 400 profiles after the downgrade, and everybody's after the second upgrade."""
    return (
        _kept(replay, "downgrade")
        or _everybody(replay, "upgrade again")
        or _values(replay, "upgrade again")
        or _kept(replay, "upgrade again")
    )


def mistake_deleted_all(replay: Replay) -> Mistake | None:
    """Recognise the downgrade that empties the table."""
    if replay.failed or _upgrade_missed(replay) or replay.after("downgrade").count(PROFILES) != 0:
        return None
    return Mistake(
        "400 of these profiles were there before your upgrade, with what people had written in them",
        "delete nothing (`pass`): a profile that was backfilled is a row like any other now",
    )


def mistake_deleted_lookalikes(replay: Replay) -> Mistake | None:
    """Recognise the downgrade that goes by the look of a profile."""
    if replay.failed or _upgrade_missed(replay) or not replay.after("downgrade").count(PROFILES):
        return None
    if not expect.rows_kept(replay, PROFILES, columns=("user_id",), after="downgrade"):
        return None
    return Mistake(
        "some of the 400 look exactly like yours, for example that of user 5: nobody can tell them apart afterwards",
        "delete nothing (`pass`): a profile too many harms nobody, a lost one does",
    )


def mistake_offset(replay: Replay) -> Mistake | None:
    """Recognise pages that were jumped over: half of the users are left."""
    if replay.failed or replay.after("upgrade").count(PROFILES) != 700:
        return None
    return Mistake(
        "each page that is done leaves the list, the rest moves up, and the next OFFSET jumps over as many who wait",
        "one INSERT … SELECT for all of them; or page along the key, `id > :after`, without OFFSET",
    )


def mistake_there_already(replay: Replay) -> Mistake | None:
    """Recognise the backfill that does not pass over what is there."""
    if not replay.failed or "UNIQUE constraint failed: user_profiles.user_id" not in replay.failed.run.error:
        return None
    return Mistake(
        "some of the users have a profile already, and the table allows one each",
        "pass over them: `… FROM users WHERE true ON CONFLICT (user_id) DO NOTHING`",
    )


def mistake_no_where(replay: Replay) -> Mistake | None:
    """Recognise ON CONFLICT behind a SELECT without a WHERE, which SQLite reads as the ON of a join."""
    if not replay.failed or 'near "DO": syntax error' not in replay.failed.run.error:
        return None
    return Mistake(
        "without a WHERE before it SQLite takes the ON of ON CONFLICT for that of a join",
        "write `FROM users WHERE true ON CONFLICT (user_id) DO NOTHING`",
    )


def _upgrade_missed(replay: Replay) -> Miss | None:
    """Tell what is told before the way back: a reason belongs to what was found."""
    return _everybody(replay, "upgrade") or _values(replay, "upgrade") or _kept(replay, "upgrade")


def _everybody(replay: Replay, after: str) -> Miss | None:
    return (
        expect.invariant(replay, WITHOUT, rule="a user without a profile", after=after)
        or expect.no_duplicates(replay, PROFILES, columns=("user_id",), after=after)
        or expect.count_is(replay, PROFILES, count=replay.exercise.users, after=after)
    )


def _values(replay: Replay, after: str) -> Miss | None:
    missed = _columns(replay, after)
    if missed:
        return missed
    users = replay.start.by_key("users")
    before = {row["user_id"] for row in replay.start.by_key(PROFILES).values()}
    now = {row["user_id"]: row for row in replay.after(after).by_key(PROFILES).values()}
    wrong = []
    for user in sorted(now.keys() - before):
        owner = users.get((user,))
        meant = (None, None, owner["created_at"], owner["updated_at"]) if owner else ()
        found = tuple(now[user][name] for name in ADDED if name in now[user])
        if found != meant:
            wrong.append((user, meant, found))
    if not wrong:
        return None
    user, meant, found = next((one for one in wrong if one[0] == 640), wrong[0])
    pairs = zip(ADDED, meant, found, strict=False)  # without an owner nothing is meant
    said = "; ".join(f"{name} must be {_said(a)}, is {_said(b)}" for name, a, b in pairs if a != b) or "no such user"
    number = f"{len(wrong):,} new {'profile has' if len(wrong) == 1 else 'profiles have'}"
    return Miss(f"{number} other values; that of user {user}: {said}", "upgrade()")


def _said(value: object) -> str:
    return "NULL" if value is None else f"'{value}'"


def _columns(replay: Replay, after: str) -> Miss | None:
    names = ("user_id", *ADDED)
    return next(
        (miss for name in names if (miss := expect.column_exists(replay, f"{PROFILES}.{name}", after=after))), None
    )


def _kept(replay: Replay, after: str) -> Miss | None:
    return expect.rows_kept(replay, PROFILES, example=17, after=after) or _nothing_else(replay, after)


def _nothing_else(replay: Replay, after: str) -> Miss | None:
    return expect.nothing_else(replay, (f"{PROFILES}.*",), after=after) or expect.no_orphans(replay, after=after)
