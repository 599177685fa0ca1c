"""Name the constraints of api_keys."""

import sqlalchemy as sa
from alembic import op

revision = "008_name_constraints"
down_revision = "007_add_api_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("api_keys")
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("uses", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_api_keys_user_id_users", ondelete="CASCADE"),
        sa.UniqueConstraint("token_hash", name="uq_api_keys_token_hash"),
        sa.CheckConstraint("uses >= 0", name=op.f("ck_api_keys_uses_counted")),
    )


def downgrade() -> None:
    pass  # the names stay: nothing depends on a constraint that has none
