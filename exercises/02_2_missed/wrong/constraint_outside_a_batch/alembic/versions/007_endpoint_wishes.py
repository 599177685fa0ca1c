"""Endpoint wishes: column first, constraint afterwards.

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
    op.create_check_constraint(
        op.f("ck_endpoint_configs_timeout_in_range"), "endpoint_configs", "timeout_ms BETWEEN 1 AND 60000"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_endpoint_configs_timeout_in_range"), "endpoint_configs", type_="check")
    op.drop_column("endpoint_configs", "note")
