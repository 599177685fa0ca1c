"""One user for each address.

What: the first user of an address keeps it, the others get their id into it (`office+8@example.com`), then the rule.
Why:  mail with a plus in its address still reaches the mailbox; a rule cannot be given to rows that break it.
Risk: the batch copies the table; until it is done nobody else writes.
Undo: drops the rule and takes the ids out of the addresses again.
"""

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
    with op.batch_alter_table("users") as batch:
        batch.create_unique_constraint(op.f("uq_users_email"), ["email"])


def downgrade() -> None:
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint(op.f("uq_users_email"), type_="unique")
    op.execute("UPDATE users SET email = replace(email, '+' || id || '@', '@') WHERE email LIKE '%+' || id || '@%'")
