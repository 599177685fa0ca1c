"""The process of one style: `python -m migration_lab.racing.running FILE STYLE` tells its progress, then its lap."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from migration_lab.racing.lap import Lap
from migration_lab.racing.styles import RUN
from migration_lab.racing.work import Work, peak_memory

MISSING = "SELECT count(*) FROM users WHERE NOT EXISTS (SELECT 1 FROM user_profiles WHERE user_id = users.id)"


def lap(file: Path, style: str, tell: Callable[[int], None] = lambda done: None) -> Lap:
    """Run one style on a file and measure it; it tells how many users are done."""
    work = Work(file, tell)
    begun = time.perf_counter()
    RUN[style](work)
    seconds, memory = time.perf_counter() - begun, peak_memory()
    written = work.raw.execute("SELECT count(*) FROM user_profiles").fetchone()[0]
    missing = work.raw.execute(MISSING).fetchone()[0]
    return Lap(style, work.statements, work.transactions, written, missing, seconds, memory, work.lock)


if __name__ == "__main__":
    print(json.dumps(asdict(lap(Path(sys.argv[1]), sys.argv[2], lambda done: print(done, flush=True)))))
