"""Create request_events.

What: one row for each request that the gateway answered, with one index for "this endpoint over time" and one for
      "that day".
Why:  usage is measured in a database of its own: it grows fast, and losing it costs nobody an endpoint. No foreign
      key can reach into the other database; `endpoint_id` and `user_id` are plain numbers.
Risk: none, the table is new.
Undo: drops the table WITH ALL ITS ROWS. Make a backup first.

Revision ID: a001_request_events
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "a001_request_events"
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


def downgrade() -> None:
    op.drop_index(op.f("ix_request_events_occurred_at"), table_name="request_events")
    op.drop_index(op.f("ix_request_events_endpoint_id_occurred_at"), table_name="request_events")
    op.drop_table("request_events")
