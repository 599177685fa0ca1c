"""Usernames of up to 80 characters."""

import sqlalchemy as sa
from alembic import op

revision = "008_longer_usernames"
down_revision = "007_lower_addresses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("PRAGMA foreign_keys=OFF")
    with op.batch_alter_table("users") as batch:
        batch.alter_column("username", existing_type=sa.String(50), type_=sa.String(80))
    op.execute(
        "CREATE TRIGGER users_lower_address AFTER UPDATE OF email ON users "
        "BEGIN UPDATE users SET email = lower(NEW.email) WHERE id = NEW.id; END"
    )


def downgrade() -> None:
    with op.batch_alter_table("users") as batch:
        batch.alter_column("username", existing_type=sa.String(80), type_=sa.String(50))
    op.execute(
        "CREATE TRIGGER users_lower_address AFTER UPDATE OF email ON users "
        "BEGIN UPDATE users SET email = lower(NEW.email) WHERE id = NEW.id; END"
    )
