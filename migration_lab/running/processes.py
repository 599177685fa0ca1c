"""What the runner knows of a running command, and the plain way to start one: a new Python process."""

import contextlib
import os
import signal
import subprocess
import sys
from typing import Protocol

from migration_lab.running import process_group
from migration_lab.running.capture import Capture
from migration_lab.running.order import Order

OPTIONS = ("-P", "-u", "-c")  # -P: the child itself puts the workspace on the path; -u: all words in their real order


class Child(Protocol):
    """A running command."""

    capture: Capture

    def wait(self, seconds: float) -> int | None:
        """Return the exit code (negative: ended by that signal), or None when the time is over."""

    def interrupt(self) -> None:
        """Ask the program to stop, as Ctrl-C does."""

    def kill(self) -> None:
        """End the program and everything it started."""

    def close(self) -> None:
        """Let go of what the kernel holds of a child that has ended."""


class Lost(Exception):  # noqa: N818  a fact, told as such
    """The server has gone while a command was running, or before it began (`started` says which)."""

    def __init__(self, started: bool) -> None:
        super().__init__(started)
        self.started = started


class PlainChild:
    """A new Python process: slower, works everywhere."""

    def __init__(self, order: Order) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *OPTIONS, "from migration_lab.running.child import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=order.environment,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.capture = Capture(os.dup(self._process.stdout.fileno()))
        self._process.stdout.close()
        with contextlib.suppress(BrokenPipeError), self._process.stdin as pipe:
            pipe.write(order.line())

    def wait(self, seconds: float) -> int | None:
        """Return the exit code, or None when the time is over."""
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        self._end_group()
        return code

    def interrupt(self) -> None:
        """Ask the program to stop, as Ctrl-C does."""
        if sys.platform == "win32":
            self._process.send_signal(signal.CTRL_BREAK_EVENT)
        else:
            process_group.interrupt(self._process.pid)

    def kill(self) -> None:
        """End the program and everything it started."""
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(self._process.pid)], capture_output=True, check=False)
        self._end_group()
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Nothing is left open."""

    def _end_group(self) -> None:
        if sys.platform != "win32":
            process_group.kill(self._process.pid)
