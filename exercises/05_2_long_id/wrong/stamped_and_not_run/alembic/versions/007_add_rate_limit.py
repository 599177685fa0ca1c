"""Add endpoint_configs.rate_limit.

What: how many requests a minute an endpoint takes; NULL: as many as come.
Why:  one busy client must not take the service away from all others.
Risk: low. Old code does not read it.
Undo: drops the column, and the limits that owners have set.

Revision ID: 007_add_rate_limit
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_add_rate_limit"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("endpoint_configs", sa.Column("rate_limit", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("endpoint_configs", "rate_limit")
