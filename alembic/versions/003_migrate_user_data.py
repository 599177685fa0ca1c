"""Give every user a profile.

What: one row in `user_profiles` for each user without one; `bio`, `avatar_url` and both timestamps are copied.
      Rows only, no schema. 10,000 users at a time, each batch committed on its own: a writer waits for one batch,
      not for the whole table. A stopped run goes on where it was, because users who have a profile are passed over.
Why:  the service can read `user_profiles` before `users` loses the columns (revision 004).
Risk: a profile that exists already is left as it is, also when it says something else. At the end every user has a
      profile, or the revision fails and its version is not recorded. On a connection that was handed in, its owner
      commits: then all batches are one transaction. In `--sql` mode nothing can be read: it is one statement, and the
      check is a CHECK constraint: it stops the script if that is run with `sqlite3 -bail` or `psql -v ON_ERROR_STOP=1`.
Undo: deletes the profiles that are still exact copies of their user, timestamps included: what this revision would
      write again. A profile that was there before, or was changed since, is somebody's text and stays.

Revision ID: 003_migrate_user_data
Revises: 002_add_user_profiles
"""

from contextlib import nullcontext

import sqlalchemy as sa
from alembic import op

revision = "003_migrate_user_data"
down_revision = "002_add_user_profiles"
branch_labels = None
depends_on = None

BATCH = 10_000
COPIED = {"bio": sa.Text(), "avatar_url": sa.String(), "created_at": sa.DateTime(), "updated_at": sa.DateTime()}

users = sa.table("users", sa.column("id", sa.Integer()), *(sa.column(name, kind) for name, kind in COPIED.items()))
profiles = sa.table(
    "user_profiles",
    sa.column("id", sa.Integer()),
    sa.column("user_id", sa.Integer()),
    *(sa.column(name, kind) for name, kind in COPIED.items()),
)
without_profile = ~sa.exists().where(profiles.c.user_id == users.c.id)


def upgrade() -> None:
    if op.get_context().as_sql:
        op.execute(copy(sa.true()))
        expect_none_in_sql(sa.select(sa.func.count()).select_from(users).where(without_profile))
        return
    with own_transactions():
        copy_in_batches(op.get_bind())
    expect_every_user_has_a_profile(op.get_bind())


def downgrade() -> None:
    same = [profiles.c[name].is_not_distinct_from(users.c[name]) for name in COPIED]
    is_copy = sa.exists().where(users.c.id == profiles.c.user_id, *same)
    op.execute(profiles.delete().where(is_copy))


def copy(part: sa.ColumnElement[bool]) -> sa.Insert:
    """Return the statement that gives a profile to the users in `part` who have none."""
    rows = sa.select(users.c.id, *(users.c[name] for name in COPIED)).where(part, without_profile).order_by(users.c.id)
    return profiles.insert().from_select(["user_id", *COPIED], rows)


def copy_in_batches(bind: sa.Connection) -> None:
    """Walk along the key: each batch begins after the last id of the one before, whatever gaps there are."""
    after = bind.scalar(sa.select(sa.func.min(users.c.id) - 1))
    while after is not None:
        page = sa.select(users.c.id).where(users.c.id > after).order_by(users.c.id).limit(BATCH).subquery()
        last = bind.scalar(sa.select(sa.func.max(page.c.id)))
        if last is not None:
            bind.execute(copy(users.c.id.between(after + 1, last)))
        after = last


def own_transactions():
    """Commit each statement on its own, unless the connection belongs to somebody else."""
    context = op.get_context()
    handed_in = context.config is not None and context.config.attributes.get("connection") is not None
    return nullcontext() if handed_in else context.autocommit_block()


def expect_every_user_has_a_profile(bind: sa.Connection) -> None:
    ids = bind.scalars(sa.select(users.c.id).where(without_profile).order_by(users.c.id).limit(5)).all()
    if ids:
        raise RuntimeError(
            f"Some users still have no profile, for example user {', '.join(map(str, ids))}: somebody is adding users "
            "without one. Let the service write profiles, then run the same command again."
        )


def expect_none_in_sql(count: sa.Select) -> None:
    """Write the invariant into the script: a number that is not 0 breaks a CHECK constraint."""
    op.execute("CREATE TEMPORARY TABLE missing_profiles (n INTEGER CONSTRAINT every_user_has_a_profile CHECK (n = 0))")
    op.execute(sa.table("missing_profiles", sa.column("n")).insert().from_select(["n"], count))
    op.execute("DROP TABLE missing_profiles")
