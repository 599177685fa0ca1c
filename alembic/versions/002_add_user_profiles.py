"""Add user_profiles: the public side of a user.

What: a table with at most one row for each user (unique `user_id`); deleting the user deletes the profile.
Why:  `bio` and `avatar_url` are shown to everybody, `users` is not. This is the expand step: nothing is moved yet.
Risk: none, the table is new. There is no `users.profile_id`: two tables that point at each other are a cycle that
      neither database can create or sort without tricks.
Undo: drops the table. It stops if a profile holds a text that stands nowhere else. In `--sql` mode a CHECK constraint
      stops the script at the same place, if it is run with `sqlite3 -bail` (PostgreSQL: `psql -v ON_ERROR_STOP=1`).

Revision ID: 002_add_user_profiles
Revises: 001_initial_schema
"""

import sqlalchemy as sa
from alembic import op

revision = "002_add_user_profiles"
down_revision = "001_initial_schema"
branch_labels = None
depends_on = None

users = sa.table("users", sa.column("id"), sa.column("bio", sa.Text()), sa.column("avatar_url", sa.String()))
profiles = sa.table(
    "user_profiles", sa.column("user_id"), sa.column("bio", sa.Text()), sa.column("avatar_url", sa.String())
)


def upgrade() -> None:
    op.create_table(
        "user_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("bio", sa.Text(), nullable=True),
        sa.Column("avatar_url", sa.String(255), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_profiles")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_profiles_user_id_users"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("user_id", name=op.f("uq_user_profiles_user_id")),
    )


def downgrade() -> None:
    expect_no_text_is_lost()
    op.drop_table("user_profiles")


def expect_no_text_is_lost() -> None:
    """Stop if a profile says something that its user's row, if there is one, does not say as well."""
    only_here = sa.or_(
        sa.and_(profiles.c.bio.is_not(None), profiles.c.bio.is_distinct_from(users.c.bio)),
        sa.and_(profiles.c.avatar_url.is_not(None), profiles.c.avatar_url.is_distinct_from(users.c.avatar_url)),
    )
    joined = profiles.outerjoin(users, users.c.id == profiles.c.user_id)
    if op.get_context().as_sql:
        op.execute("CREATE TEMPORARY TABLE lost_texts (n INTEGER CONSTRAINT no_text_is_lost CHECK (n = 0))")
        lost = sa.table("lost_texts", sa.column("n"))
        op.execute(lost.insert().from_select(["n"], sa.select(sa.func.count()).select_from(joined).where(only_here)))
        op.execute("DROP TABLE lost_texts")
        return
    found = sa.select(profiles.c.user_id).select_from(joined).where(only_here).order_by(profiles.c.user_id).limit(5)
    if ids := op.get_bind().scalars(found).all():
        raise RuntimeError(
            f"`user_profiles` holds texts that stand nowhere else, for example of user {', '.join(map(str, ids))}: "
            "dropping the table would lose them. Copy them to `users` or export them, delete these profiles, then run "
            "the same command again."
        )
