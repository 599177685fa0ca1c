"""Add users.region.

What: the region a user works in, such as eu-west; NULL: not told.
Why:  reports are made for each region from now on; analytics gets the same with a004.
Risk: low. Old code does not read it.
Undo: drops the column, and what people have entered.

Revision ID: 007_add_region
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_add_region"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("region", sa.String(10), nullable=True))


def downgrade() -> None:
    op.drop_column("users", "region")
