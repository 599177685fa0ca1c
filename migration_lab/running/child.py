"""Carry out one order inside a child process: the one place where the real Alembic runs.

Both back ends end here, so both give the same words and the same exit code.
"""

import atexit
import faulthandler
import os
import runpy
import signal
import sys
import threading
import traceback
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, TextIO

from migration_lab.errors import LabError
from migration_lab.running.bytecode import freshen
from migration_lab.running.guard import guard, reason
from migration_lab.running.order import Order, read
from migration_lab.running.statements import record

if TYPE_CHECKING:
    from alembic.config import CommandLine

ERROR = "\x1f"  # stands in the report between the frames of a traceback and the error itself
_reports: list[TextIO] = []  # the open report of this process
MEMORY = 4 * 1024**3  # ends a leak, and a fork bomb of threads at some hundred of them


def main() -> NoReturn:
    """Read one order from standard input and carry it out: the whole life of a plain child process."""
    order = read(sys.stdin.buffer.readline())
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    carry_out(order)


def carry_out(order: Order) -> NoReturn:
    """Run the ordered program in its workspace and end this process with the program's exit code."""
    report = Path(order.report).open("w", buffering=1, encoding="utf-8", errors="backslashreplace")  # noqa: SIM115  open to the end
    try:
        os.chdir(order.root)
        _bound(order.seconds, report)
        sys.dont_write_bytecode = freshen(Path(order.root))
        code = _run(order)
    except BaseException as error:
        code = _report(reason(error), report)
    _leave(code)


@cache
def prepare() -> "CommandLine | None":
    """Load Alembic's command line and build its parser, once for all children of a server; None without Alembic."""
    try:
        from alembic.config import CommandLine
    except ImportError:
        return None
    return CommandLine(prog="alembic")


def _run(order: Order) -> int:
    if order.program != "alembic":
        guard(order.root, ())
        record(order.statements)
        sys.path.insert(0, order.root)
        sys.argv = [order.program, *order.arguments]
        runpy.run_module(order.program, run_name="__main__", alter_sys=True)
        return 0
    command_line = prepare()
    if command_line is None:
        raise LabError(
            f"This Python ({sys.executable}) has no Alembic library, so `alembic` cannot run.",
            "choose the lab's kernel (menu Kernel, Change Kernel…), then restart it (menu Kernel, Restart Kernel…).",
        )
    guard(order.root, order.arguments)
    record(order.statements)
    sys.path.insert(0, order.root)  # only now: a stray `alembic/__init__.py` there would hide the library
    sys.argv = ["alembic", *order.arguments]
    command_line.main(list(order.arguments))
    return 0


def limit(seconds: float) -> None:
    """Let the time limit begin anew: a replay of many revisions gives each of them its own."""
    if _reports:
        faulthandler.dump_traceback_later(seconds, file=_reports[-1], exit=True)


def _bound(seconds: float, report: TextIO) -> None:
    """Limit memory and time, leave no core file; whatever ends the program says where it was."""
    _reports.append(report)
    faulthandler.enable(report)
    limit(seconds)
    if sys.platform != "win32":
        import resource

        faulthandler.register(signal.SIGUSR1, file=report)
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if sys.platform == "linux":
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        memory = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


def _report(error: BaseException, report: TextIO) -> int:
    """Write an error down as Python prints it, and return the exit code it means."""
    if isinstance(error, SystemExit) and not _leaves_from(Path.cwd(), error.__traceback__):
        return _exit_code(error.code)
    told = traceback.TracebackException(type(error), error, _without_ours(error.__traceback__), compact=True)
    lines = list(told.format())
    last = list(told.format_exception_only())
    frames = "".join(lines[: len(lines) - len(last)])
    report.write(frames + ERROR + "".join(last))
    if isinstance(error, SystemExit):
        return _exit_code(error.code)
    return 130 if isinstance(error, KeyboardInterrupt) else 1


def _leaves_from(root: Path, frames: TracebackType | None) -> bool:
    """Tell whether a migration ended the program, and not Alembic or argparse."""
    file = traceback.extract_tb(frames)[-1].filename if frames else ""
    return Path(file).is_relative_to(root) and sys.argv[0] == "alembic"


def _exit_code(code: object) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def _without_ours(frames: TracebackType | None) -> TracebackType | None:
    """Drop the frames above the program: this file and `runpy`."""
    while frames is not None and frames.tb_frame.f_code.co_filename in (__file__, "<frozen runpy>"):
        frames = frames.tb_next
    return frames


def _leave(code: int) -> NoReturn:
    """End as Python does (threads, exit functions, buffers), without the slow taking apart of all modules.

    After an error nobody waits for threads: the time limit would be over before the learner sees it.
    """
    try:
        for thread in threading.enumerate():
            if code == 0 and thread is not threading.current_thread() and not thread.daemon:
                thread.join()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
