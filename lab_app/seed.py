"""Write the same rows every time: `python -m lab_app.seed [--users N]`, at any revision of either database."""

import argparse
import asyncio
import sys
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url

from lab_app.db import app_engine
from lab_app.people import PEOPLE
from lab_app.seed_rows import fill_analytics, fill_primary
from lab_app.settings import PROJECT, get_settings

FILLS = {"users": fill_primary, "request_events": fill_analytics}


def main(arguments: list[str] | None = None) -> int:
    """Seed both databases; one that is not migrated yet is named and left alone."""
    parser = argparse.ArgumentParser(prog="python -m lab_app.seed", description=__doc__)
    parser.add_argument("--users", type=_number_of_users, default=len(PEOPLE), metavar="N", help="how many users")
    users = parser.parse_args(arguments).users
    settings = get_settings()
    primary = asyncio.run(seed(settings.database_url, table="users", users=users))
    analytics = asyncio.run(seed(settings.analytics_database_url, table="request_events", users=users))
    print(f"primary: {_said(primary, settings.database_url, 'alembic upgrade head')}")
    print(f"analytics: {_said(analytics, settings.analytics_database_url, 'alembic -n analytics upgrade head')}")
    return 0 if primary else 1


def _said(counts: str, url: str, command: str) -> str:
    return f"{counts} in `{place(url)}`" if counts else f"no tables in `{place(url)}` yet, run `{command}` first"


def place(url: str) -> str:
    """Return where a database is, without password; a file inside the project is named from there."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database.startswith((":", "file:")):
        return parsed.render_as_string(hide_password=True)
    file = Path(parsed.database)
    return (file.relative_to(PROJECT) if file.is_relative_to(PROJECT) else file).as_posix()


async def seed(url: str, *, table: str, users: int) -> str:
    """Fill the database that has `table`; return what it holds, or nothing if it has no such table.

    Args:
        url: An async URL. A SQLite file that does not exist is not created.
        table: The first table of the database's history.
        users: How many users there shall be; those that exist already are left as they are.
    """
    file = make_url(url).database if make_url(url).get_backend_name() == "sqlite" else None
    if file and not file.startswith((":", "file:")) and not Path(file).exists():
        return ""
    engine = app_engine(url)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(_fill, table, users)
    finally:
        await engine.dispose()


def _fill(connection: Connection, table: str, users: int) -> str:
    inspector = inspect(connection)
    names = inspector.get_table_names()
    if table not in names:
        return ""
    columns = {name: {column["name"] for column in inspector.get_columns(name)} for name in names}
    counts = FILLS[table](connection, columns, users)
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _number_of_users(text: str) -> int:
    number = int(text)
    if number < len(PEOPLE):
        raise argparse.ArgumentTypeError(f"{number} is too few: there are {len(PEOPLE)} named users")
    return number


if __name__ == "__main__":
    sys.exit(main())
