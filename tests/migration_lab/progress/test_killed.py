"""Writing progress is killed, or the disk is full: the file is whole, with what was there before or all that is new."""

import json
import subprocess
import sys
from pathlib import Path

from migration_lab.progress import store
from tests.migration_lab.progress import kept
from tests.migration_lab.progress.kept import DONE, RIGHT
from tests.repository import ROOT

FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
from migration_lab.errors import LabError
from migration_lab.progress import store
from migration_lab.progress.record import Record
try:
    store.change(lambda _: {"02.2": Record("02.2")})
except LabError as error:
    print(error)
"""


def test_a_full_disk_is_told_and_the_file_is_whole(desk: Path) -> None:
    kept.remember(DONE)

    said = subprocess.run([sys.executable, "-c", FULL], capture_output=True, text=True, check=True).stdout

    assert said == (f"The note of your progress, `progress.db`, cannot be used now (disk I/O error).\nHint: {RIGHT}\n")
    assert store.read() == store.Kept({"00.1": DONE})


# Writes in one forked process after another; a timer of the system ends each at a moment of its own.
KILLED = """
import json, os, random, signal, sys, time
from migration_lab.progress import store, updating
from migration_lab.progress.record import Record

def write(number, seconds):
    pid = os.fork()
    if pid == 0:
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody handles its signal, so it ends the process at once
        store.change(lambda _: {f"02.{one}": Record(f"02.{one}", attempts=number) for one in range(1, 40)})
        os._exit(0)
    return os.waitpid(pid, 0)[1]

dice, last, ends = random.Random(4), 0, []
write(1, 60)
begun, last = time.perf_counter(), 2
write(2, 60)
longest = time.perf_counter() - begun
for number in range(3, int(sys.argv[1]) + 3):
    ended = write(number, dice.uniform(0.0001, 1.2 * longest))
    kept = store.read()
    found = {one.attempts for one in kept.records.values()}
    if kept.said or len(kept.records) != 39 or found not in ({number}, {last}) or (not ended and found != {number}):
        raise SystemExit(f"{number}: {kept}")
    last = max(found)
    ends.append(ended != 0)
print(json.dumps([sum(ends), last]))
"""


def test_a_write_killed_at_any_of_200_moments_is_whole_or_did_not_happen(desk: Path) -> None:
    driver = subprocess.run([sys.executable, "-c", KILLED, "200"], capture_output=True, text=True, check=False)

    assert driver.stderr == ""
    kills, last = json.loads(driver.stdout)
    assert kills > 50
    assert last > 100  # and some were not, or only after they had written


def test_the_verbs_of_an_exercise_are_killed_and_nothing_is_lost() -> None:
    program = ROOT / "benchmarks" / "kills.py"

    run = subprocess.run([sys.executable, str(program), "6", "2"], capture_output=True, text=True, check=False)

    assert run.stderr == ""
    assert "killed" in run.stdout
    assert run.stdout.endswith(" then not started, done; nothing lost, nothing left behind\n")
