"""Give every user initials, for the small round pictures.

What: `users.initials`, the first two letters of the username in capitals, and an index on it.
Risk: the rows are filled in batches, each committed on its own: a writer waits for one batch, not for all of them.
Undo: drops both.

Revision ID: 007_user_initials
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_user_initials"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None

BATCH = 16


def upgrade() -> None:
    last = op.get_bind().scalar(sa.text("SELECT max(id) FROM users")) or 0
    for first in range(0, last, BATCH):
        with op.get_context().autocommit_block():
            op.execute(
                "UPDATE users SET initials = upper(substr(username, 1, 2)) "
                f"WHERE id > {first} AND id <= {first + BATCH}"
            )
    op.create_index("ix_users_initials", "users", ["initials"])


def downgrade() -> None:
    op.drop_index("ix_users_initials", "users")
    op.drop_column("users", "initials")
