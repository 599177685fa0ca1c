"""Add users.locale.

Revision ID: 002_add_locale
Revises: 001_baseline
"""

import sqlalchemy as sa
from alembic import op

revision = "002_add_locale"
down_revision = "001_baseline"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("locale", sa.String(5), server_default=sa.text("'en'"), nullable=False))


def downgrade() -> None:
    op.drop_column("users", "locale")
