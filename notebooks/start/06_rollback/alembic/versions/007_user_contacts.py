"""Let a user have several addresses.

What: `user_contacts`, one row for each address; the addresses of `users.email` move there, the column goes.
Undo: keeps the rows in a backup table, as many guides advise. Nobody has tried it yet.

Revision ID: 007_user_contacts
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_user_contacts"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_contacts"),
        sa.UniqueConstraint("user_id", "address", name="uq_user_contacts_user_id_address"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_contacts_user_id_users", ondelete="CASCADE"),
    )
    op.create_index("ix_user_contacts_address", "user_contacts", ["address"])
    op.execute("INSERT INTO user_contacts (user_id, address) SELECT id, email FROM users WHERE email IS NOT NULL")
    op.drop_column("users", "email")


def downgrade() -> None:
    op.execute("CREATE TABLE user_contacts_backup AS SELECT * FROM user_contacts")
    op.drop_constraint("fk_user_contacts_user_id_users", "user_contacts", type_="foreignkey")
    op.drop_index("ix_user_contacts_address", "user_contacts")
    op.drop_table("user_contacts")
