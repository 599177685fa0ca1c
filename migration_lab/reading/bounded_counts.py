"""How many rows a table has, as far as it is quick to know: a table of millions must not stop who only looks."""

from collections.abc import Iterable

from sqlalchemy import Connection

from migration_lab.reading import statement
from migration_lab.reading.names import quoted

MOST = 100_000  # a few milliseconds; each further million would take a tenth of a second and more


def of(connection: Connection, tables: Iterable[str]) -> dict[str, int]:
    """Count the rows of each table up to `MOST` and one more."""
    return {name: _count(connection, name) for name in tables}


def words(count: int) -> str:
    """Say a count: `0 rows`, `1 row`, `more than 100,000 rows`."""
    if count > MOST:
        return f"more than {MOST:,} rows"
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _count(connection: Connection, table: str) -> int:
    name = quoted(connection.dialect, table)
    bounded = f"SELECT 1 FROM {name} LIMIT {MOST + 1}"
    return int(statement.run(connection, f"SELECT count(*) FROM ({bounded}) AS counted").scalar_one())
