"""Judge the repair after a crash by the learner's own database, and the revision by a replay from before it."""

from typing import Any

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, REVISION = "own", "007_user_initials"
COLUMN, INDEX = "users.initials", "ix_users_initials"
USERS = ("username", "full_name", "email", "created_at", "updated_at")


def version(replay: Replay) -> Miss | None:
    """Expect the version table at 007."""
    return expect.version(replay, revision=REVISION, after=OWN)


def schema(replay: Replay) -> Miss | None:
    """Expect the column and the index as 007 makes them."""
    return (
        expect.column_type(replay, COLUMN, type="VARCHAR(2)", after=OWN)
        or expect.nullable(replay, COLUMN, after=OWN)
        or expect.column_default(replay, COLUMN, default=None, after=OWN)
        or expect.index(replay, "users", columns=("initials",), after=OWN)
        or expect.index_named(replay, "users", name=INDEX, after=OWN)
        or _not_unique(replay)
    )


def _not_unique(replay: Replay) -> Miss | None:
    """Expect that two users may share their initials."""
    if any(one.name == INDEX and one.unique for one in replay.own.schema()["users"].indexes):
        return Miss(f"the index {INDEX} of your own database is unique: no two users could share their initials")
    return None


def filled(replay: Replay) -> Miss | None:
    """Expect the initials of every user who is there."""
    users = _users(replay)
    if not users:
        return Miss("users has no initials, or nobody is in it")
    wrong = [one for one in users if one["initials"] != one["username"][:2].upper()]
    if not wrong:
        return None
    first = next((one for one in wrong if one["id"] == 17), wrong[0])
    said = "NULL" if first["initials"] is None else f"“{first['initials']}”"
    return Miss(
        f"the initials of {len(wrong):,} of {len(users):,} users are missing or wrong; user {first['id']}: {said}"
    )


def _users(replay: Replay) -> list[dict[str, Any]]:
    """Give the learner's users who have initials or none yet, also where the table has lost its key."""
    found = next((one for one in replay.own.rows() if one.name == "users" and "initials" in one.columns), None)
    return [dict(zip(found.columns, one, strict=True)) for one in found.values or ()] if found else []


def rows_kept(replay: Replay) -> Miss | None:
    """Expect every row of before the accident."""
    return (
        expect.rows_kept(replay, "users", columns=USERS, example=17, after=OWN)
        or expect.rows_kept(replay, "endpoint_configs", after=OWN)
        or expect.rows_kept(replay, "user_profiles", after=OWN)
        or expect.no_orphans(replay, after=OWN)
    )


def nothing_else(replay: Replay) -> Miss | None:
    """Expect all else as it was, in the learner's own databases and in the replay."""
    meant = (COLUMN, f"users.{INDEX}")
    missed = expect.nothing_else(replay, meant, after=OWN)
    if missed:
        step = "take away from your own database what is neither of before the accident nor of 007"
        return Miss(missed.found, next=step)
    return expect.nothing_else(replay, meant)


def file(replay: Replay) -> Miss | None:
    """Expect that the revision does its work on a database that did not crash."""
    return (
        expect.version(replay, revision=REVISION)
        or expect.values_changed(replay, ("users.username", COLUMN), change=lambda name: name[:2].upper(), example=17)
        or expect.index(replay, "users", columns=("initials",))
        or expect.rows_kept(replay, "users", columns=USERS, example=17)
        or expect.downgrade_restores(replay)
        or expect.upgrade_again_equal(replay)
    )


def mistake_stamped(replay: Replay) -> Mistake | None:
    """Recognise a stamp on a database that is still half of it."""
    if expect.version(replay, revision=REVISION, after=OWN) or not expect.index(
        replay, "users", columns=("initials",), after=OWN
    ):
        return None
    return Mistake(
        "`stamp` says only that 007 has happened; it makes no index and fills no row",
        "make by hand what is missing, in the order of upgrade(): the rows, then the index",
    )


def mistake_other_name(replay: Replay) -> Mistake | None:
    """Recognise an index under a name of the learner's own."""
    if expect.index(replay, "users", columns=("initials",), after=OWN) or not expect.index_named(
        replay, "users", name=INDEX, after=OWN
    ):
        return None
    return Mistake(
        f"the downgrade of 007 drops the index by its name, {INDEX}: under another name it stays in the way",
        f"drop your index, then `CREATE INDEX {INDEX} ON users (initials)`",
    )


def mistake_half_of_the_rows(replay: Replay) -> Mistake | None:
    """Recognise the rows that the crash had left."""
    users = _users(replay)
    if len(users) != replay.exercise.users or sum(one["initials"] is None for one in users) != 984:
        return None
    if expect.version(replay, revision=REVISION, after=OWN):
        return None
    return Mistake(
        "the plug was pulled after the user with id 16: schema and version say that all is done, the rows do not",
        "one UPDATE for the users whose initials are NULL, as upgrade() does it",
    )


def mistake_not_upgraded(replay: Replay) -> Mistake | None:
    """Recognise the way back half gone: the database is what 006 makes."""
    if not expect.version(replay, revision=REVISION, after=OWN) or replay.own.schema() != replay.start.schema():
        return None
    return Mistake(
        "the column is gone, so version table, schema and rows agree again: all three say 006. 007 has yet to happen",
        "`alembic upgrade head`: nothing is in its way any more",
    )


def mistake_copied_by_select(replay: Replay) -> Mistake | None:
    """Recognise a table that was copied to be rid of a column."""
    own = replay.own.schema()
    if "users" not in own.table_names or own["users"].primary_key:
        return None
    return Mistake(
        "a table made by CREATE TABLE … AS SELECT has all values and no rule: no key, no UNIQUE, no NOT NULL",
        'exercise("06.2").reset(), then `ALTER TABLE users DROP COLUMN initials`: it leaves all else as it is',
    )


def mistake_edited(replay: Replay) -> Mistake | None:
    """Recognise a revision that fits the crashed database only."""
    if not replay.failed or "no such column: initials" not in replay.failed.run.error:
        return None
    return Mistake(
        "the file fits this one database now: every other database, from the next developer's to production, has no "
        "such column yet and needs the line",
        "put the line back; repair the database, not the revision",
    )
