"""Give every user a profile again.

What: a row in `user_profiles` for each user from 401 on, a hundred at a time, each batch committed.
Risk: a writer waits for one batch, not for all of them.
Undo: none, the rows are ordinary data afterwards.

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
NEXT = "SELECT max(id) FROM (SELECT id FROM users WHERE id > :after ORDER BY id LIMIT :batch) AS page"
INSERT = """
    INSERT INTO user_profiles (user_id, created_at, updated_at)
    SELECT id, created_at, updated_at FROM users WHERE id > :after AND id <= :last
    ON CONFLICT (user_id) DO NOTHING
"""


def upgrade() -> None:
    with op.get_context().autocommit_block():
        bind, after = op.get_bind(), 400
        while last := bind.scalar(sa.text(NEXT), {"after": after, "batch": BATCH}):
            bind.execute(sa.text(INSERT), {"after": after, "last": last})
            after = last


def downgrade() -> None:
    pass  # these rows are ordinary data now
