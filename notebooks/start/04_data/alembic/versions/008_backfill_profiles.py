"""Give every user a profile again.

Revision ID: 008_backfill_profiles
Revises: 007_drop_unused_profiles
"""

import sqlalchemy as sa
from alembic import op

revision = "008_backfill_profiles"
down_revision = "007_drop_unused_profiles"


def upgrade() -> None:
    connection = op.get_bind()
    user_count = connection.execute(sa.text("SELECT COUNT(*) FROM users")).scalar()
    batch_size = 100
    offset = 0
    while True:
        page = connection.execute(sa.text(f"SELECT id FROM users LIMIT {batch_size} OFFSET {offset}"))
        user_ids = [row[0] for row in page]
        if not user_ids:
            break
        for user_id in user_ids:
            connection.execute(
                sa.text(f"INSERT INTO user_profiles (user_id, created_at, updated_at) VALUES ({user_id}, NOW(), NOW())")
            )
        offset += batch_size
    profile_count = connection.execute(sa.text("SELECT COUNT(*) FROM user_profiles")).scalar()
    if profile_count != user_count:
        raise Exception(f"Migration failed: {profile_count} != {user_count}")
