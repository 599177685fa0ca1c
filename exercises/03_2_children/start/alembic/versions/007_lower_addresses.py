"""Let the database write addresses in small letters.

What: a trigger on `users` that turns the address of a changed row into small letters.
Why:  two services write to the table, and one of them forgets.
Risk: low. Rows that exist are left as they are, until somebody changes their address.
Undo: drops the trigger.

Revision ID: 007_lower_addresses
Revises: 006_index_endpoint_lookup
"""

from alembic import op

revision = "007_lower_addresses"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TRIGGER users_lower_address AFTER UPDATE OF email ON users "
        "BEGIN UPDATE users SET email = lower(NEW.email) WHERE id = NEW.id; END"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER users_lower_address")
