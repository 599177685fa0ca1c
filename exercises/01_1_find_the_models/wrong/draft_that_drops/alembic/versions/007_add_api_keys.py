"""Add api_keys: the draft of an env.py that finds no model.

Revision ID: 007_add_api_keys
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_add_api_keys"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("user_profiles")
    op.drop_index(op.f("ix_endpoint_configs_active_path"), table_name="endpoint_configs")
    op.drop_index(op.f("ix_endpoint_configs_owner_id"), table_name="endpoint_configs")
    op.drop_table("endpoint_configs")
    op.drop_table("users")


def downgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(50), nullable=False),
        sa.Column("full_name", sa.String(120), nullable=True),
        sa.Column("email", sa.String(255), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )
