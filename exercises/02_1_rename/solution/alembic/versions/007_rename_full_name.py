"""Rename users.full_name to display_name.

Revision ID: 007_rename_full_name
Revises: 006_index_endpoint_lookup
"""

from alembic import op

revision = "007_rename_full_name"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("users", "full_name", new_column_name="display_name")


def downgrade() -> None:
    op.alter_column("users", "display_name", new_column_name="full_name")
