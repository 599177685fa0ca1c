"""Closing table of lesson 03, third part: what needs PostgreSQL, as the SQL that Alembic would send there."""

import re
from io import StringIO

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from migration_lab.experiments.drafts import words
from migration_lab.experiments.experiment import Experiment

WIDEN = 'op.alter_column("events", "id", existing_type=sa.Integer, type_=sa.BigInteger)'
NEW_COLUMN = 'op.add_column("events", sa.Column("id_new", sa.BigInteger))'
ROLE = 'sa.Column("role", sa.Enum("reader", "author", name="role"))'
STAFF = f'op.create_table("staff", {ROLE})'
NO_STAFF = 'op.drop_table("staff")'
NO_ROLE = 'op.execute("DROP TYPE role")'
GUEST = """op.execute("ALTER TYPE role ADD VALUE 'guest'")"""
USED = """op.execute("UPDATE staff SET role = 'guest'")"""
OWN = f"with op.get_context().autocommit_block():\n        {GUEST}"
BATCH = """with op.batch_alter_table("users") as batch:
        batch.alter_column("name", existing_type=sa.String(50), type_=sa.String(80))"""


def sent(body: str, dialect: str = "postgresql") -> str:
    """Give the SQL that the body of a revision would send, in one line, without a database.

    Args:
        body: The body of `upgrade()` or `downgrade()`.
        dialect: "postgresql" or "sqlite".
    """
    written = StringIO()
    options = {"as_sql": True, "output_buffer": written, "literal_binds": True}
    context = MigrationContext.configure(dialect_name=dialect, opts=options)
    with context.begin_transaction(_per_migration=False):
        exec(f"if True:\n    {body}", {"op": Operations(context), "sa": sa})
    return re.sub(r"\s+", " ", written.getvalue()).strip().replace("( ", "(").replace(" )", ")")


def type_changed() -> Experiment:
    """Make an id larger (C8)."""
    return Experiment(
        codes=("C8",),
        done="alter_column from Integer to BigInteger on a large table, on PostgreSQL",
        expected="one line of SQL, done at once",
        happened=f"one line it is: {_inside(WIDEN)} PostgreSQL writes every row anew for it; nobody reads meanwhile",
        works=f"a new column, filled in batches, then the names exchanged: {_inside(NEW_COLUMN)}",
    )


def enum_left_behind() -> Experiment:
    """Go down from a table with an Enum, on PostgreSQL (C9)."""
    made = _count("CREATE TYPE", STAFF)
    left, right = (made - _count("DROP TYPE", down) for down in (NO_STAFF, f"{NO_STAFF}\n    {NO_ROLE}"))
    return Experiment(
        codes=("C9",),
        done="create_table with an Enum, drop_table in downgrade(), on PostgreSQL",
        expected="up, down and up again",
        happened=f"up sends CREATE TYPE, down sends only {_inside(NO_STAFF)} {left} type is left; up again: it exists",
        works=f"{NO_ROLE} after drop_table: {right} types left",
    )


def enum_member_used_at_once() -> Experiment:
    """Add a member to an Enum and use it in the same revision, on PostgreSQL (C10)."""
    together, apart = (sent(f"{first}\n    {USED}") for first in (GUEST, OWN))
    return Experiment(
        codes=("C10",),
        done="a revision that adds a member to an Enum, then uses it, on PostgreSQL",
        expected="the next line knows the new member",
        happened=f"one transaction: {together} PostgreSQL refuses: unsafe use of new value",
        works=f"autocommit_block(): {apart}",
    )


def batch_without_a_table() -> Experiment:
    """Preview a batch on SQLite without telling what the table looks like (D9)."""
    try:
        error = sent(BATCH, "sqlite")
    except Exception as raised:
        error = words(raised).partition(". ")[0].partition(";")[0]
    return Experiment(
        codes=("D9",),
        done="upgrade --sql on SQLite, and the revision has a batch",
        expected="the SQL",
        happened=f"stops: {error}",
        works=f"copy_from=sa.Table(…), as in revision 006; PostgreSQL needs no look: {_inside(BATCH)}",
    )


def _inside(body: str) -> str:
    """Give the SQL without the transaction around it."""
    return sent(body).removeprefix("BEGIN; ").removesuffix(" COMMIT;")


def _count(what: str, body: str) -> int:
    return sent(body).count(what)
