"""Drop users.bio and users.avatar_url.

What: the contract step: both columns now live in `user_profiles`.
Why:  two places for one fact drift apart.
Risk: a running service that still reads the columns fails from this moment: deploy the code that does not, first.
      Before anything is dropped the revision looks for a text that stands in `users` only and stops if there is one
      (in `--sql` mode by a CHECK constraint, which stops the script if it is run with `sqlite3 -bail` or
      `psql -v ON_ERROR_STOP=1`: else the columns go in spite of it). Needs SQLite 3.35 or newer for DROP COLUMN.
Undo: adds both columns and fills them from the profiles.

Revision ID: 004_drop_user_bio
Revises: 003_migrate_user_data
"""

import sqlalchemy as sa
from alembic import op

revision = "004_drop_user_bio"
down_revision = "003_migrate_user_data"
branch_labels = None
depends_on = None

MOVED = {"bio": sa.Text(), "avatar_url": sa.String(255)}

users = sa.table("users", sa.column("id"), *(sa.column(name, kind) for name, kind in MOVED.items()))
profiles = sa.table("user_profiles", sa.column("user_id"), *(sa.column(name, kind) for name, kind in MOVED.items()))


def upgrade() -> None:
    expect_no_text_is_lost()
    op.drop_column("users", "avatar_url")
    op.drop_column("users", "bio")


def downgrade() -> None:
    op.add_column("users", sa.Column("bio", sa.Text(), nullable=True))
    op.add_column("users", sa.Column("avatar_url", sa.String(255), nullable=True))
    own = profiles.c.user_id == users.c.id
    texts = {name: sa.select(profiles.c[name]).where(own).scalar_subquery() for name in MOVED}
    said = sa.or_(*(profiles.c[name].is_not(None) for name in MOVED))
    op.execute(users.update().values(texts).where(sa.exists().where(own, said)))


def expect_no_text_is_lost() -> None:
    """Stop if a user's row says something that the profile does not say as well."""
    only_here = sa.or_(
        *(sa.and_(users.c[name].is_not(None), users.c[name].is_distinct_from(profiles.c[name])) for name in MOVED)
    )
    joined = users.outerjoin(profiles, profiles.c.user_id == users.c.id)
    if op.get_context().as_sql:
        op.execute("CREATE TEMPORARY TABLE lost_texts (n INTEGER CONSTRAINT no_text_is_lost CHECK (n = 0))")
        lost = sa.table("lost_texts", sa.column("n"))
        op.execute(lost.insert().from_select(["n"], sa.select(sa.func.count()).select_from(joined).where(only_here)))
        op.execute("DROP TABLE lost_texts")
        return
    found = sa.select(users.c.id).select_from(joined).where(only_here).order_by(users.c.id).limit(5)
    if ids := op.get_bind().scalars(found).all():
        raise RuntimeError(
            f"`users` holds texts that no profile has, for example of user {', '.join(map(str, ids))}: dropping the "
            "columns would lose them. Copy them to `user_profiles`, then run the same command again."
        )
