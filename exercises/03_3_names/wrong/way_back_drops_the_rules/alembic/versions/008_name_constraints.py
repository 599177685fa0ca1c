"""Name the constraints of api_keys."""

from alembic import op

revision = "008_name_constraints"
down_revision = "007_add_api_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE api_keys_new ("
        "id INTEGER NOT NULL CONSTRAINT pk_api_keys PRIMARY KEY, "
        "user_id INTEGER NOT NULL, token_hash VARCHAR(64) NOT NULL, uses INTEGER DEFAULT 0 NOT NULL, "
        "CONSTRAINT uq_api_keys_token_hash UNIQUE (token_hash), "
        "CONSTRAINT ck_api_keys_uses_counted CHECK (uses >= 0), "
        "CONSTRAINT fk_api_keys_user_id_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)"
    )
    op.execute("INSERT INTO api_keys_new SELECT id, user_id, token_hash, uses FROM api_keys")
    op.execute("DROP TABLE api_keys")
    op.execute("ALTER TABLE api_keys_new RENAME TO api_keys")


def downgrade() -> None:
    with op.batch_alter_table("api_keys") as batch:
        batch.drop_constraint(op.f("ck_api_keys_uses_counted"), type_="check")
        batch.drop_constraint(op.f("uq_api_keys_token_hash"), type_="unique")
