"""Give a profile to every user who has none.

Revision ID: 008_backfill_profiles
Revises: 007_drop_unused_profiles
"""

import sqlalchemy as sa
from alembic import op

revision = "008_backfill_profiles"
down_revision = "007_drop_unused_profiles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "INSERT INTO user_profiles (user_id, created_at, updated_at) SELECT id, created_at, updated_at FROM users "
        "WHERE true ON CONFLICT (user_id) DO NOTHING"
    )


def downgrade() -> None:
    pass  # these rows are ordinary data now
