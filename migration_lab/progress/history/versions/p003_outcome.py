"""How an exercise was done, and whether its solution was looked at: `done` becomes `outcome`, no row forgets it."""

import sqlalchemy as sa
from alembic import op

revision = "p003_outcome"
down_revision = "p002_failures"


def upgrade() -> None:
    """Add the new columns, carry `done` over, then drop it."""
    op.add_column("exercise", sa.Column("outcome", sa.String, nullable=False, server_default=""))
    op.add_column("exercise", sa.Column("solution", sa.String, nullable=False, server_default=""))
    op.execute("UPDATE exercise SET outcome = 'done' WHERE done")
    op.drop_column("exercise", "done")


def downgrade() -> None:
    """Bring `done` back; notes and looks at solutions have no place in the older form."""
    op.add_column("exercise", sa.Column("done", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE exercise SET done = (outcome <> '')")
    op.drop_column("exercise", "solution")
    op.drop_column("exercise", "outcome")
