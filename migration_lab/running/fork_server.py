"""A process that has Alembic's libraries loaded and forks one fresh child for each order (POSIX only).

It holds nothing of any workspace, talks over one socket to the kernel that started it, and ends when that kernel does.
"""

import contextlib
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from migration_lab.running import child, process_group
from migration_lab.running.order import read

# What the lab's env.py, settings and models import: all libraries, nothing of a project.
PRELOADED = (
    "alembic.config",
    "alembic.command",
    "alembic.context",
    "alembic.op",
    "alembic.autogenerate",
    "alembic.autogenerate.api",
    "alembic.operations",
    "alembic.runtime.environment",
    "alembic.runtime.migration",
    "alembic.script",
    "alembic.ddl.sqlite",
    "sqlalchemy",
    "sqlalchemy.orm",
    "sqlalchemy.event",
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "aiosqlite",
    "greenlet",
    "pydantic",
    "pydantic_settings",
    "dotenv.main",
    "mako.template",
    "mako.lookup",
    "asyncio",
    "concurrent.futures.thread",
    "logging.config",
    "runpy",
    "configparser",
    "sqlite3",
    "resource",
    "zoneinfo",
    "uuid",
    "decimal",
)
PULSE = 2.0  # seconds between two looks whether the kernel is still there
IDLE = 600.0  # seconds after which a spare child is let go: it holds some 16 MB of its own


def serve(descriptor: int, parent: int) -> NoReturn:
    """Fork a child for each order that arrives on the socket, until the other end is closed or the parent is gone."""
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    child.prepare()
    gc.collect()
    gc.freeze()  # children share these pages: the collector must not write to them
    server = _Server(socket.socket(fileno=descriptor))
    while os.getppid() == parent and server.turn():
        pass
    server.end()
    os._exit(0)


@dataclass(frozen=True)
class _Spare:
    """A child that was forked and has rehearsed before anybody asked, and the way to give it its order."""

    pid: int
    way: socket.socket
    since: float


class _Server:
    """The sockets and children of a running server."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._talks: dict[int, socket.socket] = {}  # by child's process id
        self._spare: _Spare | None = None
        self._alarm, self._wakeup = socket.socketpair()
        self._wakeup.setblocking(False)
        signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ, self._order)
        self._selector.register(self._alarm, selectors.EVENT_READ, self._reap)
        self._fork_spare()

    def turn(self) -> bool:
        """Serve whatever is waiting; False when the kernel is gone."""
        answers = [key.data() for key, _ in self._selector.select(PULSE)]
        if self._spare and time.monotonic() - self._spare.since > IDLE:
            self._drop_spare()
        return all(answers)

    def end(self) -> None:
        """Take the children along."""
        self._drop_spare()
        for pid in self._talks:
            process_group.kill(pid)

    def _order(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, 2)
        if not message:
            return False
        talk, output = socket.socket(fileno=descriptors[0]), descriptors[1]
        with talk.makefile("rb") as lines:
            line = lines.readline()
        pid = self._hand_to_spare(line, output) or self._fork(lambda: _carry_out(line, output), talk)
        os.close(output)
        self._talks[pid] = talk
        self._selector.register(talk, selectors.EVENT_READ, lambda: self._obey(pid))
        _tell(talk, pid)
        return True

    def _fork(self, work: Callable[[], NoReturn], *more: socket.socket) -> int:
        """Fork a child with a process group of its own, which holds no socket of the server."""
        pid = os.fork()
        if pid:
            with contextlib.suppress(OSError):  # both sides do it: whoever comes first
                os.setpgid(pid, pid)
            return pid
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._selector.close()
            for one in (self._control, self._alarm, self._wakeup, *self._talks.values(), *more):
                one.close()
            if self._spare:
                self._spare.way.close()
            work()
        finally:
            os._exit(1)

    def _fork_spare(self) -> None:
        ours, theirs = socket.socketpair()
        pid = self._fork(lambda: _wait_for_order(theirs), ours)
        theirs.close()
        self._spare = _Spare(pid, ours, time.monotonic())

    def _hand_to_spare(self, line: bytes, output: int) -> int | None:
        """Give the order to the spare child; None when there is none, or it has not rehearsed yet."""
        if not self._spare:
            return None
        try:
            if not self._spare.way.recv(1, socket.MSG_DONTWAIT):
                raise ConnectionError("The spare child has ended.")
            socket.send_fds(self._spare.way, [b"+"], [output])
            self._spare.way.sendall(line)
        except BlockingIOError:
            return None
        except OSError:
            self._drop_spare()
            return None
        self._spare.way.close()
        pid, self._spare = self._spare.pid, None
        return pid

    def _drop_spare(self) -> None:
        if self._spare:
            process_group.kill(self._spare.pid)
            self._spare.way.close()
            os.waitpid(self._spare.pid, 0)
            self._spare = None

    def _obey(self, pid: int) -> bool:
        """Pass on the signal the kernel asks for; a kernel that has hung up wants the child to end."""
        talk = self._talks.get(pid)
        if talk is None:
            return True
        with contextlib.suppress(ConnectionError):
            word = talk.recv(1)
            (process_group.interrupt if word == b"i" else process_group.kill)(pid)
            if not word:
                self._selector.unregister(talk)
        return True

    def _reap(self) -> bool:
        """Report the children that have ended, and end what they left running in the background."""
        self._alarm.recv(4096)
        for pid in list(self._talks):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended:
                continue
            process_group.kill(pid)
            talk, code = self._talks.pop(pid), os.waitstatus_to_exitcode(status)
            with contextlib.suppress(KeyError, ValueError):
                self._selector.unregister(talk)
            _tell(talk, code)
            talk.close()
        if not self._spare and not self._talks:
            self._fork_spare()
        return True


def _carry_out(line: bytes, output: int) -> NoReturn:
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    order = read(line)
    os.environ.clear()
    os.environ.update(order.environment)
    time.tzset()
    child.carry_out(order)


def _wait_for_order(way: socket.socket) -> NoReturn:
    """Rehearse, say so, and wait; the server's end is noticed as the end of the socket."""
    with contextlib.suppress(Exception):
        from migration_lab.running.rehearsal import rehearse

        rehearse()
    way.send(b"r")
    message, descriptors, _, _ = socket.recv_fds(way, 1, 1)
    if not message:
        os._exit(0)
    with way, way.makefile("rb") as lines:
        line = lines.readline()
    _carry_out(line, descriptors[0])


def _tell(talk: socket.socket, number: int) -> None:
    with contextlib.suppress(OSError):
        talk.sendall(b"%d\n" % number)


def start() -> NoReturn:
    """Serve as the command line says: socket and parent's process id."""
    serve(int(sys.argv[1]), int(sys.argv[2]))
