"""Usernames of up to 80 characters."""

import sqlalchemy as sa
from alembic import op

revision = "008_longer_usernames"
down_revision = "007_lower_addresses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("users", "username", existing_type=sa.String(50), type_=sa.String(80))


def downgrade() -> None:
    op.alter_column("users", "username", existing_type=sa.String(80), type_=sa.String(50))
