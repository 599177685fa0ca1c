"""Which outputs would differ on another day or another machine, and which only look like it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from migration_lab.places import ORIGIN
from migration_lab.proof.unstable import unstable, written


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("saved in /home/ada/lab/app.db", "the absolute path `/home/ada/lab/app.db`"),
        ("sqlite:////tmp/x.db", "the absolute path `/tmp/x.db`"),
        ('File "/usr/lib/python3.11/os.py"', "the absolute path `/usr/lib/python3.11/os.py`"),
        (r"C:\Users\ada\lab", r"the absolute path `C:\Users\ada\lab`"),
        (f"in {ORIGIN}", f"the absolute path `{ORIGIN}`"),
        (f"in {Path.home()}", f"the absolute path `{Path.home()}`"),
        ("12:30:01.123456 INFO", "the clock's `12:30:01.123456`"),
        (f"Create Date: {datetime.now(UTC):%Y-%m-%d}", f"the clock's `{datetime.now(UTC):%Y-%m-%d}`"),
        ("at 14:49:49 it began", "the clock's `14:49:49`"),
        ("[14:49:49] upgraded", "the clock's `14:49:49`"),
        ("took 0.53 s", "the clock's `0.53 s`"),
        ("it took 12 seconds", "the clock's `took 12 seconds`"),
        ("Wall time: 31 ms", "the clock's `Wall time: 31 ms`"),
        ("3 passed in 1.20s", "the clock's `1.20s`"),
        ("user f47ac10b-58cc-4372-a567-0e02b2c3d479", "the random id `f47ac10b-58cc-4372-a567-0e02b2c3d479`"),
        ("opened /data/lab/app.db", "the absolute path `/data/lab/app.db`"),
        ("in /workspaces/lab", "the absolute path `/workspaces/lab`"),
        ("/Volumes/Work/lab/app.db", "the absolute path `/Volumes/Work/lab/app.db`"),
        ("File `/srv2/some_where/lab.py`", "the absolute path `/srv2/some_where/lab.py`"),
        ("sqlite:////elsewhere/app.db", "the absolute path `/elsewhere/app.db`"),
        ("sqlite:///C:/lab/app.db", "the absolute path `C:/lab/app.db`"),
        ("<Engine object at 0x7f3a2c10>", "the memory address `0x7f3a2c10`"),
    ],
)
def test_what_differs_is_named(text: str, found: str) -> None:
    assert unstable(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "alembic/versions/001_initial_schema.py",
        "GET /users/17 and /home",
        "https://alembic.sqlalchemy.org/en/latest/tutorial.html",
        "2024-03-01 09:00:00",
        "created_at 2024-03-01 09:00:00.000000",
        "x'0a0b0c0d' (4 bytes)",
        "sqlite:///app.db",
        "./work/02_autogenerate",
        "0xFF",
        "DELETE /orders/latest",
        "/orders/{order_id} and /health",
        "%(here)s/alembic and {workspace}/alembic and ~/lab/app.db",
        "2024-01-01, 1 January 2024, 01.01.2024",
        "seeded at 2024-01-01T12:30:00, 00:00:00",
        "within 60 seconds, timeout 5000 ms, version 2.1 supports it",
        "Revision ID: 20240101_initial",
        "<td>1</td></tr>",
        "upgrade/downgrade and/or 22/7",
    ],
)
def test_what_is_the_same_everywhere_is_left_alone(text: str) -> None:
    assert unstable(text) == ""


@pytest.mark.parametrize(
    "form",
    [
        *("2026-11-02", "2026/11/02", "2026.11.02", "20261102", "02.11.2026", "02/11/2026", "11/02/2026"),
        *("02-Nov-2026", "2 Nov 2026", "02 Nov 2026", "2 November 2026", "2. November 2026"),
        *("November 2, 2026", "Nov 2, 2026", "Nov 02 2026"),
    ],
)
def test_a_day_is_known_in_the_forms_people_and_programs_use(form: str) -> None:
    assert form in set(written(date(2026, 11, 2)))


def test_today_is_found_in_every_form() -> None:
    forms = set(written(datetime.now(UTC).date()))

    assert [form for form in forms if unstable(f"created {form}.") != f"the clock's `{form}`"] == []
