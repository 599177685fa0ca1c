"""Judge the rename of users.full_name to users.display_name by what the databases say."""

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

NEW = "users.display_name"


def one_head(replay: Replay) -> Miss | None:
    """Expect a revision of the learner's own, which the upgrade reaches."""
    return expect.new_revision(replay) or expect.one_head(replay) or expect.at_head(replay)


def column(replay: Replay) -> Miss | None:
    """Expect the new column as the old one was, and the old one gone."""
    return (
        expect.column_exists(replay, NEW)
        or expect.column_gone(replay, "users.full_name")
        or expect.column_type(replay, NEW, type="VARCHAR(120)")
        or _rule_or_default(replay)
    )


def _rule_or_default(replay: Replay) -> Miss | None:
    """Expect neither NOT NULL nor a default; where names are lost, that is told first."""
    if expect.values_moved(replay, "users.full_name", NEW):
        return None
    return expect.nullable(replay, NEW) or expect.column_default(replay, NEW, default=None)


def rows_kept(replay: Replay) -> Miss | None:
    """Expect every name in its row, and all else in `users` as it was."""
    others = ("username", "email", "created_at", "updated_at")
    return expect.values_moved(replay, "users.full_name", NEW, example=17) or expect.rows_kept(
        replay, "users", columns=others, example=17
    )


def children_kept(replay: Replay) -> Miss | None:
    """Expect every endpoint and every profile with its user."""
    return expect.children_kept(replay, "endpoint_configs.owner_id") or expect.children_kept(
        replay, "user_profiles.user_id"
    )


def nothing_else(replay: Replay) -> Miss | None:
    """Expect all else as it was, also where the downgrade would put it back."""
    return expect.nothing_else(replay, ("users.full_name", "users.display_name"))


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade, and the first upgrade's end after the second one."""
    return expect.downgrade_restores(replay) or expect.upgrade_again_equal(replay)


def mistake_required(replay: Replay) -> Mistake | None:
    """Recognise the draft of a required column: SQLite refuses it, and the names are safe by luck."""
    if not replay.failed or "Cannot add a NOT NULL column" not in replay.failed.run.error:
        return None
    return Mistake(
        "the draft adds a new, empty column, and 1,000 rows would need a value in it. A default makes the error go "
        "away, and with the next line all names too",
        "do not repair the draft: rename the column instead of adding one",
    )


def mistake_new_empty_column(replay: Replay) -> Mistake | None:
    """Recognise add and drop: the new column holds one and the same value in every row."""
    users = [user for user in replay.after("upgrade").by_key("users").values() if "display_name" in user]
    if not users or {user["display_name"] for user in users} - {None, ""}:
        return None
    return Mistake(
        "add + drop makes a new, empty column. `alembic check` compares structure, so it stays silent",
        "say to Alembic that it is the same column: `op.alter_column` has `new_column_name`",
    )


def mistake_cascade(replay: Replay) -> Mistake | None:
    """Recognise the batch on a connection with foreign keys on: no child is left, every user is."""
    now = replay.after("upgrade")
    if now.count("endpoint_configs") != 0 or now.count("users") != replay.exercise.users:
        return None
    return Mistake(
        "a batch copies `users` and drops the old table; with foreign keys on, ON DELETE CASCADE deletes its children",
        "rename without a batch, or migrate with foreign keys off (`migration_engine` in `lab_app/db.py`)",
    )


def note(replay: Replay) -> str:
    """Tell what a rebuilt table costs."""
    return expect.cost(replay, more="`op.alter_column` outside a batch renames in place")
