"""Name the constraints of api_keys.

What: the table is built anew with the same columns, rows and rules, and each rule has the name of the convention.
Why:  a constraint without a name cannot be dropped by a later revision.
Risk: the table is copied. What it looks like is said here, not read: reading loses UNIQUE, CHECK and ON DELETE.
Undo: nothing to do, the names stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "008_name_constraints"
down_revision = "007_add_api_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("api_keys", copy_from=api_keys(), recreate="always"):
        pass


def downgrade() -> None:
    pass  # the names stay: nothing depends on a constraint that has none


def api_keys() -> sa.Table:
    """Return the table as it shall be."""
    return sa.Table(
        "api_keys",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("uses", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_api_keys_user_id_users", ondelete="CASCADE"),
        sa.UniqueConstraint("token_hash", name="uq_api_keys_token_hash"),
        sa.CheckConstraint("uses >= 0", name="ck_api_keys_uses_counted"),
    )
