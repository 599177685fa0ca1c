"""A replay is killed, or the disk is full: the learner's work is as it was, and the next replay sweeps."""

import json
import subprocess
import sys

from migration_lab import places
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import bench, replaying
from tests.migration_lab.learner import all_of, names, workspace, write

KILLS = 12

# Replays in one forked process after another; a timer of the system ends each at a moment of its own.
KILLED = """
import json, os, random, signal, sys, time
from migration_lab import places
from migration_lab.exercises import catalogue
from migration_lab.judging import bench, replaying

THIS = catalogue.find("02.1")
dice = random.Random(sys.argv[1])

def replay(seconds):
    pid = os.fork()
    if pid == 0:
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody handles its signal, so it ends the process at once
        replaying.replay(THIS)
        os._exit(0)
    return os.waitpid(pid, 0)[1]

begun = time.perf_counter()
replay(60)
longest = time.perf_counter() - begun
for _ in range(int(sys.argv[2])):
    ended = replay(dice.uniform(0.001, longest))
    print(json.dumps({"killed": ended != 0, "left": len(list(places.backstage(bench.STORE).iterdir()))}), flush=True)
"""


FULL = """
import resource
from migration_lab.errors import LabError
from migration_lab.exercises import catalogue
from migration_lab.judging import replaying

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    replaying.replay(catalogue.find("02.1"))
except LabError as error:
    print(error)
"""


def killed(seed: int, times: int) -> list[dict[str, int]]:
    driver = subprocess.run(
        [sys.executable, "-c", KILLED, str(seed), str(times)], capture_output=True, text=True, check=False
    )
    assert driver.stderr == ""
    return [json.loads(line) for line in driver.stdout.splitlines()]


def test_a_replay_killed_at_any_moment_changes_nothing_and_the_next_one_sweeps(rename: Exercise) -> None:
    write(rename)
    before = all_of(workspace(rename))

    told = killed(1, KILLS)

    assert sum(one["killed"] for one in told) > KILLS / 2
    assert max(one["left"] for one in told) > 0  # some were killed while they had a bench
    assert all_of(workspace(rename)) == before
    assert [ok for _, ok in names(replaying.replay(rename))] == [True, True, True]
    assert list(places.backstage(bench.STORE).iterdir()) == []


def test_a_full_disk_is_told_and_nothing_is_left(rename: Exercise) -> None:
    write(rename)
    before = all_of(workspace(rename))

    said = subprocess.run([sys.executable, "-c", FULL], capture_output=True, text=True, check=True).stdout

    assert said.startswith(f"There is no space left for `{places.backstage()}` (the disk is full, or a limit is ")
    assert all_of(workspace(rename)) == before
    assert list(places.backstage(bench.STORE).iterdir()) == []
