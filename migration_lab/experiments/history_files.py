"""Revision files for the experiments of lesson 05: a line of history in one call."""

VERSIONS = "alembic/versions"
NOTHING = ("pass", "pass")
REVISION = '''\
"""{message}"""
from alembic import op
import sqlalchemy as sa

revision = {identity!r}
down_revision = {down!r}
{more}

def upgrade() -> None:
    {up}


def downgrade() -> None:
    {back}
'''


def added(column: str) -> tuple[str, str]:
    """Give the two operations of a revision that adds a column to the users."""
    return (
        f'op.add_column("users", sa.Column("{column}", sa.String(20)))',
        f'op.drop_column("users", "{column}")',
    )


def revision(
    identity: str,
    down: str | tuple[str, ...] | None,
    operations: tuple[str, str] = NOTHING,
    *,
    file: str = "",
    more: str = "",
) -> dict[str, str]:
    """Give a revision's file by its path.

    Args:
        identity: Its id.
        down: What it follows.
        operations: A line for `upgrade()` and one for `downgrade()`.
        file: The name of the file, without its ending; empty: the id.
        more: A further line, such as `depends_on = "…"`.
    """
    up, back = operations
    text = REVISION.format(message=identity, identity=identity, down=down, more=more, up=up, back=back)
    return {f"{VERSIONS}/{file or identity}.py": text}


def ran(script: str) -> list[str]:
    """List the revisions that an `upgrade --sql` would run, in its order."""
    lines = [line for line in script.splitlines() if line.startswith("-- Running upgrade")]
    return [line.rpartition("-> ")[2] for line in lines]
