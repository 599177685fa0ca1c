"""A shell of IPython with the lab's magics, and what a cell in it said."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from migration_lab import magics


@contextmanager
def alone() -> Iterator[InteractiveShell]:
    """Give a shell without history, and put back what it takes for itself."""
    hooks = sys.displayhook, sys.excepthook
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    magics.register(shell)
    yield shell
    shell.restore_sys_module_state()
    sys.displayhook, sys.excepthook = hooks


class Cell:
    """What one cell said: its stream, its displays, its error."""

    def __init__(self, shell: InteractiveShell, source: str) -> None:
        shell.display_pub = CapturingDisplayPublisher()
        with capture_output() as told:
            result = shell.run_cell(source)
        self.error = result.error_in_exec
        self.shown = [output["data"] for output in shell.display_pub.outputs]
        self.stdout = told.stdout.partition(f"{type(self.error).__name__}: ")[0]
        self.stderr = told.stderr
