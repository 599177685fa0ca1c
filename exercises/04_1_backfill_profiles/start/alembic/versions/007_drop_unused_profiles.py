"""Drop the profiles that nobody had asked for.

What: the profiles of the users from 401 on; the first 400 users keep theirs.
Why:  a profile was to be made when somebody writes one. That was taken back later: hence revision 008.
Risk: the rows are gone. The service was asked before, nobody had written anything into them.
Undo: none; the rows stay away.

Revision ID: 007_drop_unused_profiles
Revises: 006_index_endpoint_lookup
"""

from alembic import op

revision = "007_drop_unused_profiles"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM user_profiles WHERE user_id > 400")


def downgrade() -> None:
    pass
