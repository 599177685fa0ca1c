"""Give a profile to every user who has none, page by page.

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
    bind, offset = op.get_bind(), 0
    page = "SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM user_profiles) LIMIT 100 OFFSET :offset"
    while ids := bind.scalars(sa.text(page), {"offset": offset}).all():
        for user in ids:
            bind.execute(
                sa.text(
                    "INSERT INTO user_profiles (user_id, created_at, updated_at) "
                    "SELECT id, created_at, updated_at FROM users WHERE id = :id"
                ),
                {"id": user},
            )
        offset += 100


def downgrade() -> None:
    pass  # these rows are ordinary data now
