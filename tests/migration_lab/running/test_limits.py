"""What a command may take of the machine: some memory, some hundred threads, no core file."""

from pathlib import Path

from migration_lab.running.failure import AlembicFailed
from migration_lab.running.runner import Backend, Runner
from tests.migration_lab import small_project

IN_THE_LOOP = f"`alembic/versions/002_next.py`, line {small_project.FIRST_LINE + 1}, in `upgrade`\n"


def test_a_bomb_of_threads_is_bounded(root: Path, backend: Backend) -> None:
    bomb = "for n in range(100_000):\n    threading.Thread(target=time.sleep, args=(3600,)).start()"
    small_project.revise(root, "002_next", upgrade=bomb)

    run = Runner(root, backend=backend).alembic("upgrade", "head")

    assert str(AlembicFailed(run)) == (
        IN_THE_LOOP + "RuntimeError: can't start new thread\n"
        "`alembic upgrade head` ended with exit code 1.\n"
        "Hint: the command asked for more memory or threads than it may have. "
        "Work in smaller pieces, in SQL where possible."
    )


def test_memory_is_bounded(root: Path, backend: Backend) -> None:
    small_project.write(root, "show.py", "bytearray(100_000_000_000)\n")

    assert Runner(root, backend=backend).python("show").error == "MemoryError\n"


def test_a_crash_leaves_no_core_file(root: Path, backend: Backend) -> None:
    limit = "import resource\nprint(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    small_project.write(root, "show.py", limit)

    assert Runner(root, backend=backend).python("show").output == "0\n"
