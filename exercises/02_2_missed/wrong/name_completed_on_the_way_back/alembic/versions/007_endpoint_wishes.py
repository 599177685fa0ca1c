"""Four wishes for endpoint_configs: a note, a default, a rule, a smaller index.

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
    op.drop_index(op.f("ix_endpoint_configs_active_path"), table_name="endpoint_configs")
    with op.batch_alter_table("endpoint_configs") as batch:
        batch.add_column(sa.Column("note", sa.String(200), nullable=True))
        batch.alter_column(
            "timeout_ms", existing_type=sa.Integer(), existing_nullable=False, server_default=sa.text("3000")
        )
        batch.create_check_constraint(op.f("ck_endpoint_configs_timeout_in_range"), "timeout_ms BETWEEN 1 AND 60000")
    op.create_index(
        op.f("ix_endpoint_configs_active_path"),
        "endpoint_configs",
        ["path"],
        sqlite_where=sa.text("is_active AND method = 'GET'"),
        postgresql_where=sa.text("is_active AND method = 'GET'"),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_endpoint_configs_active_path"), table_name="endpoint_configs")
    with op.batch_alter_table("endpoint_configs") as batch:
        batch.drop_constraint("ck_endpoint_configs_timeout_in_range", type_="check")
        batch.alter_column(
            "timeout_ms", existing_type=sa.Integer(), existing_nullable=False, server_default=sa.text("5000")
        )
        batch.drop_column("note")
    op.create_index(
        op.f("ix_endpoint_configs_active_path"),
        "endpoint_configs",
        ["path"],
        sqlite_where=sa.text("is_active"),
        postgresql_where=sa.text("is_active"),
    )
