"""Add users.is_admin.

Revision ID: 007_add_is_admin
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_add_is_admin"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("is_admin", sa.Boolean(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    op.drop_column("users", "is_admin")
