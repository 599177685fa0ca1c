"""Which outputs would differ on another day or another machine, and which only look like it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from migration_lab.places import ORIGIN
from migration_lab.proof.unstable import unstable


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
        "x'0a0b0c0d' (4 bytes)",
        "sqlite:///app.db",
        "./work/02_autogenerate",
        "0xFF",
    ],
)
def test_what_is_the_same_everywhere_is_left_alone(text: str) -> None:
    assert unstable(text) == ""
