"""Inside a child process: run Alembic as it is, and end the process right after one of the statements it sends."""

import os
import signal
import sys
from typing import Any, NoReturn

from sqlalchemy import Engine, event

from migration_lab.crashing.deaths import EXCEPTION, SIGKILL
from migration_lab.crashing.steps import is_step
from migration_lab.running import child
from migration_lab.running.recorder import Line, Recorder

EVENTS = ("begin", "before_cursor_execute", "after_cursor_execute", "commit", "rollback")


class Stopped(Exception):  # noqa: N818  it was asked for
    """An error of the crash lab's own, raised between two statements."""


class _Lines:
    """The statements that were sent so far."""

    def __init__(self) -> None:
        self._kept: list[Line] = []

    def add(self, line: Line) -> bool:
        self._kept.append(line)
        return True

    def write_again(self, line: Line) -> None:
        """Do nothing: the line is the one that is kept."""

    @property
    def done(self) -> int:
        """How many statements that count have come to their end."""
        return sum(1 for line in self._kept if line["done"] and is_step(line["text"]))


def main() -> None:
    """Read how and after which statement to die, then what to type after `alembic`."""
    death, after, *typed = sys.argv[1:]
    lines = _Lines()
    recorder = Recorder(lines)
    for name in EVENTS:
        event.listen(Engine, name, getattr(recorder, name))

    def look(*_: Any) -> None:
        if lines.done >= int(after):
            die(death, after)

    event.listen(Engine, "after_cursor_execute", look)  # behind the recorder, which counts first
    sys.argv = ["alembic", *typed]
    command_line = child.prepare()
    assert command_line is not None
    command_line.main(typed)


def die(death: str, after: str) -> NoReturn:
    """End this process, or raise an error in it."""
    if death == EXCEPTION:
        raise Stopped(f"stopped on purpose after statement {after}")
    if death == SIGKILL:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows has one way to end a process
    os._exit(1)


if __name__ == "__main__":
    main()
