"""Create the tables of the analytics database.

Revision ID: a001_analytics
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "a001_analytics"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("endpoint_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("path", sa.String(255), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_events")),
        sa.CheckConstraint("status_code BETWEEN 100 AND 599", name=op.f("ck_request_events_status_code_range")),
    )
    op.create_index(op.f("ix_request_events_endpoint_id_occurred_at"), "request_events", ["endpoint_id", "occurred_at"])
    op.create_index(op.f("ix_request_events_occurred_at"), "request_events", ["occurred_at"])
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
    op.drop_index(op.f("ix_request_events_occurred_at"), table_name="request_events")
    op.drop_index(op.f("ix_request_events_endpoint_id_occurred_at"), table_name="request_events")
    op.drop_table("request_events")
