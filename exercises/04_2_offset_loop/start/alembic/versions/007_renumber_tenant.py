"""Give the users of the second tenant numbers of their own.

What: users 601 to 1000 become 9601 to 10000, their endpoints and profiles with them; half of all addresses come from
      the tenant's directory, in capitals.
Why:  the tenant will get a database of its own.
Risk: numbers have a gap from now on, from 601 to 9600.
Undo: gives the old numbers and addresses back.

Revision ID: 007_renumber_tenant
Revises: 006_index_endpoint_lookup
"""

from alembic import op

revision = "007_renumber_tenant"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE users SET email = upper(email) WHERE id > 24 AND id % 2 = 0")
    renumber("+ 9000", "BETWEEN 601 AND 1000")


def downgrade() -> None:
    renumber("- 9000", "> 9600")
    op.execute("UPDATE users SET email = lower(email) WHERE id > 24")


def renumber(step: str, which: str) -> None:
    """Move the numbers of users, and of those who point to them."""
    op.execute(f"UPDATE users SET id = id {step} WHERE id {which}")
    op.execute(f"UPDATE user_profiles SET user_id = user_id {step} WHERE user_id {which}")
    op.execute(f"UPDATE endpoint_configs SET owner_id = owner_id {step} WHERE owner_id {which}")
