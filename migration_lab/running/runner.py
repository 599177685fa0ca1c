"""Run the real Alembic on a workspace, in a child process of its own, and bring back its words and its exit code."""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from migration_lab import called
from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.running import environment, failure, statements, wording
from migration_lab.running.child import ERROR
from migration_lab.running.fork_client import ForkServer
from migration_lab.running.order import Order
from migration_lab.running.overwrite import refuse_overwrite
from migration_lab.running.processes import Child, Lost, PlainChild
from migration_lab.values.statement import Statement

Backend = Literal["fork", "process"]
Ending = Literal["exit", "crash", "time limit", "stopped", "lost"]

_GRACE = 1.0  # seconds in which a child whose time is over says where it was, and ends itself
_PATIENCE = 0.5  # seconds in which an interrupted child says where it was, and rolls back
_DUMP = re.compile(
    r"^(?:Timeout \(\d+:\d\d:\d\d|Fatal Python error: |(?:Current t|T)hread 0x)", re.MULTILINE
)  # written by `faulthandler`
_server = ForkServer()


@dataclass(frozen=True)
class Run:
    """What one command said and how it ended.

    Args:
        command: The command line, as one would type it.
        exit_code: The program's exit code; negative for the signal that ended it, 124: time limit, 130: Ctrl-C.
        output: All words, from both streams, in their real order; at the end Python's traceback, if there is one.
        traceback: That traceback.
        error: The error itself, the last lines of that traceback.
        ending: How it came to its end.
        statements: The SQL it sent through SQLAlchemy that changes something, the transactions around it, in order;
            also what failed or was rolled back.
        workspace: The name of the folder it ran in.
    """

    command: str
    exit_code: int
    output: str
    traceback: str = ""
    error: str = ""
    ending: Ending = "exit"
    statements: tuple[Statement, ...] = field(default=(), repr=False, compare=False)
    workspace: str = field(default="", repr=False, compare=False)

    def __str__(self) -> str:
        return self.output

    def _repr_pretty_(self, printer: Any, cycle: object) -> None:
        """Let a notebook show the words when a cell ends with a run."""
        printer.text(self.output.rstrip())

    @property
    def ok(self) -> bool:
        """Tell whether the command did what it was asked to do: a migration can call `sys.exit(0)`."""
        return self.exit_code == 0 and not self.error

    @property
    def words(self) -> str:
        """Return the output without the traceback."""
        return self.output.removesuffix(self.traceback)

    def raise_for_failure(self) -> None:
        """Do nothing for a command that went well.

        Raises:
            AlembicFailed: It did not.
        """
        if not self.ok:
            raise failure.AlembicFailed(self)


class Interrupted(KeyboardInterrupt):
    """The kernel was interrupted while a command ran; the command was ended first."""

    def __init__(self, run: Run) -> None:
        super().__init__(run.command)
        self.run = run

    def _render_traceback_(self) -> list[str]:
        """Let IPython show the sentences instead of our frames."""
        return failure.AlembicFailed(self.run)._render_traceback_()


class Runner:
    """Runs commands in one workspace.

    Args:
        root: The workspace; it becomes the command's current directory.
        time_limit: After so many seconds a command is ended, with everything it started.
        backend: `fork` (warm, where the system has it) or `process` (a new Python for each command).
    """

    def __init__(self, root: Path, time_limit: float = 60.0, *, backend: Backend = "fork") -> None:
        self.root = root
        self.time_limit = time_limit
        self._forks = backend == "fork" and hasattr(os, "fork")

    def alembic(self, *arguments: str) -> Run:
        """Run `alembic` with these arguments.

        Raises:
            LabError: The workspace is gone, or the command would write a revision over another.
        """
        refuse_overwrite(self.root, arguments)
        return self._run("alembic", arguments, command=" ".join(("alembic", *map(_quoted, arguments))))

    def python(self, module: str, *arguments: str) -> Run:
        """Run `python -m module` with these arguments."""
        return self._run(module, arguments, command=" ".join(("python -m", module, *map(_quoted, arguments))))

    def warm(self) -> None:
        """Begin to load the libraries, so that the first command finds them ready."""
        if self._forks:
            _server.warm()

    def _run(self, program: str, arguments: tuple[str, ...], *, command: str) -> Run:
        root = str(self.root.absolute())
        if not self.root.is_dir():
            raise LabError(
                f"The workspace `{self.root.name}` is not there any more, so `{command}` has nothing to work on.",
                f"make it again: `{called.beginning(self.root.name)}`.",
            )
        with _file() as report, _file() as sent:
            order = Order(program, arguments, root, self.time_limit, environment.clean(), str(report), str(sent))
            child, (code, ending) = self._carry_out(order)
            told = report.read_text(encoding="utf-8", errors="replace") if report.is_file() else ""
            sql = statements.read(sent, root)
        words = wording.relative(child.capture.text(), root)
        run = _run(command, code, words, told=wording.relative(told, root), ending=ending)
        run = replace(run, statements=sql, workspace=self.root.name)
        if ending == "stopped":
            raise Interrupted(run)
        return run

    def _carry_out(self, order: Order) -> tuple[Child, tuple[int, Ending]]:
        for attempt in range(3):
            child: Child | None = None
            try:
                child = self._start(order)
                return child, _await(child, order.seconds + _GRACE)
            except Lost as lost:
                if lost.started and child is not None:
                    return child, (-9, "lost")
                if attempt == 2:
                    self._forks = False
            finally:
                if child is not None:
                    child.close()
        return self._carry_out(order)

    def _start(self, order: Order) -> Child:
        try:
            return _server.fork(order) if self._forks else PlainChild(order)
        except OSError as error:
            raise LabError(
                f"The command could not be started, because the system gave no new process: {error}. Nothing was done.",
                "end what you do not need (other kernels: menu Kernel, Shut Down All Kernels…), then run it again; "
                f"if that does not help, `{LAB} doctor` looks at the installation.",
            ) from error


def _await(child: Child, seconds: float) -> tuple[int, Ending]:
    """Wait for a child, and end it when its time is over or the kernel is interrupted."""
    try:
        code = child.wait(seconds)
    except KeyboardInterrupt:
        _stop(child)
        return 130, "stopped"
    if code is None:
        child.kill()
        return 124, "time limit"
    return code, "crash" if code < 0 else "exit"


def _stop(child: Child) -> None:
    """Interrupt a program, as Ctrl-C in a terminal does; end it when it does not react.

    The first interrupt is a request to asyncio, which a loop without `await` never hears; the second one stops it.
    """
    with contextlib.suppress(KeyboardInterrupt):
        for _ in range(2):
            child.interrupt()
            if child.wait(_PATIENCE) is not None:
                return
    child.kill()


def _run(command: str, code: int, words: str, *, told: str, ending: Ending) -> Run:
    """Put a run together; `told` is a traceback, or what `faulthandler` wrote, or both."""
    if ending == "stopped":
        told = told.partition("Traceback (")[0]  # where it was; how it then fell apart says nothing
    found = _DUMP.search(told)
    told, dump = (told[: found.start()], told[found.start() :]) if found else (told, "")
    if dump.startswith("Timeout"):
        code, ending = 124, "time limit"
    frames, _, error = told.partition(ERROR)
    traceback = frames + error or wording.quiet(dump)
    return Run(command, code, words + traceback, traceback, error, ending)


@contextlib.contextmanager
def _file() -> Iterator[Path]:
    """Give a file for what a child reports; on a full disk there is none, and only the report is missing."""
    try:
        descriptor, name = tempfile.mkstemp(prefix="migration-lab-")
    except OSError:
        yield Path(os.devnull)
        return
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _quoted(argument: str) -> str:
    return argument if re.fullmatch(r"[\w@%+=:,./^~*-]+", argument) else '"' + argument.replace('"', '\\"') + '"'
