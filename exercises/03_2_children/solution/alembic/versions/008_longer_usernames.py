"""Usernames of up to 80 characters.

What: `users.username` becomes VARCHAR(80); the trigger of the table is made again.
Why:  names of service accounts carry their domain now.
Risk: SQLite cannot change a type, so the table is copied, dropped and renamed. With foreign keys on that deletes
      every endpoint and every profile: env.py migrates with foreign keys off.
Undo: the same, back to 50; longer names stay as they are, SQLite does not cut them.
"""

import sqlalchemy as sa
from alembic import op

revision = "008_longer_usernames"
down_revision = "007_lower_addresses"
branch_labels = None
depends_on = None

TRIGGERS = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'users'"


def upgrade() -> None:
    rebuild(50, 80)


def downgrade() -> None:
    rebuild(80, 50)


def rebuild(old: int, new: int) -> None:
    """Change the length of usernames; the batch drops the table's triggers, so they are made again."""
    connection = op.get_bind()
    triggers = connection.exec_driver_sql(TRIGGERS).scalars().all()
    with op.batch_alter_table("users") as batch:
        batch.alter_column("username", existing_type=sa.String(old), type_=sa.String(new))
    for trigger in triggers:
        connection.exec_driver_sql(trigger)
