"""Start the lab as a learner does, in a process of its own, and end it as Ctrl-C does: for tests and screenshots."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Thread
from time import monotonic

SECONDS = 60
LAB = ("-m", "migration_lab")


@dataclass
class Visit:
    """A lab that is running, or has ended: what it printed, and how long it took to end."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    ended_after: float = 0.0

    @property
    def address(self) -> str:
        """What the lab asked to open."""
        found = re.search(r"http://\S+", "\n".join(self.lines))
        assert found, self.lines
        return found.group()

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal, wait for the end, and return the exit code."""
        begun = monotonic()
        self.process.send_signal(number)
        try:
            code = self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.ended_after = monotonic() - begun
        return code


@contextmanager
def running(
    home: Path, *arguments: str, variables: Mapping[str, str] | None = None, program: Sequence[str] = LAB
) -> Iterator[Visit]:
    """Run `./lab` on a desk until it says that it can be ended; end it afterwards if the test did not."""
    environment = {**os.environ, **(variables or {}), "MIGRATION_LAB_HOME": str(home)}
    command = [sys.executable, *program, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        visit, said = Visit(process), Queue[str]()
        reader = Thread(target=_read, args=(process, said, visit.lines), daemon=True)
        reader.start()
        try:
            while "Ctrl-C" not in (line := said.get(timeout=SECONDS)):
                assert line, f"The lab ended too early: {visit.lines}"
            yield visit
        finally:
            if process.poll() is None:
                visit.end()
            reader.join(SECONDS)


def _read(process: subprocess.Popen[str], said: "Queue[str]", lines: list[str]) -> None:
    for line in process.stdout or ():
        lines.append(line.rstrip("\n"))
        said.put(line)
    said.put("")
