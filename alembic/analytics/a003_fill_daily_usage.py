"""Count the days that nobody has counted.

What: one row in `daily_usage` for each endpoint and day with events and without a count. Rows only, no schema. One
      day at a time, each committed on its own: the work between two commits is bounded by the busiest day. A stopped
      run goes on where it was, because counted days are passed over; a day that this revision counted and that has
      got more events since is counted anew.
Why:  reports read `daily_usage` from now on, also for the time before it existed.
Risk: a row that the service has counted already is left as it is. At the end every event belongs to a counted day,
      and what this revision counted agrees with the events, or the revision fails and its version is not recorded.
      On a connection that was handed in, its owner commits. In `--sql` mode nothing can be read: it is one statement,
      and a CHECK constraint stops the script if that is run with `sqlite3 -bail` or `psql -v ON_ERROR_STOP=1`.
Undo: deletes the rows that this revision counted (`counted_by`); rows that the service counted stay.

Revision ID: a003_fill_daily_usage
Revises: a002_daily_usage
"""

from contextlib import nullcontext
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "a003_fill_daily_usage"
down_revision = "a002_daily_usage"
branch_labels = None
depends_on = None

events = sa.table(
    "request_events",
    sa.column("endpoint_id", sa.Integer()),
    sa.column("status_code", sa.Integer()),
    sa.column("duration_ms", sa.Integer()),
    sa.column("occurred_at", sa.DateTime()),
)
usage = sa.table(
    "daily_usage",
    sa.column("endpoint_id", sa.Integer()),
    sa.column("day", sa.Date()),
    *(sa.column(name, sa.Integer()) for name in ("requests", "errors", "total_duration_ms")),
    sa.column("counted_by", sa.String()),
)
event_day = sa.func.date(events.c.occurred_at, type_=sa.Date())
uncounted = ~sa.exists().where(usage.c.endpoint_id == events.c.endpoint_id, usage.c.day == event_day)
SUMS = {
    "requests": sa.func.count(),
    "errors": sa.func.sum(sa.case((events.c.status_code >= 500, 1), else_=0)),
    "total_duration_ms": sa.func.sum(events.c.duration_ms),
}


def upgrade() -> None:
    if op.get_context().as_sql:
        op.execute(forget_wrong_counts())
        op.execute(count(sa.true()))
        expect_none_in_sql(sa.select(sa.func.count()).select_from(events).where(uncounted))
        expect_none_in_sql(sa.select(sa.func.count()).select_from(wrong_counts().subquery()))
        return
    with own_transactions():
        op.execute(forget_wrong_counts())
        count_day_by_day(op.get_bind())
    expect_every_event_is_counted(op.get_bind())
    expect_the_counts_agree(op.get_bind())


def downgrade() -> None:
    op.execute(usage.delete().where(usage.c.counted_by == revision))


def count(part: sa.ColumnElement[bool]) -> sa.Insert:
    """Return the statement that counts the events in `part` whose day is not counted."""
    rows = (
        sa.select(events.c.endpoint_id, event_day, *SUMS.values(), sa.literal(revision, sa.String()))
        .where(part, uncounted)
        .group_by(events.c.endpoint_id, event_day)
        .order_by(events.c.endpoint_id, event_day)
    )
    return usage.insert().from_select([column.name for column in usage.c], rows)


def count_day_by_day(bind: sa.Connection) -> None:
    """Walk along the index of `occurred_at`: each step is one day that has events."""
    first = sa.select(sa.func.min(events.c.occurred_at))
    moment = bind.scalar(first)
    while moment is not None:
        # dates, not moments: SQLite compares texts, and '… 00:00:00' stands before '… 00:00:00.000000'
        start, end = (sa.literal(moment.date() + timedelta(days=days), sa.Date()) for days in (0, 1))
        bind.execute(count(sa.and_(events.c.occurred_at >= start, events.c.occurred_at < end)))
        moment = bind.scalar(first.where(events.c.occurred_at >= end))


def wrong_counts() -> sa.Select:
    """Return the query for days that this revision counted and that do not agree with their events."""
    sums = [one.label(name) for name, one in SUMS.items()]
    days = sa.select(events.c.endpoint_id, event_day.label("day"), *sums)
    facts = days.group_by(events.c.endpoint_id, event_day).subquery("facts")
    same_day = sa.and_(facts.c.endpoint_id == usage.c.endpoint_id, facts.c.day == usage.c.day)
    differs = sa.or_(*(usage.c[name] != facts.c[name] for name in SUMS))
    wrong = sa.select(usage.c.endpoint_id, usage.c.day).select_from(usage.join(facts, same_day))
    return wrong.where(usage.c.counted_by == revision, differs)


def forget_wrong_counts() -> sa.Delete:
    """Return the statement that lets this run count a day anew; what the service counted is not touched."""
    return usage.delete().where(sa.tuple_(usage.c.endpoint_id, usage.c.day).in_(wrong_counts()))


def own_transactions():
    """Commit each statement on its own, unless the connection belongs to somebody else."""
    context = op.get_context()
    handed_in = context.config is not None and context.config.attributes.get("connection") is not None
    return nullcontext() if handed_in else context.autocommit_block()


def expect_every_event_is_counted(bind: sa.Connection) -> None:
    day = bind.scalar(sa.select(sa.func.min(event_day)).where(uncounted))
    if day is not None:
        raise RuntimeError(
            f"Some events of {day} belong to no counted day: somebody is adding events of the past. "
            "Run the same command again."
        )


def expect_the_counts_agree(bind: sa.Connection) -> None:
    wrong = bind.execute(wrong_counts().order_by(usage.c.day, usage.c.endpoint_id).limit(1)).first()
    if wrong:
        raise RuntimeError(
            f"The count of endpoint {wrong.endpoint_id} on {wrong.day} does not agree with its events: somebody is "
            "adding or deleting events of that day. Run the same command again: it counts that day anew."
        )


def expect_none_in_sql(number: sa.Select) -> None:
    """Write the invariant into the script: a number that is not 0 breaks a CHECK constraint."""
    op.execute("CREATE TEMPORARY TABLE uncounted (n INTEGER CONSTRAINT every_event_is_counted CHECK (n = 0))")
    op.execute(sa.table("uncounted", sa.column("n")).insert().from_select(["n"], number))
    op.execute("DROP TABLE uncounted")
