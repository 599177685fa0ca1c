"""Add endpoint_configs.rate_burst.

What: how many requests above the limit are let through for a moment; NULL: none.
Why:  clients wake up together.
Risk: low. Old code does not read it.
Undo: drops the column, and what owners have set.

Revision ID: 008_add_rate_burst_to_endpoint_configs
Revises: 007_add_rate_limit_per_minute_to_endpoint_configs
"""

import sqlalchemy as sa
from alembic import op

revision = "008_add_rate_burst_to_endpoint_configs"
down_revision = "007_add_rate_limit_per_minute_to_endpoint_configs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("endpoint_configs", sa.Column("rate_burst", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("endpoint_configs", "rate_burst")
