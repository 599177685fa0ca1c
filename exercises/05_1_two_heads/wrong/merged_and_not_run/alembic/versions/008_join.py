"""Join retries and timezone.

Revision ID: 008_join
Revises: 007_add_retries, 007_add_timezone
"""

revision = "008_join"
down_revision = ("007_add_retries", "007_add_timezone")
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
