"""Endpoint wishes, without the index.

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
    with op.batch_alter_table("endpoint_configs") as batch:
        batch.add_column(sa.Column("note", sa.String(200), nullable=True))
        batch.alter_column(
            "timeout_ms", existing_type=sa.Integer(), existing_nullable=False, server_default=sa.text("3000")
        )
        batch.create_check_constraint(op.f("ck_endpoint_configs_timeout_in_range"), "timeout_ms BETWEEN 1 AND 60000")


def downgrade() -> None:
    with op.batch_alter_table("endpoint_configs") as batch:
        batch.drop_constraint(op.f("ck_endpoint_configs_timeout_in_range"), type_="check")
        batch.alter_column(
            "timeout_ms", existing_type=sa.Integer(), existing_nullable=False, server_default=sa.text("5000")
        )
        batch.drop_column("note")
