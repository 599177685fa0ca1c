"""Measure the recommended backfill against raw `sqlite3` INSERT … SELECT with the same batches, in turn.

The recommended one may be stopped and run again; raw may not. A third line tells what it costs to ask for each row
instead of letting the UNIQUE rule answer.

Run: python benchmarks/backfill_speed.py [rounds] [users]
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from migration_lab.racing import styles
from migration_lab.racing.lap import RAW, RECOMMENDED
from migration_lab.racing.race import LARGE, seed
from migration_lab.racing.work import Work

MOST = 1.3  # times as long as raw, at most
ASKING = "the same, NOT EXISTS"
RUNS: dict[str, Callable[[Work], None]] = {
    RAW: styles.raw,
    RECOMMENDED: styles.batches,
    ASKING: partial(styles.batches, copy=styles.ASKING_FIRST),
}
COUNT = "SELECT count(*) FROM user_profiles"


def main(rounds: int, users: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        seeded = seed(Path(folder) / "seeded.db", users)
        _round(seeded, users, turned=False)  # the first one fills the caches
        found = [_round(seeded, users, turned=number % 2 == 1) for number in range(rounds)]
    print(f"{users:,} users in committed batches; median of {rounds} rounds")
    for style in RUNS:
        limit = f"   (at most {MOST})" if style == RECOMMENDED else ""
        seconds = statistics.median(times[style] for times in found)
        print(f"{style:<26} {seconds * 1000:8.0f} ms   {share(found, style):.2f} times{limit}")
    return 0 if share(found, RECOMMENDED) <= MOST else 1


def share(found: list[dict[str, float]], style: str) -> float:
    """Tell how many times as long as raw a style took: the median of the rounds."""
    return statistics.median(times[style] / times[RAW] for times in found)


def _round(seeded: Path, users: int, *, turned: bool) -> dict[str, float]:
    """Time each on a copy of the same file; every second round goes the other way."""
    return {style: _seconds(seeded, users, style) for style in (reversed(RUNS) if turned else RUNS)}


def _seconds(seeded: Path, users: int, style: str) -> float:
    work = Work(Path(shutil.copy(seeded, seeded.with_name("race.db"))), lambda done: None)
    begun = time.perf_counter()
    RUNS[style](work)
    seconds = time.perf_counter() - begun
    assert work.raw.execute(COUNT).fetchone() == (users,)
    return seconds


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*[*given, *(7, LARGE)[len(given) :]]))
