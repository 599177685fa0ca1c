"""Signal a command together with everything it started (POSIX)."""

import contextlib
import os
import signal


def interrupt(leader: int) -> None:
    """Let the leader write down where it is (`child.carry_out` prepares it), then interrupt all, as Ctrl-C does."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(leader, signal.SIGUSR1)
        os.killpg(leader, signal.SIGINT)


def kill(leader: int) -> None:
    """End all of them."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
