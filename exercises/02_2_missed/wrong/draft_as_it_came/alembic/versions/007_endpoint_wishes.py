"""Endpoint wishes, as drafted.

Revision ID: 007_endpoint_wishes
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_endpoint_wishes"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("endpoint_configs", sa.Column("note", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("endpoint_configs", "note")
