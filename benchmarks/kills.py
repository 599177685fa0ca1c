"""Kill check, reset and the note of progress at random moments: nothing of the learner's may be lost.

    python benchmarks/kills.py            240 kills
    python benchmarks/kills.py 30 7       30 kills, with another seed

Each round forks a process that does one of the verbs and is ended by a timer of the system at a random moment of the
time the verb takes; one that ends before its moment comes is no kill. Then all that a learner has is looked for: the
revision, and the progress. At the end the verbs are done once more, to the end.
"""

import itertools
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab import places
from migration_lab.exercises import answers, catalogue, doing
from migration_lab.exercises.doing import Doing
from migration_lab.progress import memory, store

KILLS = 240
KILLED = "killed"
MINE = "alembic/versions/007_mine.py"
VERBS: dict[str, Callable[[Doing], object]] = {
    "check": lambda one: one.check(),
    "reset": lambda one: one.reset("yes"),
    "hint": lambda one: memory.change(one.id, lambda record: replace(record, hints=record.hints + 1)),
}


def main() -> None:
    kills, seed = [*map(int, sys.argv[1:]), *(KILLS, 1)[len(sys.argv) - 1 :]]
    with TemporaryDirectory(prefix="migration-lab-kills-") as desk:
        os.environ[places.HOME_VARIABLE] = desk
        one = doing.exercise("02.1")
        one.reset("yes")
        one.check()  # builds the start: what is timed is the verb alone
        longest = {name: _timed(one, name) for name in VERBS}
        print({name: f"{seconds:.3f} s" for name, seconds in longest.items()}, flush=True)
        told = _rounds(one, longest, kills, seed)
        _write(one, "the last word")
        print(dict(sorted(told.items())), _end(one))


def _rounds(one: Doing, longest: dict[str, float], kills: int, seed: int) -> Counter[str]:
    dice, told = random.Random(seed), Counter[str]()
    for number in itertools.count():
        if sum(count for verb, count in told.items() if verb.endswith(KILLED)) >= kills:
            break
        name = list(VERBS)[number % len(VERBS)]
        hints, words = _hints(one), f"word {number}"
        mine, attempts = _write(one, words), store.read().records[one.id].attempts
        killed = _done(one, name, dice.uniform(0.0005, 1.1 * longest[name])) != 0
        _expect(_is_kept(words), f"round {number}, {name}: the learner's revision is gone")
        _expect(mine.is_file() or name == "reset", f"round {number}, {name}: it moved the learner's file")
        kept = store.read()
        _expect(not kept.said, f"round {number}, {name}: {kept.said}")
        record = kept.records[one.id]
        _expect(record.hints in (hints, hints + (name == "hint")), f"round {number}, {name}: {record}")
        _expect(record.attempts - attempts in (0, int(name == "check")), f"round {number}, {name}: {record}")
        told[f"{name} {KILLED if killed else 'ended'}"] += 1
    return told


def _end(one: Doing) -> str:
    """Do the verbs to their ends: what was killed must not be in the way of what comes after."""
    one.reset("yes")
    first = one.check().kind
    answers.lay(answers.solution(catalogue.find(one.id)), places.home() / one.name)
    second = one.check().kind
    _expect((first, second) == ("not started", "done"), f"at the end: {first}, {second}")
    left = sorted(path.name for path in places.backstage("replays").iterdir())
    _expect(left == [], f"left behind: {left}")
    return f"then {first}, {second}; nothing lost, nothing left behind"


def _write(one: Doing, words: str) -> Path:
    """Do what a learner does: write a revision that says who wrote it; the name in the file is never the same."""
    folder = places.home() / one.name
    if not (folder / "alembic/versions").is_dir():
        one.reset("yes")
    file = folder / MINE
    head, foot = 'revision = "007_mine"\ndown_revision = "006_index_endpoint_lookup"\n', "def upgrade(): pass\n"
    file.write_text(f'"""{words}"""\n{head}\n\n{foot}\n\ndef downgrade(): pass\n', encoding="utf-8")
    return file


def _is_kept(words: str) -> bool:
    """Look everywhere on the desk but on benches, which are copies, for the learner's words."""
    found = (file for file in places.home().rglob(Path(MINE).name) if "replays" not in file.parts)
    return any(file.read_text(encoding="utf-8").startswith(f'"""{words}"""') for file in found)


def _hints(one: Doing) -> int:
    return store.read().records[one.id].hints


def _timed(one: Doing, name: str) -> float:
    _write(one, "timed")
    begun = time.perf_counter()
    _done(one, name, 60)
    return time.perf_counter() - begun


def _done(one: Doing, name: str, seconds: float) -> int:
    pid = os.fork()
    if pid == 0:
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody handles its signal, so it ends the process at once
        VERBS[name](one)
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def _expect(holds: bool, words: str) -> None:
    if not holds:
        raise SystemExit(words)


if __name__ == "__main__":
    main()
