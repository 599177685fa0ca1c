"""Add users.timezone.

What: the zone a user lives in, such as Europe/London; NULL: not told.
Why:  reminders go out at nine, local time.
Risk: low. Old code does not read it.
Undo: drops the column, and what users have entered.

Revision ID: 008_add_timezone
Revises: 007_add_retries
"""

import sqlalchemy as sa
from alembic import op

revision = "008_add_timezone"
down_revision = "007_add_retries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("timezone", sa.String(40), nullable=True))


def downgrade() -> None:
    op.drop_column("users", "timezone")
