"""Create daily_usage.

What: one row for each endpoint and day: how many requests, how many errors, how long in total, and who counted.
Why:  a report over a month reads some thousand rows instead of all events.
Risk: none, the table is new.
Undo: drops the table. What it holds can be counted again from the events, unless those were deleted in the meantime.

Revision ID: a002_daily_usage
Revises: a001_request_events
"""

import sqlalchemy as sa
from alembic import op

revision = "a002_daily_usage"
down_revision = "a001_request_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_usage",
        sa.Column("endpoint_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("total_duration_ms", sa.Integer(), nullable=False),
        sa.Column("counted_by", sa.String(32), server_default="service", nullable=False),
        sa.PrimaryKeyConstraint("endpoint_id", "day", name=op.f("pk_daily_usage")),
    )


def downgrade() -> None:
    op.drop_table("daily_usage")
