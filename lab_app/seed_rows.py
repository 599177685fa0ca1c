"""The rows of the seed, as set-based SQL: written through light shapes, because models know only the last revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from lab_app.people import PEOPLE

Columns = Mapping[str, set[str]]  # table -> the columns that this revision has
Values = Mapping[str, sa.ColumnElement[Any]]

CREATED = datetime(2025, 1, 1, 9)  # constants, not clocks: two runs write the same bytes
UPDATED = datetime(2025, 2, 1, 9)
MOMENTS = [datetime(2025, 3, 1) + timedelta(hours=6 * step) for step in range(56)]  # four times a day, two weeks

# user n owns the first n % 5 + 1 of them: 3 on average, never none
ENDPOINTS = (
    ("health", "/health", "GET", 1000),
    ("list orders", "/orders", "GET", 5000),
    ("create order", "/orders", "POST", 8000),
    ("replace order", "/orders/{order_id}", "PUT", 8000),
    ("delete order", "/orders/{order_id}", "DELETE", 5000),
)
EVENTS_PER_USER, BUSY_USERS = 2, 97  # a few endpoints get all the requests


@dataclass(frozen=True)
class Source:
    """What a set-based INSERT reads: a value for each column, which rows, and what they are counted by."""

    values: Values
    where: sa.ColumnElement[bool]
    group_by: Sequence[sa.ColumnElement[Any]] = ()


def fill_primary(connection: sa.Connection, columns: Columns, users: int) -> dict[str, int]:
    """Write users, their endpoints and, where the table exists, their profiles; return the row counts."""
    number = _numbers(len(PEOPLE) + 1, users)
    _insert_rows(connection, columns, "users", _named_users())
    _insert_select(connection, columns, "users", Source(_generated_user(number.c.n), number.c.n <= users))
    _insert_endpoints(connection, columns, users)
    if "user_profiles" in columns:
        _insert_rows(connection, columns, "user_profiles", _named_profiles())
        profiles = Source(_generated_profile(number.c.n), number.c.n <= users)
        _insert_select(connection, columns, "user_profiles", profiles)
    return {
        name: _count(connection, table)
        for name, table in {
            "users": "users",
            "endpoint configs": "endpoint_configs",
            "user profiles": "user_profiles",
        }.items()
        if table in columns
    }


def fill_analytics(connection: sa.Connection, columns: Columns, users: int) -> dict[str, int]:
    """Write request events and, where the table exists, the daily counts; return the row counts."""
    events = EVENTS_PER_USER * users
    for step, moment in enumerate(MOMENTS):  # the ids grow with the time: each index grows at its end only
        first, last = events * step // len(MOMENTS) + 1, events * (step + 1) // len(MOMENTS)
        number = _numbers(first, last)
        shape = _event(number.c.n, sa.literal(moment), users)
        _insert_select(connection, columns, "request_events", Source(shape, number.c.n <= last))
    counts = {"request events": _count(connection, "request_events")}
    if "daily_usage" in columns:
        _insert_daily_usage(connection, columns)
        counts["daily counts"] = _count(connection, "daily_usage")
    return counts


def _named_users() -> list[dict[str, object]]:
    return [person._asdict() | {"created_at": CREATED, "updated_at": UPDATED} for person in PEOPLE]


def _named_profiles() -> list[dict[str, object]]:
    return [
        {"user_id": person.id, "bio": person.bio, "avatar_url": person.avatar_url, **_profile_times()}
        for person in PEOPLE
    ]


def _profile_times() -> dict[str, datetime]:
    # not the user's own pair of timestamps: revision 003 must see that these profiles are not its copies
    return {"created_at": UPDATED, "updated_at": UPDATED}


def _generated_user(n: sa.ColumnElement[int]) -> dict[str, sa.ColumnElement[Any]]:
    name = "user_" + sa.cast(n, sa.String)
    return {
        "id": n,
        "username": name,
        "full_name": "User " + sa.cast(n, sa.String),
        "email": name + "@example.com",
        "created_at": sa.literal(CREATED),
        "updated_at": sa.literal(UPDATED),
        **_texts(n),
    }


def _generated_profile(n: sa.ColumnElement[int]) -> dict[str, sa.ColumnElement[Any]]:
    times = {name: sa.literal(moment) for name, moment in _profile_times().items()}
    return {"user_id": n, **_texts(n), **times}


def _texts(n: sa.ColumnElement[int]) -> dict[str, sa.ColumnElement[Any]]:
    number = sa.cast(n, sa.String)
    return {
        "bio": sa.case((n % 3 != 0, "Bio of user " + number)),
        "avatar_url": sa.case((n % 4 == 0, "https://gateway.example/avatars/" + number + ".png")),
    }


def _insert_endpoints(connection: sa.Connection, columns: Columns, users: int) -> None:
    number = _numbers(1, users)
    kind = _table_of(
        "kinds", ["k", "name", "path", "method", "timeout_ms"], [(k, *row) for k, row in enumerate(ENDPOINTS)]
    )
    shape = {
        "id": (number.c.n - 1) * len(ENDPOINTS) + kind.c.k + 1,
        "owner_id": number.c.n,
        "name": kind.c.name,
        "path": kind.c.path,
        "method": kind.c.method,
        "timeout_ms": kind.c.timeout_ms,
        "created_at": sa.literal(CREATED),
    }
    _insert_select(connection, columns, "endpoint_configs", Source(shape, kind.c.k <= number.c.n % len(ENDPOINTS)))


def _event(n: sa.ColumnElement[int], at: sa.ColumnElement[datetime], users: int) -> dict[str, sa.ColumnElement[Any]]:
    user = n % min(users, BUSY_USERS) + 1
    _name, path, method, _timeout = ENDPOINTS[0]  # the endpoint that every user has
    return {
        "id": n,
        "endpoint_id": (user - 1) * len(ENDPOINTS) + 1,
        "user_id": user,
        "method": sa.literal(method),
        "path": sa.literal(path),
        "status_code": sa.case((n % 10 == 0, 500), (n % 7 == 0, 404), else_=200),
        "duration_ms": n % 200 + 5,
        "occurred_at": at,
    }


def _insert_daily_usage(connection: sa.Connection, columns: Columns) -> None:
    event = sa.table("request_events", *map(sa.column, ("endpoint_id", "status_code", "duration_ms", "occurred_at")))
    day = sa.func.date(event.c.occurred_at)
    shape = {
        "endpoint_id": event.c.endpoint_id,
        "day": day,
        "requests": sa.func.count(),
        "errors": sa.func.sum(sa.case((event.c.status_code >= 500, 1), else_=0)),
        "total_duration_ms": sa.func.sum(event.c.duration_ms),
    }
    _insert_select(connection, columns, "daily_usage", Source(shape, sa.true(), group_by=(event.c.endpoint_id, day)))


def _numbers(first: int, last: int) -> sa.CTE:
    """Return the numbers from `first` to `last`; `first` itself is always there."""
    numbers = sa.select(sa.literal(first).label("n")).cte("numbers", recursive=True)
    return numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < last))


def _table_of(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> sa.CTE:
    """Return constant rows as something to join with, in SQL that both databases read."""
    selects = (
        sa.select(*(sa.literal(value).label(column) for column, value in zip(columns, row, strict=True)))
        for row in rows
    )
    return sa.union_all(*selects).cte(name)


def _insert_rows(connection: sa.Connection, columns: Columns, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    shape = _shape(columns, table, rows[0])
    present = [{name: row[name] for name in _names(shape)} for row in rows]
    connection.execute(_insert(connection, shape).on_conflict_do_nothing(), present)


def _insert_select(connection: sa.Connection, columns: Columns, table: str, source: Source) -> None:
    shape = _shape(columns, table, source.values)
    names = _names(shape)
    rows = sa.select(*(source.values[name].label(name) for name in names))
    rows = rows.where(source.where).group_by(*source.group_by)
    connection.execute(_insert(connection, shape).from_select(names, rows).on_conflict_do_nothing())
    if "id" in names and connection.dialect.name == "postgresql":  # given ids do not move PostgreSQL's own counter
        last = sa.select(sa.func.max(shape.c.id)).scalar_subquery()
        connection.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table, "id"), last)))


def _insert(connection: sa.Connection, shape: sa.TableClause) -> Any:
    return postgresql.insert(shape) if connection.dialect.name == "postgresql" else sqlite.insert(shape)


def _shape(columns: Columns, table: str, names: Mapping[str, object]) -> sa.TableClause:
    """Return the table with those of the columns that it has at this revision."""
    types = {"created_at": sa.DateTime(), "updated_at": sa.DateTime(), "occurred_at": sa.DateTime()}
    return sa.table(table, *(sa.column(name, types.get(name)) for name in names if name in columns[table]))


def _names(shape: sa.TableClause) -> list[str]:
    return [column.name for column in shape.c]


def _count(connection: sa.Connection, table: str) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0
