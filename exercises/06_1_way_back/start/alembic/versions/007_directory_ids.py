"""Number the profiles as the company's directory does.

What: the directory counts from its newest entry, so `user_profiles.id` is no longer the id of the user. Values of one
      column only, no schema; nothing points to that column.
Undo: the same again: the last becomes the first.

Revision ID: 007_directory_ids
Revises: 006_index_endpoint_lookup
"""

from alembic import op

revision = "007_directory_ids"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    turn_around()


def downgrade() -> None:
    turn_around()


def turn_around() -> None:
    """Give the first profile the last id; below zero in between, where no id is in the way of another."""
    op.execute("UPDATE user_profiles SET id = -id")
    op.execute("UPDATE user_profiles SET id = id + 1 - (SELECT min(id) FROM user_profiles)")
