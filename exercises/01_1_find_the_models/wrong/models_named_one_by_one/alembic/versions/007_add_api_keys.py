"""Add api_keys: the draft, as it came.

Revision ID: 007_add_api_keys
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_add_api_keys"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("key_limit", sa.Integer(), server_default=sa.text("5"), nullable=False))


def downgrade() -> None:
    op.drop_column("users", "key_limit")
