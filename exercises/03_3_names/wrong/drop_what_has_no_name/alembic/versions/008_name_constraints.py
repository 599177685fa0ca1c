"""Name the constraints of api_keys."""

from alembic import op

revision = "008_name_constraints"
down_revision = "007_add_api_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("api_keys") as batch:
        batch.drop_constraint("uq_api_keys_token_hash", type_="unique")
        batch.create_unique_constraint("uq_api_keys_token_hash", ["token_hash"])


def downgrade() -> None:
    pass  # the names stay: nothing depends on a constraint that has none
