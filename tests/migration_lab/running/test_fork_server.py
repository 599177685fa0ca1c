"""The warm server: one for each kernel, gone with it, started again when it was ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from migration_lab.running.failure import AlembicFailed
from migration_lab.running.runner import Backend, Runner
from tests.migration_lab import small_project

BACKENDS: tuple[Backend, ...] = ("fork", "fork", "process")
KERNEL = """\
import sys
from pathlib import Path
from migration_lab.running.runner import Runner

runner = Runner(Path(sys.argv[1]))
print(runner.alembic("heads").output, end="", flush=True)
runner.python("forever")
"""


def servers(process: psutil.Process) -> list[psutil.Process]:
    """Find the warm servers of a process."""
    return [child for child in process.children() if any("fork_server" in word for word in child.cmdline())]


def test_commands_share_one_server(root: Path) -> None:
    Runner(root).alembic("heads")
    before = servers(psutil.Process())

    Runner(root).alembic("heads")

    assert len(before) == 1
    assert servers(psutil.Process()) == before


def test_the_server_holds_libraries_and_nothing_of_a_project_or_a_notebook(root: Path) -> None:
    small_project.write(
        root, "show.py", "import sys, alembic.command, sqlalchemy.ext.asyncio\nprint(sorted(sys.modules))\n"
    )

    run = Runner(root).python("show")

    assert "'lab_app'" not in run.output
    assert "'pandas'" not in run.output
    assert "'IPython'" not in run.output


def test_a_server_that_was_killed_is_started_again(root: Path) -> None:
    Runner(root).alembic("heads")
    (server,) = servers(psutil.Process())
    server.kill()

    run = Runner(root).alembic("heads")

    assert run.output == "001_users (head)\n"
    assert servers(psutil.Process()) != [server]


def test_a_server_that_is_killed_under_a_command_ends_it_with_a_sentence(root: Path) -> None:
    small_project.revise(root, "002_next", upgrade="os.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(3600)")

    run = Runner(root).alembic("upgrade", "head")

    assert run.ending == "lost"
    assert str(AlembicFailed(run)) == (
        "In revision `002_next`, during its upgrade:\n"
        "`alembic upgrade head` was stopped, because the lab's helper process was ended from outside.\n"
        "Hint: see with `%alembic current` where the database stands, then run `%alembic upgrade head` again."
    )
    assert Runner(root).alembic("heads").ok


def test_server_and_command_end_with_a_kernel_that_is_killed(root: Path) -> None:
    small_project.write(root, "forever.py", "import time\nprint('on my way', flush=True)\ntime.sleep(3600)\n")
    command = [sys.executable, "-c", KERNEL, str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root, text=True) as kernel:
        assert kernel.stdout is not None
        assert kernel.stdout.readline() == "001_users (head)\n"
        (server,) = servers(psutil.Process(kernel.pid))
        family = [server, *server.children()]
        kernel.kill()

    ended, alive = psutil.wait_procs(family, timeout=20)

    assert server in ended
    assert alive == []


def test_a_spare_child_that_was_killed_is_not_missed(root: Path) -> None:
    Runner(root).alembic("heads")
    (server,) = servers(psutil.Process())
    spares = server.children()
    for spare in spares:
        spare.kill()
    psutil.wait_procs(spares, timeout=10)

    runs = [Runner(root).alembic("heads") for _ in range(2)]

    assert [run.output for run in runs] == ["001_users (head)\n"] * 2
    assert servers(psutil.Process()) == [server]


def test_each_command_is_a_process_of_its_own(root: Path) -> None:
    small_project.write(root, "show.py", "import os\nprint(os.getpid(), os.getpgid(0) == os.getpid())\n")

    said = [Runner(root).python("show").output.split() for _ in range(3)]

    assert len({pid for pid, _ in said}) == 3
    assert {leads for _, leads in said} == {"True"}


def test_rehearsing_leaves_nothing_that_a_command_could_notice(root: Path) -> None:
    """A warning is shown once by each process: also when the rehearsal has met it before."""
    show = "import asyncio, signal, threading, warnings\nwarnings.simplefilter('default')\n"
    small_project.write(
        root,
        "show.py",
        f"{show}warnings.warn('seen')\nprint(signal.getsignal(signal.SIGINT), threading.active_count())\n"
        "print(asyncio.events._get_running_loop(), len(warnings.filters))\n",
    )

    rehearsed, again, plain = (Runner(root, backend=backend).python("show") for backend in BACKENDS)

    assert rehearsed == again == plain
    assert "UserWarning: seen" in plain.output


def test_the_server_does_not_hear_the_interrupt_of_the_kernel(root: Path) -> None:
    Runner(root).alembic("heads")
    (server,) = servers(psutil.Process())

    assert os.getpgid(server.pid) != os.getpgid(0)
    assert os.getsid(server.pid) != os.getsid(0)


def test_a_script_that_is_no_module_is_not_run_again(tmp_path: Path, root: Path) -> None:
    """`multiprocessing` would import the main script in each child."""
    script = small_project.write(tmp_path, "main.py", f"print('main')\n{KERNEL.replace('forever', 'lab_app.settings')}")

    words = subprocess.run([sys.executable, script, root], capture_output=True, text=True, check=True).stdout

    assert words == "main\n001_users (head)\n"


def test_a_child_of_the_kernel_gets_a_server_of_its_own(root: Path) -> None:
    """A fork of the kernel must not talk into its parent's conversation."""
    Runner(root).alembic("heads")
    before = servers(psutil.Process())
    pid = os.fork()
    if pid == 0:
        os._exit(0 if Runner(root).alembic("heads").ok else 1)

    _, status = os.waitpid(pid, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert servers(psutil.Process()) == before
    assert Runner(root).alembic("heads").ok


def test_an_interrupt_meant_for_the_kernel_leaves_the_server_alive(root: Path) -> None:
    Runner(root).alembic("heads")
    (server,) = servers(psutil.Process())
    server.send_signal(signal.SIGINT)

    run = Runner(root).alembic("heads")

    assert run.ok
