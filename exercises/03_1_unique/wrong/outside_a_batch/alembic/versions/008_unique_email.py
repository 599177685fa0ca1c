"""One user for each address."""

from alembic import op

revision = "008_unique_email"
down_revision = "007_import_mailboxes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE users SET email = replace(email, '@', '+' || id || '@') "
        "WHERE id > (SELECT min(first.id) FROM users AS first WHERE first.email = users.email)"
    )
    op.create_unique_constraint("uq_users_email", "users", ["email"])


def downgrade() -> None:
    op.drop_constraint("uq_users_email", "users", type_="unique")
    op.execute("UPDATE users SET email = replace(email, '+' || id || '@', '@') WHERE email LIKE '%+' || id || '@%'")
