"""One at a time: two processes that open the same lesson take turns."""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migration_lab.errors import LabError

WAIT = 60.0  # seconds; building a lesson's start for the first time takes a few
PAUSE = 0.02
NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}  # some network disks: then go on without


@contextmanager
def turn(folder: Path, name: str, *, wait: float = WAIT) -> Iterator[int]:
    """Hold the turn of `name` for the length of a `with` block; the operating system gives it back if we die.

    The block gets the open lock file: a child process that inherits it keeps the turn until it ends too.

    Args:
        folder: Where the lock file lies; it is made if needed.
        name: What is taken, for the file and the message.
        wait: Seconds to wait for another process.

    Raises:
        LabError: Another process kept its turn longer than `wait`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, name, time.monotonic() + wait)
        try:
            yield descriptor
        finally:
            _unlock(descriptor)
    finally:
        os.close(descriptor)


def _take(descriptor: int, name: str, until: float) -> None:
    while not _lock(descriptor):
        if time.monotonic() > until:
            raise LabError(
                f"Another notebook or terminal is opening `{name}` and did not finish: two together would mix files.",
                "Wait for it, or shut its kernel down (JupyterLab, left side: Running Terminals and Kernels). "
                "Then run this again.",
            )
        time.sleep(PAUSE)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
