"""Give a profile to every user who has none, in batches along the key.

Revision ID: 008_backfill_profiles
Revises: 007_drop_unused_profiles
"""

import sqlalchemy as sa
from alembic import op

revision = "008_backfill_profiles"
down_revision = "007_drop_unused_profiles"
branch_labels = None
depends_on = None

BATCH = 100
WITHOUT = "FROM users WHERE NOT EXISTS (SELECT 1 FROM user_profiles WHERE user_id = users.id)"
INSERT = f"INSERT INTO user_profiles (user_id, created_at, updated_at) SELECT id, created_at, updated_at {WITHOUT}"
NEXT = f"SELECT max(id) FROM (SELECT id {WITHOUT} AND id > :after ORDER BY id LIMIT :batch) AS page"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        bind, after = op.get_bind(), 0
        while last := bind.scalar(sa.text(NEXT), {"after": after, "batch": BATCH}):
            bind.execute(sa.text(f"{INSERT} AND id > :after AND id <= :last"), {"after": after, "last": last})
            after = last


def downgrade() -> None:
    pass  # these rows are ordinary data now
