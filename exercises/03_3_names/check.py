"""Judge a table whose rules got names by the names, and by whether the rules still say what they said."""

from typing import Any

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

TABLE = "api_keys"
NAMES = ("pk_api_keys", "uq_api_keys_token_hash", "ck_api_keys_uses_counted", "fk_api_keys_user_id_users")
COLUMNS = {"id": "INTEGER", "user_id": "INTEGER", "token_hash": "VARCHAR(64)", "uses": "INTEGER"}


def one_head(replay: Replay) -> Miss | None:
    """Expect a revision of the learner's own, which the upgrade reaches."""
    return expect.new_revision(replay) or expect.one_head(replay) or expect.at_head(replay)


def names(replay: Replay) -> Miss | None:
    """Expect the four names, and no rule without one."""
    missed = (expect.constraint_named(replay, TABLE, name=name) for name in NAMES)
    return next(filter(None, missed), None) or expect.all_named(replay)


def rules(replay: Replay) -> Miss | None:
    """Expect the rules and the columns of the start."""
    return (
        expect.constraint(replay, TABLE, kind="primary key", columns=("id",))
        or expect.constraint(replay, TABLE, kind="unique", columns=("token_hash",))
        or expect.values_refused(replay, TABLE, values={"uses": -1})
        or next(filter(None, (_same_words(replay, kind) for kind in ("primary_key", "uniques", "checks"))), None)
        or expect.column_default(replay, f"{TABLE}.uses", default="0")
        or next(filter(None, (_column(replay, name, kind) for name, kind in COLUMNS.items())), None)
    )


def on_delete(replay: Replay) -> Miss | None:
    """Expect the foreign key with its ON DELETE, and no other words."""
    return expect.foreign_key(replay, f"{TABLE}.user_id", target="users.id", on_delete="CASCADE") or _same_words(
        replay, "foreign_keys"
    )


def rows_kept(replay: Replay) -> Miss | None:
    """Expect every key with its user, and every user."""
    return expect.rows_kept(replay, TABLE, example=17) or expect.rows_kept(replay, "users", example=17)


def nothing_else(replay: Replay) -> Miss | None:
    """Expect all else as it was, also where the downgrade would put it back."""
    return expect.nothing_else(replay, [f"{TABLE}.{name}" for name in NAMES])


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade, names aside, and the first upgrade's end after the second one."""
    return expect.downgrade_restores(replay, names_free=[TABLE]) or expect.upgrade_again_equal(replay)


def mistake_no_name(replay: Replay) -> Mistake | None:
    """Recognise a constraint that was to be dropped by a name that nobody gave it."""
    error = replay.failed.run.error if replay.failed else ""
    if "No such constraint" not in error:
        return None
    return Mistake(
        "Alembic looks for the constraint by its name, and the table that it reads has none",
        "hand `naming_convention=` to `batch_alter_table`: what it reads gets names; what it does not read, create",
    )


def mistake_draft(replay: Replay) -> Mistake | None:
    """Recognise a draft as it came: it drops a constraint called None, and the naming convention stumbles over that."""
    if not replay.failed or "list index out of range" not in replay.failed.run.error:
        return None
    return Mistake(
        "`drop_constraint(None)` has no name to look for: Alembic warned when it wrote the draft. It sees two of "
        "the four rules only, and CHECK is not one of them",
        "do not repair the draft: write the batch yourself, with `naming_convention=` or with `copy_from=`",
    )


def mistake_rules_lost(replay: Replay) -> Mistake | None:
    """Recognise a batch that read the table: rules without a name that are written beside a column are left out."""
    table = next((one for one in replay.after("upgrade").schema().tables if one.name == TABLE), None)
    if table is None or (table.checks and table.uniques):
        return None
    return Mistake(
        "a batch that reads the table leaves out a CHECK without a name, and a UNIQUE that is written beside a column "
        "with a length: from now on the database takes what they refused",
        "write them again in the batch, or say the whole table with `copy_from`",
    )


def mistake_on_delete_lost(replay: Replay) -> Mistake | None:
    """Recognise a batch that read the table: a key that was written beside its column loses its ON DELETE."""
    table = next((one for one in replay.after("upgrade").schema().tables if one.name == TABLE), None)
    if table is None or not any(key.on_delete == "NO ACTION" for key in table.foreign_keys):
        return None
    return Mistake(
        "of a foreign key that is written beside its column SQLAlchemy reads the target, not the ON DELETE. From now "
        "on a user with a key cannot be deleted",
        "drop the key in the batch and create it again with `ondelete`, or say the whole table with `copy_from`",
    )


def _same_words(replay: Replay, kind: str) -> Miss | None:
    """Expect rules of a kind that say the same as at the start, names aside."""
    before, now = _words(replay.start, kind), _words(replay.after("upgrade"), kind)
    if before == now:
        return None
    return Miss(
        f"{TABLE} says {', '.join(now) or 'nothing'} now; at the start it said {', '.join(before)}", "upgrade()"
    )


def _words(state: Any, kind: str) -> list[str]:
    found = getattr(state.schema()[TABLE], kind)
    return sorted(one.words for one in (found if isinstance(found, tuple) else (found,)))


def _column(replay: Replay, name: str, kind: str) -> Miss | None:
    place = f"{TABLE}.{name}"
    return expect.column_type(replay, place, type=kind) or expect.not_nullable(replay, place)


def note(replay: Replay) -> str:
    """Tell what a rebuilt table costs."""
    return expect.cost(replay, more="Names given on the first day cost nothing")
