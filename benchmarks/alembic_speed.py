"""Measure `%alembic current` (magic, child, snapshot and strip) against `python -m alembic current`, in pairs.

Run: python benchmarks/alembic_speed.py [pairs]
"""

import contextlib
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TARGET = 10  # times faster, at least


def main(pairs: int) -> int:
    with tempfile.TemporaryDirectory() as desk, contextlib.ExitStack() as after:
        os.environ["MIGRATION_LAB_HOME"] = desk
        after.callback(os.chdir, Path.cwd())
        magic, process = _subjects()
        magic()
        process()
        times = [(_seconds(magic), _seconds(process)) for _ in range(pairs)]
    fast, slow = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(process / magic for magic, process in times)
    print(f"%alembic current          {fast * 1000:7.1f} ms   (median of {pairs})")
    print(f"python -m alembic current {slow * 1000:7.1f} ms   (median of {pairs}, each beside the other)")
    print(f"ratio                     1/{ratio:.1f}   (median of the pairs; at most 1/{TARGET} is wanted)")
    return 0 if ratio >= TARGET else 1


def _subjects() -> tuple[Callable[[], None], Callable[[], None]]:
    """Open lesson 02 in a shell as a notebook has it; return the two ways to ask where the database stands."""
    from IPython.core.interactiveshell import InteractiveShell

    from migration_lab import open_lesson

    shell = InteractiveShell.instance()
    with contextlib.redirect_stdout(io.StringIO()):
        open_lesson("02_autogenerate")

    def magic() -> None:
        with contextlib.redirect_stdout(io.StringIO()) as words:
            shell.run_cell("%alembic current").raise_error()
        assert "006_index_endpoint_lookup (head)" in words.getvalue()

    def process() -> None:
        command = [sys.executable, "-m", "alembic", "current"]
        words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "006_index_endpoint_lookup (head)" in words

    return magic, process


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
