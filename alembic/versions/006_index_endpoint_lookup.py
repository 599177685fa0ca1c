"""Make endpoint lookup unique and fast.

What: an owner has each (method, path) once, and the gateway finds the active endpoints of a path through a small index
      that holds the active ones only.
Why:  two configurations for the same request are a coin toss, and the gateway asks for every request.
Risk: rows that break the rule stop the revision before anything is changed; it names one of them. In `--sql` mode a
      CHECK constraint stops the script, if it is run with `sqlite3 -bail` or `psql -v ON_ERROR_STOP=1`: on SQLite a
      script that goes on drops the table whose copy has just failed. SQLite cannot add a
      constraint to a table: the table is copied, so the write lock lasts as long as the copy. `copy_from` tells Alembic
      what the table looks like, so that `--sql` needs no database to look at. PostgreSQL locks the table meanwhile.
Undo: drops the index and the constraint; no row is touched.

Revision ID: 006_index_endpoint_lookup
Revises: 005_add_endpoint_active
"""

import sqlalchemy as sa
from alembic import op

revision = "006_index_endpoint_lookup"
down_revision = "005_add_endpoint_active"
branch_labels = None
depends_on = None

LOOKUP = ("owner_id", "method", "path")


def endpoint_configs(*constraints: sa.UniqueConstraint) -> sa.Table:
    """Return the table as it stands before the batch."""
    return sa.Table(
        "endpoint_configs",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("path", sa.String(255), nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("timeout_ms", sa.Integer(), server_default=sa.text("5000"), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endpoint_configs")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_endpoint_configs_owner_id_users"), ondelete="CASCADE"
        ),
        sa.CheckConstraint(
            "method IN ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')", name=op.f("ck_endpoint_configs_method_known")
        ),
        sa.Index(op.f("ix_endpoint_configs_owner_id"), "owner_id"),
        *constraints,
    )


def upgrade() -> None:
    expect_no_duplicates()
    with op.batch_alter_table("endpoint_configs", copy_from=endpoint_configs()) as batch:
        batch.create_unique_constraint(op.f("uq_endpoint_configs_owner_id_method_path"), list(LOOKUP))
    op.create_index(
        op.f("ix_endpoint_configs_active_path"),
        "endpoint_configs",
        ["path"],
        sqlite_where=sa.text("is_active"),
        postgresql_where=sa.text("is_active"),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_endpoint_configs_active_path"), table_name="endpoint_configs")
    name = op.f("uq_endpoint_configs_owner_id_method_path")
    with op.batch_alter_table(
        "endpoint_configs", copy_from=endpoint_configs(sa.UniqueConstraint(*LOOKUP, name=name))
    ) as batch:
        batch.drop_constraint(name, type_="unique")


def expect_no_duplicates() -> None:
    """Stop if an owner has the same request twice."""
    columns = [sa.column(name) for name in LOOKUP]
    rows = sa.select(*columns).select_from(sa.table("endpoint_configs"))
    twice = rows.group_by(*columns).having(sa.func.count() > 1)
    if op.get_context().as_sql:
        op.execute("CREATE TEMPORARY TABLE double_endpoints (n INTEGER CONSTRAINT no_endpoint_is_double CHECK (n = 0))")
        double = sa.table("double_endpoints", sa.column("n"))
        op.execute(double.insert().from_select(["n"], sa.select(sa.func.count()).select_from(twice.subquery())))
        op.execute("DROP TABLE double_endpoints")
        return
    if first := op.get_bind().execute(twice.order_by(*columns).limit(1)).first():
        owner, method, path = first
        raise RuntimeError(
            f"User {owner} has more than one endpoint `{method} {path}`: which one answers? "
            "Keep one of them and delete or change the others, then run the same command again."
        )
