"""Judge the way back from user_avatars by what the database says after up, down and up again."""

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OLD, NEW = "user_profiles", "user_avatars"
MADE = (
    "user_id INTEGER NOT NULL",
    "url VARCHAR(255) NOT NULL",
    "pk_user_avatars",
    "fk_user_avatars_user_id_users",
)
OLD_INDEX, NEW_INDEX = "ix_endpoint_configs_active_path", "ix_endpoint_configs_path"


def upgrade(replay: Replay) -> Miss | None:
    """Expect that upgrade() is still the one that was handed out."""
    return (
        expect.at_head(replay)
        or expect.table_exists(replay, NEW)
        or expect.table_exists(replay, "endpoint_configs")
        or _shape(replay)
        or expect.foreign_key(replay, f"{NEW}.user_id", target="users.id", on_delete="CASCADE")
        or _avatars(replay)
        or expect.column_gone(replay, f"{OLD}.avatar_url")
    )


def _shape(replay: Replay) -> Miss | None:
    """Expect the table and the index as they were handed out."""
    tables = replay.after("upgrade").schema()
    made = tables[NEW]
    indexes = [f"{one.name} {one.words}" for one in tables["endpoint_configs"].indexes]
    found = (*(f"{one.name} {one.words}" for one in made.columns), made.primary_key.name)
    found += tuple(one.name for one in made.foreign_keys)
    rules = [*made.uniques, *made.checks, *made.indexes]
    changed = [one for one in (*MADE, *found) if (one in MADE) != (one in found)] + [one.words for one in rules]
    if not changed and f"{NEW_INDEX} (path)" in indexes:
        return None
    first = changed[0] if changed else f"the indexes of endpoint_configs are {'; '.join(indexes)}"
    return Miss(f"{NEW} or the index of endpoint_configs is not as it was handed out; first: {first}", "upgrade()")


def _avatars(replay: Replay) -> Miss | None:
    """Expect each avatar of the start beside its user, once."""
    meant = {row["user_id"]: row["avatar_url"] for row in replay.start.by_key(OLD).values() if row["avatar_url"]}
    rows = [row for row in replay.after("upgrade").by_key(NEW).values() if {"user_id", "url"} <= set(row.columns)]
    found = {row["user_id"]: row["url"] for row in rows}
    if found == meant:
        return None
    wrong = [user for user in sorted({*meant, *found}) if meant.get(user) != found.get(user)]
    user = 17 if 17 in wrong else wrong[0]
    return Miss(
        f"{len(wrong):,} of {len(meant):,} users have another avatar in {NEW} than they had, or none; "
        f"user {user}: {found.get(user) or 'none'}, was {meant.get(user) or 'none'}",
        "upgrade()",
    )


def nothing_else(replay: Replay) -> Miss | None:
    """Expect all else as it was, also where the downgrade would put it back."""
    return expect.nothing_else(
        replay, (NEW, f"{OLD}.avatar_url", f"endpoint_configs.{OLD_INDEX}", f"endpoint_configs.{NEW_INDEX}")
    )


def schema(replay: Replay) -> Miss | None:
    """Expect the schema of the start after the downgrade."""
    return expect.downgrade_restores(replay, rows_of=())


def rows(replay: Replay) -> Miss | None:
    """Expect the rows of the start after the downgrade; the avatars are told first."""
    missed = expect.rows_kept(
        replay, OLD, columns=("avatar_url", "user_id"), example=_profile_of(17, replay), after="downgrade"
    )
    if missed or schema(replay):  # what is missing in the schema is said once
        return missed
    return expect.downgrade_restores(replay)


def _profile_of(user: int, replay: Replay) -> object:
    """Give the id of a user's profile: it is another number than the user's."""
    return next((row["id"] for row in replay.start.by_key(OLD).values() if row["user_id"] == user), None)


def again(replay: Replay) -> Miss | None:
    """Expect that nothing of the downgrade is in the way of a second upgrade."""
    return expect.upgrade_again_equal(replay)


def mistake_too_early(replay: Replay) -> Mistake | None:
    """Recognise the order of upgrade(): the table is dropped before its rows are read."""
    if not replay.failed or f"no such table: {NEW}" not in replay.failed.run.error:
        return None
    return Mistake(
        f"the downgrade drops {NEW}, and reads it afterwards",
        "write the inverse of each line in upgrade(), last line first: the table goes when nobody needs its rows",
    )


def mistake_constraint_outside_a_batch(replay: Replay) -> Mistake | None:
    """Recognise the advice to drop foreign keys first."""
    if not replay.failed or "No support for ALTER of constraints" not in replay.failed.run.error:
        return None
    return Mistake(
        "SQLite cannot drop a constraint of a table that is there; a table that goes takes its constraints along",
        "leave `drop_constraint` out, and bring the values back before the table goes",
    )


def mistake_backup_table(replay: Replay) -> Mistake | None:
    """Recognise a table that was kept aside: nobody wrote its values back, and the next downgrade stumbles on it."""
    if any(step.name == "downgrade" and not step.ok for step in replay.steps):
        return None
    if not any("backup" in name for name in replay.after("downgrade").schema().table_names):
        return None
    return Mistake(
        "a table made by CREATE TABLE … AS SELECT is no way back: it has no rules, nobody reads it, and it makes the "
        "next downgrade stop",
        "write its values back to user_profiles.avatar_url, then drop the table",
    )


def mistake_other_key(replay: Replay) -> Mistake | None:
    """Recognise the avatars of other users: looked up by the profile's id instead of its user's."""
    if any(step.name == "downgrade" and not step.ok for step in replay.steps):
        return None
    meant = {row["user_id"]: row["avatar_url"] for row in replay.start.by_key(OLD).values()}
    rows = [row for row in replay.after("downgrade").by_key(OLD).values() if "avatar_url" in row.columns]
    if not rows or any(row["avatar_url"] != meant.get(row["id"]) for row in rows):
        return None
    return Mistake(
        "the avatars went to other users: the id of a profile is not that of its user",
        "compare user_avatars.user_id with user_profiles.user_id",
    )


def mistake_structure_only(replay: Replay) -> Mistake | None:
    """Recognise a column that came back empty."""
    if any(step.name == "downgrade" and not step.ok for step in replay.steps):
        return None
    rows = replay.after("downgrade").by_key(OLD).values()
    if not rows or any(row["avatar_url"] for row in rows if "avatar_url" in row.columns):
        return None
    if not any("avatar_url" in row.columns for row in rows):
        return None
    return Mistake(
        "the column is back, and NULL in every row: nobody read user_avatars before it went",
        "copy them with one UPDATE before `drop_table`",
    )
