"""One user for each address."""

from alembic import op

revision = "008_unique_email"
down_revision = "007_import_mailboxes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE users SET email = 'office+8@example.com' WHERE id = 8")
    with op.batch_alter_table("users") as batch:
        batch.create_unique_constraint(op.f("uq_users_email"), ["email"])


def downgrade() -> None:
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint(op.f("uq_users_email"), type_="unique")
    op.execute("UPDATE users SET email = 'office@example.com' WHERE id = 8")
