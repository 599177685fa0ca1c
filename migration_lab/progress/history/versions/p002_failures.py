"""The last failure and how often it came in a row: the second time, a hint is offered."""

import sqlalchemy as sa
from alembic import op

revision = "p002_failures"
down_revision = "p001_exercises"


def upgrade() -> None:
    """Add the columns; nothing is known of failures before."""
    op.add_column("exercise", sa.Column("failure", sa.String, nullable=False, server_default=""))
    op.add_column("exercise", sa.Column("criterion", sa.String, nullable=False, server_default=""))
    op.add_column("exercise", sa.Column("repeats", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """Take the columns away, last one first."""
    op.drop_column("exercise", "repeats")
    op.drop_column("exercise", "criterion")
    op.drop_column("exercise", "failure")
