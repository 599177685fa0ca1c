"""Write all addresses in small letters.

What: `users.email` in small letters, fifty users at a time; nothing else of them changes.
Why:  people sign in with their address, however they type it.
Undo: none is needed.

Revision ID: 008_lower_addresses
Revises: 007_renumber_tenant
"""

import sqlalchemy as sa
from alembic import op

revision = "008_lower_addresses"
down_revision = "007_renumber_tenant"
branch_labels = None
depends_on = None

BATCH = 50
PAGE = "SELECT id FROM users WHERE email <> lower(email) ORDER BY id LIMIT :batch OFFSET :offset"


def upgrade() -> None:
    bind, offset = op.get_bind(), 0
    while ids := bind.scalars(sa.text(PAGE), {"batch": BATCH, "offset": offset}).all():
        for user in ids:
            bind.execute(sa.text("UPDATE users SET email = lower(email) WHERE id = :id"), {"id": user})
        offset += BATCH


def downgrade() -> None:
    pass  # nobody knows any more who had capitals; addresses without them reach the same mailbox


# reviewed
