"""Add endpoint_configs.retries.

What: how often the gateway tries again when an endpoint does not answer.
Why:  a hiccup of one service should not reach its users.
Risk: low. Rows that exist get 0: as before, no second try.
Undo: drops the column, and with it what people have set.

Revision ID: 007_add_retries
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_add_retries"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("endpoint_configs", sa.Column("retries", sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    op.drop_column("endpoint_configs", "retries")
