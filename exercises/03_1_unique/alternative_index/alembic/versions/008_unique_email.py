"""One user for each address: a unique index needs no batch."""

import sqlalchemy as sa
from alembic import op

revision = "008_unique_email"
down_revision = "007_import_mailboxes"
branch_labels = None
depends_on = None

users = sa.table("users", sa.column("id", sa.Integer()), sa.column("email", sa.String()))


def upgrade() -> None:
    connection = op.get_bind()
    seen: set[str] = set()
    for user, email in connection.execute(sa.select(users.c.id, users.c.email).order_by(users.c.id)).all():
        if email in seen:
            connection.execute(users.update().where(users.c.id == user).values(email=email.replace("@", f"+{user}@")))
        elif email is not None:
            seen.add(email)
    op.create_index(op.f("uq_users_email"), "users", ["email"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("uq_users_email"), "users")
    connection = op.get_bind()
    for user, email in connection.execute(sa.select(users.c.id, users.c.email)).all():
        if email and f"+{user}@" in email:
            connection.execute(users.update().where(users.c.id == user).values(email=email.replace(f"+{user}@", "@")))
