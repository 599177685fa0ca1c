"""What one style did in the race: facts that are the same on every computer, and measures that are not."""

from dataclasses import dataclass

from migration_lab.grid import Grid

STYLES = (
    "row loop, OFFSET",
    "row loop, keyset",
    "keyset, executemany",
    "keyset, INSERT … SELECT",
    "one statement",
    "raw sqlite3, same batches",
)
RECOMMENDED, RAW = STYLES[3], STYLES[5]
FACTS = ("style", "statements", "transactions", "profiles written", "users without one")
MEASURES = ("style", "time", "against raw sqlite3", "peak memory", "longest write lock")


@dataclass(frozen=True)
class Lap:
    """One style, from an empty table of profiles to the last user.

    Args:
        style: Its name.
        statements: How many it sent.
        transactions: How many it committed; each holds the write lock from its beginning to its commit.
        written: The profiles afterwards.
        missing: The users without one afterwards.
        seconds: How long it took, the start of the process not counted.
        memory: The most memory that its process used, in MB, Python and SQLAlchemy included.
        lock: The longest transaction, in seconds: so long nobody else could write.
    """

    style: str
    statements: int
    transactions: int
    written: int
    missing: int
    seconds: float
    memory: float
    lock: float


def facts(laps: tuple[Lap, ...]) -> Grid:
    """Line up what is the same in every run; no clock is in it."""
    lines = tuple(
        (one.style, *(f"{number:,}" for number in (one.statements, one.transactions, one.written, one.missing)))
        for one in laps
    )
    return Grid(FACTS, lines, f"{laps[0].written + laps[0].missing:,} users, one profile each" if laps else "")


def measures(laps: tuple[Lap, ...]) -> Grid:
    """Line up what this computer took."""
    raw = next((one.seconds for one in laps if one.style == RAW), 0.0)
    lines = tuple(
        (one.style, duration(one.seconds), times(one.seconds, raw), f"{one.memory:,.0f} MB", duration(one.lock))
        for one in laps
    )
    return Grid(MEASURES, lines, f"{laps[0].written:,} rows on this computer" if laps else "")


def times(seconds: float, raw: float) -> str:
    """Say how many times as long as raw it took; nothing if raw has not run."""
    return f"{seconds / raw:,.1f} times" if raw else ""


def duration(seconds: float) -> str:
    """Write a duration as somebody would say it."""
    return f"{seconds:,.1f} s" if seconds >= 1 else f"{seconds * 1000:,.0f} ms"
