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
from typing import NoReturn

from migration_lab import child, process_group
from migration_lab.order import read

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


class _Server:
    """The sockets and children of a running server."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._talks: dict[int, socket.socket] = {}  # by child's process id
        self._alarm, wakeup = socket.socketpair()
        self._wakeup = wakeup
        wakeup.setblocking(False)
        signal.set_wakeup_fd(wakeup.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ, self._order)
        self._selector.register(self._alarm, selectors.EVENT_READ, self._reap)

    def turn(self) -> bool:
        """Serve whatever is waiting; False when the kernel is gone."""
        answers = [key.data() for key, _ in self._selector.select(PULSE)]
        return all(answers)

    def end(self) -> None:
        """Take the children along."""
        for pid in self._talks:
            process_group.kill(pid)

    def _order(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, 2)
        if not message:
            return False
        talk = socket.socket(fileno=descriptors[0])
        with talk.makefile("rb") as lines:
            line = lines.readline()
        pid = os.fork()
        if pid == 0:
            self._become_child(line, talk, descriptors[1])
        with contextlib.suppress(OSError):  # both sides do it: whoever comes first
            os.setpgid(pid, pid)
        os.close(descriptors[1])
        self._talks[pid] = talk
        self._selector.register(talk, selectors.EVENT_READ, lambda: self._obey(pid))
        _tell(talk, pid)
        return True

    def _become_child(self, line: bytes, talk: socket.socket, output: int) -> NoReturn:
        code = 1
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(output, 1)
            os.dup2(output, 2)
            os.close(output)
            self._selector.close()
            for other in (self._control, self._alarm, self._wakeup, talk, *self._talks.values()):
                other.close()
            order = read(line)
            os.environ.clear()
            os.environ.update(order.environment)
            child.carry_out(order)
        finally:
            os._exit(code)

    def _obey(self, pid: int) -> bool:
        """Pass on the signal the kernel asks for; a kernel that has hung up wants the child to end."""
        with contextlib.suppress(ConnectionError):
            word = self._talks[pid].recv(1)
            (process_group.interrupt if word == b"i" else process_group.kill)(pid)
            if not word:
                self._selector.unregister(self._talks[pid])
        return True

    def _reap(self) -> bool:
        """Report the children that have ended, and end what they left running in the background."""
        self._alarm.recv(4096)
        for pid in list(self._talks):
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                continue
            process_group.kill(pid)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            talk = self._talks.pop(pid)
            with contextlib.suppress(KeyError, ValueError):
                self._selector.unregister(talk)
            _tell(talk, code)
            talk.close()
        return True


def _tell(talk: socket.socket, number: int) -> None:
    with contextlib.suppress(OSError):
        talk.sendall(b"%d\n" % number)


def start() -> NoReturn:
    """Serve as the command line says: socket and parent's process id."""
    serve(int(sys.argv[1]), int(sys.argv[2]))
