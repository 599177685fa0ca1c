"""Rename users.full_name to display_name; env.py keeps foreign keys off meanwhile.

Revision ID: 007_rename_full_name
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_rename_full_name"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users") as batch:
        batch.alter_column("full_name", new_column_name="display_name", existing_type=sa.String(120))


def downgrade() -> None:
    with op.batch_alter_table("users") as batch:
        batch.alter_column("display_name", new_column_name="full_name", existing_type=sa.String(120))
