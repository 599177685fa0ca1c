"""Judge the rebuild of a parent table by what is left: its rows, its children, its trigger."""

import re

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

NAME = "users.username"
LUCK = (
    "Your PRAGMA worked because no transaction had begun; after the first row that is written, or on an engine that "
    "begins one for each revision, it does nothing and says nothing"
)
NO_BATCH = re.compile(r'near "(ALTER|TYPE|MODIFY)": syntax error')  # from 3.53 on it stumbles over TYPE; MySQL's word


def one_head(replay: Replay) -> Miss | None:
    """Expect a revision of the learner's own, which the upgrade reaches."""
    return expect.new_revision(replay) or expect.one_head(replay) or expect.at_head(replay)


def column(replay: Replay) -> Miss | None:
    """Expect the longer type, and both rules of the column."""
    return (
        expect.column_type(replay, NAME, type="VARCHAR(80)")
        or expect.not_nullable(replay, NAME)
        or expect.column_default(replay, NAME, default=None)
        or expect.constraint(replay, "users", kind="unique", columns=("username",))
    )


def rows_kept(replay: Replay) -> Miss | None:
    """Expect every user with every value."""
    return expect.rows_kept(replay, "users", example=17)


def children_kept(replay: Replay) -> Miss | None:
    """Expect every endpoint and every profile, with its values and its user."""
    return (
        expect.children_kept(replay, "endpoint_configs.owner_id")
        or expect.children_kept(replay, "user_profiles.user_id")
        or expect.rows_kept(replay, "endpoint_configs", example=82)
        or expect.rows_kept(replay, "user_profiles", example=17)
        or expect.no_orphans(replay)
    )


def trigger_kept(replay: Replay) -> Miss | None:
    """Expect the trigger with the same text."""
    return expect.trigger_kept(replay, "users", name="users_lower_address")


def nothing_else(replay: Replay) -> Miss | None:
    """Expect all else as it was, also where the downgrade would put it back."""
    return expect.nothing_else(replay, (NAME,))


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade, and the first upgrade's end after the second one."""
    return expect.downgrade_restores(replay) or expect.upgrade_again_equal(replay)


def mistake_no_batch(replay: Replay) -> Mistake | None:
    """Recognise a type that was to be changed in a table where it stands."""
    if not replay.failed or not NO_BATCH.search(replay.failed.run.error):
        return None
    return Mistake(
        "SQLite cannot change a type: the table has to be built anew",
        "do it in `with op.batch_alter_table(…)`, and mind what it does to the children",
    )


def mistake_pragma_too_late(replay: Replay) -> Mistake | None:
    """Recognise a PRAGMA that was sent inside a transaction: it does nothing, and does not say so."""
    if not _eaten(replay) or not any("foreign_keys=off" in text for text in _statements(replay)):
        return None
    return Mistake(
        "inside a transaction `PRAGMA foreign_keys=OFF` does nothing and says nothing, and your UPDATE began one",
        "switch them off where the connection is made: `migration_engine` in `lab_app/db.py`",
    )


def mistake_checks_put_off(replay: Replay) -> Mistake | None:
    """Recognise a PRAGMA that only puts checks off to the end of the transaction."""
    if not _eaten(replay) or not any("defer_foreign_keys" in text for text in _statements(replay)):
        return None
    return Mistake(
        "`defer_foreign_keys` puts checks off to the end of the transaction. ON DELETE CASCADE is no check, it is done "
        "at once: DROP TABLE deletes every row of users, and each takes its children along",
        "migrate with foreign keys off: `migration_engine` in `lab_app/db.py` does that",
    )


def mistake_way_back(replay: Replay) -> Mistake | None:
    """Recognise a downgrade that loses the children, after an upgrade that kept them."""
    if _eaten(replay) or replay.after("downgrade").count("endpoint_configs") != 0:
        return None
    return Mistake(
        "the way down is a batch as well, and foreign keys are on again: every command is a connection of its own",
        "switch them off for both directions, where the connection is made: `alembic/env.py`",
    )


def mistake_cascade(replay: Replay) -> Mistake | None:
    """Recognise the batch on a connection with foreign keys on: no child is left, every user is."""
    if not _eaten(replay):
        return None
    return Mistake(
        "a batch ends with DROP TABLE users. With foreign keys on, SQLite first deletes every row of it, and ON DELETE "
        "CASCADE deletes the children",
        "migrate with foreign keys off: `migration_engine` in `lab_app/db.py` does that",
    )


def mistake_keys_taken_off(replay: Replay) -> Mistake | None:
    """Recognise foreign keys that were dropped, so that nothing can cascade."""
    tables = [
        one for one in replay.after("upgrade").schema().tables if one.name in ("endpoint_configs", "user_profiles")
    ]
    if all(one.foreign_keys for one in tables):
        return None
    return Mistake(
        "without its foreign key nothing cascades, and nothing guards: delete a user now, and their endpoints stay "
        "behind and belong to nobody",
        "leave the keys in place and migrate with foreign keys off: `migration_engine` in `lab_app/db.py` does that",
    )


def mistake_trigger(replay: Replay) -> Mistake | None:
    """Recognise a table that was rebuilt without its trigger."""
    users = next((one for one in replay.after("upgrade").schema().tables if one.name == "users"), None)
    if users is None or users.triggers or _eaten(replay):
        return None
    return Mistake(
        "DROP TABLE takes the triggers of the table along, without a word, and Alembic does not know them",
        "read their SQL from `sqlite_master` before the batch, and run it after",
    )


def _eaten(replay: Replay) -> bool:
    now = replay.after("upgrade")
    return now.count("endpoint_configs") == 0 and now.count("users") == replay.exercise.users


def _statements(replay: Replay) -> list[str]:
    """Give what the upgrade sent, each statement without spaces and in small letters."""
    return ["".join(one.text.split()).casefold() for run in replay.step("upgrade").runs for one in run.statements]


def note(replay: Replay) -> str:
    """Tell what a rebuilt table costs, and how far a PRAGMA in the revision carries."""
    return expect.cost(replay, more=LUCK if any("foreign_keys=off" in text for text in _statements(replay)) else "")
