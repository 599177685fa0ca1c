"""The folder of a replay: its own, gone at the end, and swept by the next one after a kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.judging import bench
from migration_lab.turn import turn

STAYS = """
import sys
from migration_lab.judging import bench

with bench.place("02_1_rename") as folder:
    (folder / "half.txt").write_text("half")
    print(folder, flush=True)
    sys.stdin.read()
"""


def store() -> Path:
    return places.backstage(bench.STORE)


def elsewhere() -> tuple[subprocess.Popen[str], Path]:
    """Start a process that stays at its bench until it is ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", STAYS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def end(process: subprocess.Popen[str]) -> None:
    process.communicate()


def test_a_bench_is_an_empty_folder_called_like_the_exercise(desk: Path) -> None:
    with bench.place("02_1_rename") as folder:
        assert folder.name == "02_1_rename"
        assert folder.is_relative_to(store())
        assert list(folder.iterdir()) == []


def test_nothing_is_left_of_it(desk: Path) -> None:
    with bench.place("02_1_rename") as folder:
        (folder / "app.db").write_bytes(b"x")

    assert list(store().iterdir()) == []


def test_nothing_is_left_of_it_after_an_error(desk: Path) -> None:
    with pytest.raises(ZeroDivisionError), bench.place("02_1_rename"):
        raise ZeroDivisionError

    assert list(store().iterdir()) == []


def test_two_at_once_have_two_folders(desk: Path) -> None:
    with bench.place("02_1_rename") as one:
        process, other = elsewhere()
        (one / "mine.txt").write_text("mine")

        assert one != other
        assert [path.name for path in one.iterdir()] == ["mine.txt"]
        assert [path.name for path in other.iterdir()] == ["half.txt"]
        end(process)


def test_the_bench_of_a_killed_process_is_swept_by_the_next_one(desk: Path) -> None:
    process, left = elsewhere()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert left.is_dir()

    with bench.place("02_1_rename"):
        assert not left.exists()

    assert list(store().iterdir()) == []
    end(process)


def test_the_bench_of_a_living_process_is_left_alone(desk: Path) -> None:
    process, theirs = elsewhere()

    bench.sweep(store())

    assert (theirs / "half.txt").read_text() == "half"
    end(process)


def test_a_folder_without_its_lock_is_swept_too(desk: Path) -> None:
    (store() / "stray" / "02_1_rename").mkdir(parents=True)

    bench.sweep(store())

    assert list(store().iterdir()) == []


def test_a_bench_whose_turn_is_held_is_not_swept(desk: Path) -> None:
    (store() / "held").mkdir(parents=True)

    with turn(store(), "held"):
        bench.sweep(store())

        assert (store() / "held").is_dir()
