"""Tidy users.

What: drops users.email. Addresses live in the directory service from release 2.5 on.
Why:  two places for one fact.
Risk: high. Every service up to release 2.4 reads users.email and stops without it, and nothing keeps a copy. Run it
      when release 2.5 runs everywhere, not before.
Undo: brings the column back, empty.

Revision ID: 007_tidy_users
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_tidy_users"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("users", "email")


def downgrade() -> None:
    op.add_column("users", sa.Column("email", sa.String(255), nullable=True))
