"""Join retries and timezone, in the other order.

Revision ID: 008_join
Revises: 007_add_timezone, 007_add_retries
"""

revision = "008_join"
down_revision = ("007_add_timezone", "007_add_retries")
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
