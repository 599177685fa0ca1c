"""A command that would take the kernel along: endless, crashing, talkative, multiplying. The kernel lives, in words."""

import os
import signal
import threading
from pathlib import Path

import psutil
import pytest

from migration_lab.running.capture import KEPT
from migration_lab.running.failure import AlembicFailed
from migration_lab.running.runner import Backend, Interrupted, Run, Runner
from tests.migration_lab import small_project

LINE = small_project.FIRST_LINE
IN_UPGRADE = "`alembic/versions/002_next.py`, line {}, in `upgrade`\n"
OUT_OF_TIME = "`alembic upgrade head` did not end within its time limit, so it was stopped, with everything it had started.\n"  # fmt: skip  # noqa: E501
ENDLESS = (
    "Hint: look for a loop that never ends, then run `%alembic upgrade head` again. "
    "What was committed before is in the database."
)
SHORT = 2.5  # seconds: enough for a plain process to reach the migration


def upgrade(root: Path, body: str, *, backend: Backend, time_limit: float = 60.0) -> Run:
    """Write the next revision and upgrade to it."""
    small_project.revise(root, "002_next", upgrade=body)
    return Runner(root, time_limit, backend=backend).alembic("upgrade", "head")


def test_an_endless_loop_is_stopped_and_its_line_is_named(root: Path, backend: Backend) -> None:
    run = upgrade(root, "while True:\n    pass", backend=backend, time_limit=SHORT)

    assert (run.exit_code, run.ending) == (124, "time limit")
    assert run.words.endswith("Running upgrade 001_users -> 002_next, 002_next\n")
    where, end, hint = str(AlembicFailed(run)).splitlines(keepends=True)
    assert where in (IN_UPGRADE.format(LINE), IN_UPGRADE.format(LINE + 1))
    assert (end, hint) == (OUT_OF_TIME, ENDLESS)


def test_an_endless_statement_is_stopped_and_its_revision_is_named(root: Path, backend: Backend) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"

    run = upgrade(root, f'op.execute("{endless}")', backend=backend, time_limit=SHORT)

    assert str(AlembicFailed(run)) == "In revision `002_next`, during its upgrade:\n" + OUT_OF_TIME + ENDLESS


def test_what_a_command_started_ends_with_its_time(root: Path, backend: Backend) -> None:
    """The grandchild writes down its process id, and would live for an hour."""
    body = 'open("pid", "w").write(str(__import__("subprocess").Popen(["sleep", "3600"]).pid))\ntime.sleep(3600)'

    run = upgrade(root, body, backend=backend, time_limit=SHORT)

    assert run.ending == "time limit"
    assert gone(int((root / "pid").read_text()))


def test_what_a_command_left_in_the_background_ends_with_it(root: Path, backend: Backend) -> None:
    body = 'open("pid", "w").write(str(__import__("subprocess").Popen(["sleep", "3600"]).pid))'

    run = upgrade(root, body, backend=backend)

    assert run.ok
    assert gone(int((root / "pid").read_text()))


def test_a_process_that_does_not_hear_is_killed(root: Path, backend: Backend) -> None:
    """Python's watchdog ends a process that runs; one that was stopped by a signal cannot end itself."""
    run = upgrade(root, "os.kill(os.getpid(), signal.SIGSTOP)", backend=backend, time_limit=SHORT)

    assert str(AlembicFailed(run)) == "In revision `002_next`, during its upgrade:\n" + OUT_OF_TIME + ENDLESS


@pytest.mark.parametrize("body", ["ctypes.string_at(0)", "os.kill(os.getpid(), signal.SIGSEGV)"])
def test_a_crash_names_the_line(root: Path, backend: Backend, body: str) -> None:
    run = upgrade(root, body, backend=backend)

    assert (run.exit_code, run.ending) == (-signal.SIGSEGV, "crash")
    assert "0x" not in run.output
    assert str(AlembicFailed(run)) == (
        IN_UPGRADE.format(LINE) +
        "The Python process crashed. That is not an error in SQL or in Alembic: something ended it from inside.\n"
        "`alembic upgrade head` was ended by signal 11 (SIGSEGV).\n"
        f"Hint: correct `alembic/versions/002_next.py` at line {LINE}, then run `%alembic upgrade head` again."
    )  # fmt: skip


def test_two_gigabytes_of_output_are_cut_to_their_beginning_and_end(root: Path, backend: Backend) -> None:
    body = 'print("first")\nfor n in range(2_000):\n    print("x" * 999_999)\nprint("last")'
    before = psutil.Process().memory_info().rss

    run = upgrade(root, body, backend=backend)

    assert run.ok
    assert "\nfirst\nxxx" in run.output
    assert run.output.endswith("xxx\nlast\n")
    assert "\n… 1,999,800," in run.output
    assert len(run.output) < KEPT + 100
    assert psutil.Process().memory_info().rss - before < 50_000_000


def test_ctrl_c_ends_the_command_and_says_where_it_was(root: Path, backend: Backend) -> None:
    small_project.revise(root, "002_next", upgrade=f"os.kill({os.getpid()}, signal.SIGINT)\nwhile True:\n    pass")

    with pytest.raises(Interrupted) as caught:
        Runner(root, backend=backend).alembic("upgrade", "head")

    assert (caught.value.run.exit_code, caught.value.run.ending) == (130, "stopped")
    where, end, hint = caught.value._render_traceback_()[0].removeprefix("AlembicFailed: ").splitlines(keepends=True)
    assert where in [IN_UPGRADE.format(LINE + later) for later in range(3)]  # as far as it came by then
    assert (end, hint) == (
        "`alembic upgrade head` was stopped by you, before it was done.\n",
        "Hint: see with `%alembic current` where the database stands, then run `%alembic upgrade head` again.",
    )


def test_a_command_that_ignores_ctrl_c_is_ended(root: Path, backend: Backend) -> None:
    deaf = f"signal.signal(signal.SIGINT, signal.SIG_IGN)\nos.kill({os.getpid()}, signal.SIGINT)\ntime.sleep(3600)"
    small_project.revise(root, "002_next", upgrade=deaf)

    with pytest.raises(Interrupted) as caught:
        Runner(root, backend=backend).alembic("upgrade", "head")

    assert caught.value.run.ending == "stopped"
    assert psutil.Process().children(recursive=True) == [
        child for child in psutil.Process().children(recursive=True) if "sleep" not in child.name()
    ]


def test_nothing_is_left_of_many_commands(root: Path, backend: Backend) -> None:
    runner = Runner(root, backend=backend)
    runner.alembic("heads")
    files, threads = psutil.Process().num_fds(), threading.active_count()

    for _ in range(3):
        runner.alembic("heads")

    assert (psutil.Process().num_fds(), threading.active_count()) == (files, threads)


def gone(pid: int) -> bool:
    """Wait until a process has ended; tell whether it did."""
    try:
        psutil.Process(pid).wait(10)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True
