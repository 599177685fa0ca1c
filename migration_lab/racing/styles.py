"""The styles: each gives every user a profile, and differs in what it sends and when it commits."""

from collections.abc import Callable

from migration_lab.racing.lap import STYLES
from migration_lab.racing.work import Work

PAGE = 1_000  # users that are fetched at once
BATCH = 10_000  # users that one INSERT … SELECT takes

INSERT = "INSERT INTO user_profiles (user_id, created_at) VALUES (:user_id, CURRENT_TIMESTAMP)"
PAGES_BY_OFFSET = "SELECT id FROM users ORDER BY id LIMIT :page OFFSET :offset"
PAGES_BY_KEY = "SELECT id FROM users WHERE id > :after ORDER BY id LIMIT :page"
LAST_OF_BATCH = "SELECT max(id) FROM (SELECT id FROM users WHERE id > :after ORDER BY id LIMIT :batch)"
COPY = "INSERT INTO user_profiles (user_id, created_at) SELECT id, CURRENT_TIMESTAMP FROM users"
COPY_BATCH = f"{COPY} WHERE id > :after AND id <= :last"


def rows_by_offset(work: Work) -> None:
    """Insert row by row; count the users off from the first one for each page; one transaction, as it came."""
    offset = 0
    with work.transaction():
        while ids := work.send(PAGES_BY_OFFSET, {"page": PAGE, "offset": offset}).scalars().all():
            for user in ids:
                work.send(INSERT, {"user_id": user})
            offset += PAGE
            work.tell(offset)


def rows_by_key(work: Work) -> None:
    """Insert row by row; begin each page after the last key of the one before, and commit it."""
    after, done = 0, 0
    while True:
        with work.transaction():
            ids = work.send(PAGES_BY_KEY, {"after": after, "page": PAGE}).scalars().all()
            for user in ids:
                work.send(INSERT, {"user_id": user})
        if not ids:
            return
        after, done = ids[-1], done + len(ids)
        work.tell(done)


def pages_with_executemany(work: Work) -> None:
    """Send each page as one statement with many parameters, and commit it."""
    after, done = 0, 0
    while True:
        with work.transaction():
            ids = work.send(PAGES_BY_KEY, {"after": after, "page": PAGE}).scalars().all()
            if ids:
                work.send(INSERT, [{"user_id": user} for user in ids])
        if not ids:
            return
        after, done = ids[-1], done + len(ids)
        work.tell(done)


def batches(work: Work) -> None:
    """Let the database copy each batch: no row comes to Python."""
    after, done = 0, 0
    while True:
        with work.transaction():
            last = work.send(LAST_OF_BATCH, {"after": after, "batch": BATCH}).scalar()
            if last is not None:
                done += work.send(COPY_BATCH, {"after": after, "last": last}).rowcount
        if last is None:
            return
        after = last
        work.tell(done)


def one_statement(work: Work) -> None:
    """Copy all of it at once."""
    with work.transaction():
        work.tell(work.send(COPY).rowcount)


def raw(work: Work) -> None:
    """Send the same batches with `sqlite3` alone: the limit."""
    after, done = 0, 0
    while True:
        with work.raw_transaction():
            last = work.send_raw(
                LAST_OF_BATCH.replace(":after", "?").replace(":batch", "?"), (after, BATCH)
            ).fetchone()[0]
            if last is not None:
                done += work.send_raw(COPY_BATCH.replace(":after", "?").replace(":last", "?"), (after, last)).rowcount
        if last is None:
            return
        after = last
        work.tell(done)


RUN: dict[str, Callable[[Work], None]] = dict(
    zip(STYLES, (rows_by_offset, rows_by_key, pages_with_executemany, batches, one_statement, raw), strict=True)
)
