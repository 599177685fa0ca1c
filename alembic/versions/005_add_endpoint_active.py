"""Add endpoint_configs.is_active.

What: a switch for each endpoint, not null, on by default.
Why:  an endpoint can be taken out of service without deleting its configuration.
Risk: low. The default is written by the database, so rows that exist get it and old code that does not know the column
      can still insert. Neither SQLite nor PostgreSQL (11 or newer) rewrites the table for it.
Undo: drops the column and with it the knowledge which endpoints were off: after a later upgrade all are on again.
      Write them down first: SELECT id FROM endpoint_configs WHERE NOT is_active.

Revision ID: 005_add_endpoint_active
Revises: 004_drop_user_bio
"""

import sqlalchemy as sa
from alembic import op

revision = "005_add_endpoint_active"
down_revision = "004_drop_user_bio"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("endpoint_configs", sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.drop_column("endpoint_configs", "is_active")
