"""The styles: each gives every user a profile, and differs in what it sends and when it commits."""

import re
from collections.abc import Callable

from migration_lab.racing.lap import STYLES
from migration_lab.racing.work import Work

PAGE = 1_000  # users that are fetched at once
BATCH = 10_000  # users that one INSERT … SELECT takes

INSERT = "INSERT INTO user_profiles (user_id, created_at) VALUES (:user_id, CURRENT_TIMESTAMP)"
PAGES_BY_OFFSET = "SELECT id FROM users ORDER BY id LIMIT :page OFFSET :offset"
PAGES_BY_KEY = "SELECT id FROM users WHERE id > :after ORDER BY id LIMIT :page"
LAST_OF_BATCH = "SELECT max(id), count(*) FROM (SELECT id FROM users WHERE id > :after ORDER BY id LIMIT :batch)"
COPY = "INSERT INTO user_profiles (user_id, created_at) SELECT id, CURRENT_TIMESTAMP FROM users"
COPY_BATCH = f"{COPY} WHERE id > :after AND id <= :last"
PASSING_OVER = f"{COPY_BATCH} ON CONFLICT (user_id) DO NOTHING"  # whoever is done: it may be stopped and run again
ASKING_FIRST = f"{COPY_BATCH} AND NOT EXISTS (SELECT 1 FROM user_profiles WHERE user_id = users.id)"
WORDS = re.compile(r":\w+")  # bound parameters; the driver alone takes question marks


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


def batches(work: Work, copy: str = PASSING_OVER) -> None:
    """Let the database copy each batch: no row comes to Python, and rows of an earlier run are passed over."""
    after, done = 0, 0
    while True:
        with work.transaction():
            last, users = tuple(work.send(LAST_OF_BATCH, {"after": after, "batch": BATCH}).one())
            if users:
                work.send(copy, {"after": after, "last": last})
        if not users:
            return
        after, done = last, done + users
        work.tell(done)


def one_statement(work: Work) -> None:
    """Copy all of it at once."""
    with work.transaction():
        work.tell(work.send(COPY).rowcount)


def raw(work: Work) -> None:
    """Send the same batches with `sqlite3` alone: the limit. It passes over nobody."""
    page, copy = (WORDS.sub("?", statement) for statement in (LAST_OF_BATCH, COPY_BATCH))
    after, done = 0, 0
    while True:
        with work.raw_transaction():
            last, users = work.send_raw(page, (after, BATCH)).fetchone()
            if users:
                work.send_raw(copy, (after, last))
        if not users:
            return
        after, done = last, done + users
        work.tell(done)


RUN: dict[str, Callable[[Work], None]] = dict(
    zip(STYLES, (rows_by_offset, rows_by_key, pages_with_executemany, batches, one_statement, raw), strict=True)
)
