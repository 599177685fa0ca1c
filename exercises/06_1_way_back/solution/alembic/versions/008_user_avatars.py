"""Give avatars a table of their own.

What: `user_avatars`, at most one row for each user; `user_profiles.avatar_url` moves there and goes. The lookup index
      of endpoints covers the paths that are switched off as well.
Undo: see downgrade().

Revision ID: 008_user_avatars
Revises: 007_directory_ids
"""

import sqlalchemy as sa
from alembic import op

revision = "008_user_avatars"
down_revision = "007_directory_ids"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_avatars",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_user_avatars"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_avatars_user_id_users", ondelete="CASCADE"),
    )
    op.execute("INSERT INTO user_avatars SELECT user_id, avatar_url FROM user_profiles WHERE avatar_url IS NOT NULL")
    op.drop_column("user_profiles", "avatar_url")
    op.drop_index("ix_endpoint_configs_active_path", "endpoint_configs")
    op.create_index("ix_endpoint_configs_path", "endpoint_configs", ["path"])


def downgrade() -> None:
    op.drop_index("ix_endpoint_configs_path", "endpoint_configs")
    op.create_index(
        "ix_endpoint_configs_active_path",
        "endpoint_configs",
        ["path"],
        sqlite_where=sa.text("is_active"),
        postgresql_where=sa.text("is_active"),
    )
    op.add_column("user_profiles", sa.Column("avatar_url", sa.String(255), nullable=True))
    op.execute(
        "UPDATE user_profiles SET avatar_url = "
        "(SELECT url FROM user_avatars WHERE user_avatars.user_id = user_profiles.user_id)"
    )
    op.drop_table("user_avatars")
