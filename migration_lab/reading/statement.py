"""A statement without parameters, sent to the driver as it is written."""

from typing import Any

from sqlalchemy import Connection, CursorResult


def run(connection: Connection, sql: str) -> CursorResult[Any]:
    """Run `sql`; a driver that marks parameters by `%` reads `%%` as one, and a name may have one in it."""
    marks = connection.dialect.paramstyle in {"format", "pyformat"}
    return connection.exec_driver_sql(sql.replace("%", "%%") if marks else sql)
