"""Which exercises are done, with how many attempts and hints."""

import sqlalchemy as sa
from alembic import op

revision = "p001_exercises"
down_revision = None


def upgrade() -> None:
    """Make the table, one row an exercise."""
    op.create_table(
        "exercise",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("hints", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("exercise")
