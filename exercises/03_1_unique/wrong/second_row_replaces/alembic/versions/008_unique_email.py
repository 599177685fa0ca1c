"""One user for each address; where there are two, SQLite shall solve it."""

from alembic import op

revision = "008_unique_email"
down_revision = "007_import_mailboxes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users") as batch:
        batch.create_unique_constraint(op.f("uq_users_email"), ["email"], sqlite_on_conflict="REPLACE")


def downgrade() -> None:
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint(op.f("uq_users_email"), type_="unique")
