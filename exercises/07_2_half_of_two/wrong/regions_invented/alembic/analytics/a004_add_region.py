"""Add regions, and request_events.region.

What: a table of the regions that reports are made for, and the region of each event; of old events it is unknown.
Why:  reports are made for each region from now on; the primary database gets the same with 007.
Risk: the column is added in one statement, whatever the number of events.
Undo: drops both.

Revision ID: a004_add_region
Revises: a003_fill_daily_usage
"""

import sqlalchemy as sa
from alembic import op

revision = "a004_add_region"
down_revision = "a003_fill_daily_usage"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regions",
        sa.Column("code", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_regions"),
    )
    op.add_column("request_events", sa.Column("region", sa.String(10), server_default="unknown", nullable=False))


def downgrade() -> None:
    op.drop_column("request_events", "region")
    op.drop_table("regions")
