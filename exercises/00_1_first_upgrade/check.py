"""Judge the first upgrade by the learner's own database: where it stands, its tables, and the rows in them."""

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, NEWEST = "own", "006_index_endpoint_lookup"
USERS = ("username", "full_name", "email", "created_at", "updated_at")
LOOKUP = ("owner_id", "method", "path")
ENDPOINTS = ("owner_id", "name", "path", "method", "timeout_ms", "created_at")


def at_head(replay: Replay) -> Miss | None:
    """Expect the learner's own database at the newest revision."""
    return expect.version(replay, revision=NEWEST, after=OWN)


def schema(replay: Replay) -> Miss | None:
    """Expect the tables that an upgrade makes, not only a version table that says so."""
    return expect.own_is_replayed(replay) or _made_by_the_revisions(replay)


def _made_by_the_revisions(replay: Replay) -> Miss | None:
    """Expect a thing of each revision: one that was emptied runs as well, and makes nothing."""
    return (
        expect.constraint(replay, "user_profiles", kind="unique", columns=["user_id"], after=OWN)
        or expect.foreign_key(replay, "user_profiles.user_id", target="users.id", on_delete="CASCADE", after=OWN)
        or expect.column_gone(replay, "users.bio", after=OWN)
        or expect.column_gone(replay, "users.avatar_url", after=OWN)
        or expect.not_nullable(replay, "endpoint_configs.is_active", after=OWN)
        or expect.column_default(replay, "endpoint_configs.is_active", default="1", after=OWN)
        or expect.constraint(replay, "endpoint_configs", kind="unique", columns=LOOKUP, after=OWN)
        or expect.index(replay, "endpoint_configs", columns=["path"], only="is_active", after=OWN)
    )


def rows_kept(replay: Replay) -> Miss | None:
    """Expect every user and every endpoint as they were."""
    return expect.rows_kept(replay, "users", columns=USERS, example=17, after=OWN) or expect.rows_kept(
        replay, "endpoint_configs", columns=ENDPOINTS, after=OWN
    )


def profiles(replay: Replay) -> Miss | None:
    """Expect each user's bio in their profile, and all else that the revisions write."""
    return expect.table_exists(replay, "user_profiles", after=OWN) or _bios(replay) or expect.own_rows_kept(replay)


def _bios(replay: Replay) -> Miss | None:
    """Compare by user: the ids of the profiles are nobody's business."""
    meant = {user["id"]: user["bio"] for user in replay.start.by_key("users").values()}
    profiles = [row for row in replay.own.by_key("user_profiles").values() if {"user_id", "bio"} <= set(row.columns)]
    found = {row["user_id"]: row["bio"] for row in profiles}
    without = [user for user in meant if user not in found]
    if without:
        user = 17 if 17 in without else without[0]
        return Miss(f"{len(without):,} of {len(meant):,} users have no profile; first: user {user}")
    wrong = [user for user in meant if found[user] != meant[user]]
    if not wrong:
        return None
    user = 17 if 17 in wrong else wrong[0]
    return Miss(
        f"{len(wrong):,} of {len(meant):,} profiles say something else than their user did; "
        f"user {user}: bio is {_said(found[user])}, was {_said(meant[user])}"
    )


def _said(text: object) -> str:
    return "NULL" if text is None else f"“{text}”"


def mistake_stamped(replay: Replay) -> Mistake | None:
    """Recognise `stamp`: the version says the newest revision, the tables are still those of the start."""
    if expect.at_head(replay, after=OWN) or replay.own.schema() != replay.start.schema():
        return None
    return Mistake(
        "`stamp` writes a revision into the version table and runs nothing; Alembic believes it from then on",
        "tell the truth again with `alembic stamp 001_initial_schema`, then let `alembic upgrade` do the work",
    )


def mistake_other_revisions(replay: Replay) -> Mistake | None:
    """Recognise revisions that were changed: the database does what they say, and they say something else."""
    changed = [path for path in replay.changed if path.startswith("alembic/versions/")]
    if not changed or expect.at_head(replay, after=OWN) or expect.own_is_replayed(replay):
        return None
    return Mistake(
        f"{changed[0]} says something else than at the start. A revision that others have run already is not edited: "
        "two databases at one revision would be two different ones",
        'exercise("00.1").reset() brings files and database back, and keeps yours in `attempts`; then run them as they '
        "are",
    )


def mistake_emptied(replay: Replay) -> Mistake | None:
    """Recognise the way down to the empty database: the tables are new, and nobody is in them."""
    if replay.own.count("users") != 0:
        return None
    return Mistake(
        "the downgrade of the first revision drops its tables with all rows; the upgrade makes them again, empty",
        'exercise("00.1").reset() brings the rows back; then only go up',
    )


def mistake_on_the_way(replay: Replay) -> Mistake | None:
    """Recognise a database that has run some of the revisions that wait."""
    history, stands = replay.history, replay.own.revisions()
    if any(one not in history for one in stands):
        return None
    left = len(history.pending(stands))
    if not 0 < left < len(history.pending(replay.start.revisions())):
        return None
    return Mistake(
        f"{left} {'revision still waits' if left == 1 else 'revisions still wait'}: `upgrade` with a number of steps, "
        "or with a revision's name, goes only that far",
        "`alembic upgrade head` runs all that is left",
    )


def mistake_new_revision(replay: Replay) -> Mistake | None:
    """Recognise a revision that was written where one was to be run."""
    if not replay.mine() or replay.own.revisions() != replay.start.revisions():
        return None
    return Mistake(
        "`alembic revision` writes a new file and runs none; the head is that file now, and the database is as it was",
        "delete the new file in `alembic/versions/`, then run the revisions that are there: `alembic upgrade …`",
    )
