"""The warm way to start a command: ask the fork server of this process for a child (POSIX only)."""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

from migration_lab.running import environment, process_group
from migration_lab.running.capture import Capture
from migration_lab.running.order import Order
from migration_lab.running.processes import OPTIONS, Lost


class ForkedChild:
    """A fork of the warm server."""

    def __init__(self, talk: socket.socket, capture: Capture, *, give_up: Callable[[], None]) -> None:
        self._talk = talk
        self._give_up = give_up
        self._lines = talk.makefile("rb")
        self._pid = 0
        self.capture = capture

    def wait(self, seconds: float) -> int | None:
        """Return the exit code, or None when the time is over.

        Raises:
            Lost: The server is gone.
        """
        if not self._pid:
            self._pid = self._number(None) or 0
        return self._number(seconds)

    def interrupt(self) -> None:
        """Ask the program to stop, as Ctrl-C does."""
        self._ask(b"i")

    def kill(self) -> None:
        """End the program and everything it started."""
        self._ask(b"k")
        self._number(None)

    def close(self) -> None:
        """Hang up."""
        self._lines.close()
        self._talk.close()

    def _ask(self, word: bytes) -> None:
        with contextlib.suppress(OSError):
            self._talk.sendall(word)

    def _number(self, seconds: float | None) -> int | None:
        self._talk.settimeout(seconds)
        try:
            line = self._lines.readline()
        except TimeoutError:
            self._lines.close()
            self._lines = self._talk.makefile("rb")  # a reader that has timed out once refuses to go on
            return None
        except ConnectionError:
            line = b""
        if not line:
            if self._pid:
                process_group.kill(self._pid)
            self._give_up()
            raise Lost(bool(self._pid))
        return int(line)


class ForkServer:
    """The warm server of this process: started when first needed, started again when it was ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def warm(self) -> None:
        """Start the server if there is none, without waiting for it."""
        with self._lock:
            self._ensure()

    def fork(self, order: Order) -> ForkedChild:
        """Start a child for this order.

        Raises:
            Lost: The server did not take the order.
        """
        ours, theirs = socket.socketpair()
        reading, writing = os.pipe()
        control = None
        try:
            with self._lock:
                control = self._ensure()
                socket.send_fds(control, [b"+"], [theirs.fileno(), writing])
            ours.sendall(order.line())
        except OSError as error:
            ours.close()
            os.close(reading)
            self._give_up(control)
            raise Lost(started=False) from error
        finally:
            theirs.close()
            os.close(writing)
        return ForkedChild(ours, Capture(reading), give_up=lambda: self._give_up(control))

    def _ensure(self) -> socket.socket:
        if (
            self._process is None
            or self._control is None
            or self._owner != os.getpid()
            or self._process.poll() is not None
        ):
            self._control = self._start()
        return self._control

    def _give_up(self, control: socket.socket | None) -> None:
        """End a server that does not answer; another one may have been started meanwhile."""
        with self._lock:
            if control is self._control and self._process is not None:
                self._process.kill()
                self._end()

    def _end(self) -> None:
        if self._control is not None and self._process is not None and self._owner == os.getpid():
            self._control.close()
            self._process.wait()
        self._control = self._process = None

    def _start(self) -> socket.socket:
        if self._control is not None:
            self._control.close()
        ours, theirs = socket.socketpair()
        with theirs, contextlib.ExitStack() as unless_started:
            unless_started.callback(ours.close)
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    *OPTIONS,
                    "from migration_lab.running.fork_server import start; start()",
                    str(theirs.fileno()),
                    str(os.getpid()),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment.clean(),
                cwd=os.sep,
                start_new_session=True,
            )
            unless_started.pop_all()
        if self._owner != os.getpid():
            self._owner = os.getpid()
            atexit.register(self.close)
        return ours

    def close(self) -> None:
        """End the server and its children."""
        with self._lock:
            self._end()
