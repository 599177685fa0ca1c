"""Add users.is_admin: add, fill, require.

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
    op.add_column("users", sa.Column("is_admin", sa.Boolean(), nullable=True))
    op.execute(sa.table("users", sa.column("is_admin", sa.Boolean())).update().values(is_admin=False))
    with op.batch_alter_table("users") as batch:
        batch.alter_column("is_admin", existing_type=sa.Boolean(), server_default=sa.false(), nullable=False)


def downgrade() -> None:
    op.drop_column("users", "is_admin")
