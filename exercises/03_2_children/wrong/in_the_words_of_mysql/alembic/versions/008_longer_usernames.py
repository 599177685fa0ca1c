"""Usernames of up to 80 characters, as MySQL says it."""

from alembic import op

revision = "008_longer_usernames"
down_revision = "007_lower_addresses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE users MODIFY COLUMN username VARCHAR(80) NOT NULL")


def downgrade() -> None:
    op.execute("ALTER TABLE users MODIFY COLUMN username VARCHAR(50) NOT NULL")
