"""The draft beside the database that exists.

Revision ID: 001_initial_schema
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "001_initial_schema"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("locale", sa.String(5), server_default=sa.text("'en'"), nullable=False))


def downgrade() -> None:
    op.drop_column("users", "locale")
