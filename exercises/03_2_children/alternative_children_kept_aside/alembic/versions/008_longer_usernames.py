"""Usernames of up to 80 characters; the children wait in tables of their own."""

import sqlalchemy as sa
from alembic import op

revision = "008_longer_usernames"
down_revision = "007_lower_addresses"
branch_labels = None
depends_on = None

CHILDREN = ("endpoint_configs", "user_profiles")


def upgrade() -> None:
    for table in CHILDREN:
        op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")
    with op.batch_alter_table("users") as batch:
        batch.alter_column("username", existing_type=sa.String(50), type_=sa.String(80))
    for table in CHILDREN:
        op.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
        op.execute(f"DROP TABLE kept_{table}")
    op.execute(
        "CREATE TRIGGER users_lower_address AFTER UPDATE OF email ON users "
        "BEGIN UPDATE users SET email = lower(NEW.email) WHERE id = NEW.id; END"
    )


def downgrade() -> None:
    for table in CHILDREN:
        op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")
    with op.batch_alter_table("users") as batch:
        batch.alter_column("username", existing_type=sa.String(80), type_=sa.String(50))
    for table in CHILDREN:
        op.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
        op.execute(f"DROP TABLE kept_{table}")
    op.execute(
        "CREATE TRIGGER users_lower_address AFTER UPDATE OF email ON users "
        "BEGIN UPDATE users SET email = lower(NEW.email) WHERE id = NEW.id; END"
    )
