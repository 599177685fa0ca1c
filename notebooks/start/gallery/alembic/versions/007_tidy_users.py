"""Tidy users: new addresses, no avatars, fewer endpoints.

What: one change of each kind, for the gallery: a table, a column and rows come, change and go.
Why:  a widget is judged by what it says about rows that are lost.
Risk: it loses the avatars and the endpoints that it deletes. It is for the gallery only.
Undo: the structure comes back, addresses and timeouts are old again; avatars and endpoints stay lost.

Revision ID: 007_tidy_users
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_tidy_users"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None

INDEX = "ix_endpoint_configs_active_path"
MOVED = 17  # users, the first ones

users = sa.table("users", sa.column("id"), sa.column("email"))
endpoints = sa.table("endpoint_configs", sa.column("owner_id"), sa.column("timeout_ms"))


def upgrade() -> None:
    op.create_table(
        "audit_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_notes")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_audit_notes_user_id_users"), ondelete="CASCADE"
        ),
    )
    op.add_column("users", sa.Column("is_verified", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_column("user_profiles", "avatar_url")
    op.drop_index(INDEX, table_name="endpoint_configs")
    op.create_index(INDEX, "endpoint_configs", ["path", "method"])
    op.execute(endpoints.delete().where(endpoints.c.owner_id == 3))
    wait(1000)
    move("example.com", "example.org")


def downgrade() -> None:
    move("example.org", "example.com")
    wait(-1000)
    op.drop_index(INDEX, table_name="endpoint_configs")
    op.create_index(
        INDEX,
        "endpoint_configs",
        ["path"],
        sqlite_where=sa.text("is_active"),
        postgresql_where=sa.text("is_active"),
    )
    op.add_column("user_profiles", sa.Column("avatar_url", sa.String(255), nullable=True))
    op.drop_column("users", "is_verified")
    op.drop_table("audit_notes")


def move(old: str, new: str) -> None:
    """Give the first users an address at another domain."""
    op.execute(users.update().where(users.c.id <= MOVED).values(email=sa.func.replace(users.c.email, old, new)))


def wait(longer: int) -> None:
    """Let the endpoints of user 17 wait longer, or less long."""
    op.execute(endpoints.update().where(endpoints.c.owner_id == 17).values(timeout_ms=endpoints.c.timeout_ms + longer))
