"""Write all addresses in small letters.

What: `users.email` in small letters, in one statement; nothing else of them changes.
Why:  people sign in with their address, however they type it.
Undo: writes all addresses in capitals.

Revision ID: 008_lower_addresses
Revises: 007_renumber_tenant
"""

from alembic import op

revision = "008_lower_addresses"
down_revision = "007_renumber_tenant"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE users SET email = lower(email) WHERE email <> lower(email)")


def downgrade() -> None:
    op.execute("UPDATE users SET email = upper(email)")
