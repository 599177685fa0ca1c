"""Usernames of up to 80 characters; without foreign keys nothing can cascade."""

import sqlalchemy as sa
from alembic import op

revision = "008_longer_usernames"
down_revision = "007_lower_addresses"
branch_labels = None
depends_on = None

CHILDREN = {"endpoint_configs": "owner_id", "user_profiles": "user_id"}


def upgrade() -> None:
    for table, column in CHILDREN.items():
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_{column}_users"), type_="foreignkey")
    rebuild(50, 80)


def downgrade() -> None:
    rebuild(80, 50)
    for table, column in CHILDREN.items():
        with op.batch_alter_table(table) as batch:
            batch.create_foreign_key(op.f(f"fk_{table}_{column}_users"), "users", [column], ["id"], ondelete="CASCADE")


def rebuild(old: int, new: int) -> None:
    with op.batch_alter_table("users") as batch:
        batch.alter_column("username", existing_type=sa.String(old), type_=sa.String(new))
    op.execute(
        "CREATE TRIGGER users_lower_address AFTER UPDATE OF email ON users "
        "BEGIN UPDATE users SET email = lower(NEW.email) WHERE id = NEW.id; END"
    )
