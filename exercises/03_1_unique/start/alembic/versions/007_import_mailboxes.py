"""Import the mailboxes of a partner.

What: users 101 and 102 read the mailbox of user 100 from now on.
Why:  the partner has one mailbox for three people.
Risk: none, no rule forbids it.
Undo: gives both their own address back.

Revision ID: 007_import_mailboxes
Revises: 006_index_endpoint_lookup
"""

from alembic import op

revision = "007_import_mailboxes"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE users SET email = 'user_100@example.com' WHERE id IN (101, 102)")


def downgrade() -> None:
    op.execute("UPDATE users SET email = username || '@example.com' WHERE id IN (101, 102)")
