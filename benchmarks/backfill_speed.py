"""Measure the recommended backfill against raw `sqlite3` INSERT … SELECT with the same batches, in pairs.

Run: python benchmarks/backfill_speed.py [pairs] [users]
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from migration_lab.racing.lap import RAW, RECOMMENDED
from migration_lab.racing.race import LARGE, seed
from migration_lab.racing.running import lap

MOST = 1.3  # times as long as raw, at most


def main(pairs: int, users: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        seeded = seed(Path(folder) / "seeded.db", users)
        times = [_pair(seeded, turned=number % 2 == 1) for number in range(pairs)]
    ours, raw = (statistics.median(column) for column in zip(*times, strict=True))
    share = statistics.median(one / other for one, other in times)
    print(f"{users:,} users in committed batches; median of {pairs} pairs")
    print(f"{RAW:<26} {raw * 1000:8.0f} ms")
    print(f"{RECOMMENDED:<26} {ours * 1000:8.0f} ms   {share:.2f} times   (at most {MOST})")
    return 0 if share <= MOST else 1


def _pair(seeded: Path, *, turned: bool) -> tuple[float, float]:
    """Time both on copies of the same file; every second pair begins with the other one."""
    found = {style: _seconds(seeded, style) for style in ((RAW, RECOMMENDED) if turned else (RECOMMENDED, RAW))}
    return found[RECOMMENDED], found[RAW]


def _seconds(seeded: Path, style: str) -> float:
    found = lap(Path(shutil.copy(seeded, seeded.with_name("race.db"))), style)
    assert found.missing == 0
    return found.seconds


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*[*given, *(7, LARGE)[len(given) :]]))
