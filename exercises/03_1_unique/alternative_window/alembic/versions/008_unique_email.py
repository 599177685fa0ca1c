"""One user for each address: the rows are numbered in each group, and the index leaves out who has no address."""

import sqlalchemy as sa
from alembic import op

revision = "008_unique_email"
down_revision = "007_import_mailboxes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE users SET email = replace(email, '@', '+' || id || '@') WHERE id IN (SELECT id FROM ("
        "SELECT id, row_number() OVER (PARTITION BY email ORDER BY id) AS place FROM users WHERE email IS NOT NULL) "
        "AS numbered WHERE place > 1)"
    )
    op.create_index("one_for_each", "users", ["email"], unique=True, sqlite_where=sa.text("email IS NOT NULL"))


def downgrade() -> None:
    op.drop_index("one_for_each", "users")
    op.execute("UPDATE users SET email = replace(email, '+' || id || '@', '@') WHERE email LIKE '%+' || id || '@%'")
