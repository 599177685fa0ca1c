"""Judge a Boolean column with a default by the values it stores, and by the SQL it becomes on PostgreSQL."""

import re

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

FLAG = "users.is_admin"
FALSE = ("0", "'0'")  # SQLite turns the text '0' into the number: the column is NUMERIC to it
ON_POSTGRESQL = "alembic -x url=postgresql://db.example/app upgrade {start}:head --sql"
DEFAULT = re.compile(r"\bis_admin\b[^,;]*?\bDEFAULT\s+([^\s,;]+)", re.IGNORECASE)
SAY_IT_TWICE = (
    "say in `lab_app/models/user.py` what the revision says: a default stands in both, and in both it can be wrong"
)
NUMBER = re.compile(r"\(*\d+\)*")


def one_head(replay: Replay) -> Miss | None:
    """Expect a revision of the learner's own, which the upgrade reaches."""
    return expect.new_revision(replay) or expect.one_head(replay) or expect.at_head(replay)


def column(replay: Replay) -> Miss | None:
    """Expect a required Boolean."""
    return expect.column_type(replay, FLAG, type="BOOLEAN") or expect.not_nullable(replay, FLAG)


def nobody(replay: Replay) -> Miss | None:
    """Expect the number 0 in every row: a text would read as true."""
    missed = expect.column_exists(replay, FLAG) or expect.count_kept(replay, "users")
    if missed:
        return missed
    users = replay.after("upgrade").by_key("users")
    wrong = {
        key: row["is_admin"] for key, row in users.items() if row["is_admin"] is not False and row["is_admin"] != 0
    }
    if not wrong:
        return None
    key = (17,) if (17,) in wrong else min(wrong)
    return Miss(
        f"is_admin is not 0 in {len(wrong):,} of {len(users):,} rows of users; {_said(key[0], wrong[key])}", "upgrade()"
    )


def _said(user: object, value: object) -> str:
    if isinstance(value, str):
        return f"row {user} of users: it is the text '{value}'"
    return f"row {user} of users: it is {'NULL' if value is None else value}"


def new_rows(replay: Replay) -> Miss | None:
    """Expect a default that stores 0: programs that do not know the column insert without it."""
    missed = [expect.column_default(replay, FLAG, default=one) for one in FALSE]
    return missed[0] if all(missed) else None


def rows_kept(replay: Replay) -> Miss | None:
    """Expect everybody and everything as it was."""
    columns = ("username", "full_name", "email", "created_at", "updated_at")
    return (
        expect.rows_kept(replay, "users", columns=columns, example=17)
        or expect.children_kept(replay, "endpoint_configs.owner_id")
        or expect.children_kept(replay, "user_profiles.user_id")
    )


def postgresql(replay: Replay) -> Miss | None:
    """Expect a default that PostgreSQL takes for a Boolean, in the SQL that Alembic writes for it."""
    missed = expect.column_exists(replay, FLAG)
    if missed:
        return missed
    run = replay.step(ON_POSTGRESQL.format(start=replay.exercise.start_revision)).run
    if not run.ok:
        last = next((line.strip() for line in reversed(run.output.splitlines()) if line.strip()), "(no output)")
        return Miss(f"the SQL for PostgreSQL cannot be written: {last}", "upgrade()")
    defaults = DEFAULT.findall(run.output)
    if not defaults:
        return Miss("the SQL for PostgreSQL has no default for is_admin", "upgrade()")
    wrong = [one for one in defaults if NUMBER.fullmatch(one)]
    if not wrong:
        return None
    return Miss(
        f"the SQL for PostgreSQL says is_admin … DEFAULT {wrong[0]}",
        "upgrade()",
        why="PostgreSQL has a type for truth and takes no number for it: “default expression is of type integer”",
        next="write the default in a word that each database spells in its own way: `sa.false()`",
    )


def models(replay: Replay) -> Miss | None:
    """Expect the model to say what the database has, the default included."""
    missed = expect.models_agree(replay)
    return Miss(missed.found, missed.where, next=missed.next or SAY_IT_TWICE) if missed else None


def nothing_else(replay: Replay) -> Miss | None:
    """Expect all else as it was, also where the downgrade would put it back."""
    return expect.nothing_else(replay, (FLAG,))


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade, and the first upgrade's end after the second one."""
    return expect.downgrade_restores(replay) or expect.upgrade_again_equal(replay)


def mistake_text(replay: Replay) -> Mistake | None:
    """Recognise a default that is a text: `server_default="false"` as the draft has it."""
    shape = next((one for one in replay.after("upgrade").schema().tables if one.name == "users"), None)
    default = shape["is_admin"].default if shape and "is_admin" in shape else None
    if default is None or default.strip("'\" ").lower() not in ("false", "f") or not default.startswith(("'", '"')):
        return None
    return Mistake(
        "in quotes it is a text, and to the service every text is true. `alembic check` is content, because model and "
        "database have the same wrong default",
        "write the value, not its name: `sa.false()` in the revision, `false()` in the model",
    )


def mistake_without_default(replay: Replay) -> Mistake | None:
    """Recognise a required column whose rows were filled, and which has no default for those to come."""
    shape = next((one for one in replay.after("upgrade").schema().tables if one.name == "users"), None)
    if shape is None or "is_admin" not in shape or shape["is_admin"].nullable or shape["is_admin"].default is not None:
        return None
    return Mistake(
        "an UPDATE fills the rows of today. A program that does not know the column is refused from now on: "
        "“NOT NULL constraint failed”",
        "give the column a `server_default`: it fills the rows that exist and those to come",
    )


def mistake_required(replay: Replay) -> Mistake | None:
    """Recognise a required column without a default, with the UPDATE that was to fill it behind it."""
    if not replay.failed or "Cannot add a NOT NULL column" not in replay.failed.run.error:
        return None
    return Mistake(
        "1,000 rows would need a value in the moment the column appears; an UPDATE on a later line is never reached",
        "let the database write the value: the column needs a `server_default`",
    )


def note(replay: Replay) -> str:
    """Tell what a rebuilt table costs."""
    return expect.cost(replay, more="`op.add_column` with a constant default touches no row")
