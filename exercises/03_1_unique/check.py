"""Judge a rule that the rows broke, by the rows: who keeps an address, who gets another, and what comes back."""

from typing import Any

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

TABLE, COLUMN = "users", "email"
OTHERS = ("username", "full_name", "created_at", "updated_at")
EXAMPLE = (8,)


def one_head(replay: Replay) -> Miss | None:
    """Expect a revision of the learner's own, which the upgrade reaches."""
    return expect.new_revision(replay) or expect.one_head(replay) or expect.at_head(replay)


def rule(replay: Replay) -> Miss | None:
    """Expect a unique constraint or a unique index that refuses; the column as it was."""
    return (
        _unique(replay)
        or expect.column_type(replay, "users.email", type="VARCHAR(255)")
        or expect.nullable(replay, "users.email")
        or expect.column_default(replay, "users.email", default=None)
    )


def _unique(replay: Replay) -> Miss | None:
    """Expect a rule over all addresses; rows without one need none, so an index may leave them out."""
    missed = expect.constraint(replay, TABLE, kind="unique", columns=(COLUMN,))
    if missed is None:
        return _silent(replay)
    if not expect.unique_index(replay, TABLE, columns=(COLUMN,)) or not expect.unique_index(
        replay, TABLE, columns=(COLUMN,), only="email IS NOT NULL"
    ):
        return None
    if expect.index(replay, TABLE, columns=(COLUMN,)) is None:
        why = "an index that is not unique finds addresses fast and refuses nothing"
        return Miss(missed.found, missed.where, why=why, next="make it unique, or make a unique constraint")
    return missed


def _silent(replay: Replay) -> Miss | None:
    """Tell of a rule that does not refuse: ON CONFLICT lets the second row replace the first, or vanish."""
    words = [one.extra for one in _rules(replay) if "ON CONFLICT" in one.extra]
    if not words:
        return None
    left, had = replay.after("upgrade").count(TABLE), replay.start.count(TABLE)
    rows = f"; {left:,} of {had:,} users are left" if left != had else ""
    why = f"with {words[0]} the database refuses nothing: one of two rows goes, and nobody is told"
    next_step = "make the rule without it, and write the rows first"
    return Miss(f"the rule of users.email says {words[0]}{rows}", "upgrade()", why=why, next=next_step)


def rows_kept(replay: Replay) -> Miss | None:
    """Expect every user with all but their address, and every child with its user."""
    return (
        expect.rows_kept(replay, TABLE, columns=OTHERS, example=8)
        or expect.children_kept(replay, "endpoint_configs.owner_id")
        or expect.children_kept(replay, "user_profiles.user_id")
    )


def addresses(replay: Replay) -> Miss | None:
    """Expect each address with its first user, and the id in the address of each other one."""
    meant = _meant(replay)
    found = replay.after("upgrade").by_key(TABLE)
    wrong = [key for key in meant if key in found and _email(found[key]) != meant[key]]
    if not wrong:
        return None
    key = EXAMPLE if EXAMPLE in wrong else wrong[0]
    says = _email(found[key])
    says = "NULL" if says is None else f"'{says}'"
    users = f"{len(wrong):,} {'user has' if len(wrong) == 1 else 'users have'}"
    said = f"row {key[0]} of users: email must be '{meant[key]}', is {says}"
    return Miss(f"{users} another address than the task says. {said}", "upgrade()")


def nothing_else(replay: Replay) -> Miss | None:
    """Expect all else as it was, also where the downgrade would put it back; the rule may have any name or none."""
    rules = [f"{TABLE}.{one.name or '(no name)'}" for one in _rules(replay)]
    return expect.nothing_else(replay, (f"{TABLE}.{COLUMN}", *rules))


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade, and the first upgrade's end after the second one."""
    return expect.downgrade_restores(replay) or expect.upgrade_again_equal(replay)


def mistake_too_early(replay: Replay) -> Mistake | None:
    """Recognise the rule that came before the rows: the copy stops at the first address that stands twice."""
    if not replay.failed or "UNIQUE constraint failed" not in replay.failed.run.error:
        return None
    left = replay.failed.state.leftovers
    also = f". The table {left[0]} is left behind: the next try stops at that, and hides this" if left else ""
    return Mistake(
        f"at the start two mailboxes have several users: one is read by two people, one by three people{also}",
        "look: `SELECT email, count(*) FROM users GROUP BY email HAVING count(*) > 1`. First the rows, then the rule",
    )


def mistake_no_batch(replay: Replay) -> Mistake | None:
    """Recognise a constraint that was to be added to a table where it stands."""
    if not replay.failed or "No support for ALTER of constraints" not in replay.failed.run.error:
        return None
    return Mistake(
        "SQLite cannot add a constraint to a table that exists, so Alembic refuses",
        "do it in `with op.batch_alter_table(…)`, or create a unique index, which needs no batch",
    )


def _rules(replay: Replay) -> list[Any]:
    """Give the unique constraints and the indexes over the addresses alone."""
    found = [one for one in replay.after("upgrade").schema().tables if one.name == TABLE]
    return [one for users in found for one in (*users.uniques, *users.indexes) if one.columns == (COLUMN,)]


def _meant(replay: Replay) -> dict[Any, Any]:
    """Say which address each user must have."""
    first: dict[Any, Any] = {}
    rows = sorted(replay.start.by_key(TABLE).items())
    for key, row in rows:
        first.setdefault(_email(row), key)
    return {key: _email(row) if first[_email(row)] == key else _suffixed(row, key) for key, row in rows}


def _suffixed(row: Any, key: Any) -> Any:
    email = _email(row)
    return email.replace("@", f"+{key[0]}@") if isinstance(email, str) else email


def _email(row: Any) -> Any:
    if COLUMN not in row:
        return None
    return row[COLUMN]


def note(replay: Replay) -> str:
    """Tell what a rebuilt table costs."""
    return expect.cost(replay, more="A unique index refuses the same rows and needs no rebuild")
