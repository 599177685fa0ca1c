"""Four wishes for endpoint_configs, one after the other.

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
    op.add_column("endpoint_configs", sa.Column("note", sa.String(200), nullable=True))
    with op.batch_alter_table("endpoint_configs") as batch:
        batch.create_check_constraint("timeout_in_range", "timeout_ms >= 1 AND timeout_ms <= 60000")
    with op.batch_alter_table("endpoint_configs") as batch:
        batch.alter_column("timeout_ms", server_default="3000")
    op.execute("DROP INDEX ix_endpoint_configs_active_path")
    op.execute(
        "CREATE INDEX ix_endpoint_configs_active_path ON endpoint_configs (path) WHERE method = 'GET' AND is_active = 1"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_endpoint_configs_active_path")
    op.execute("CREATE INDEX ix_endpoint_configs_active_path ON endpoint_configs (path) WHERE is_active")
    with op.batch_alter_table("endpoint_configs") as batch:
        batch.alter_column("timeout_ms", server_default=sa.text("5000"))
        batch.drop_constraint("timeout_in_range", type_="check")
    op.drop_column("endpoint_configs", "note")
