"""Keep Python from running an older version of the learner's files.

Byte-code knows the whole second in which its source was written, and its size: a file written twice within one second
at the same size looks unchanged. And Alembic runs the byte-code of an `env.py` that is gone.
"""

import contextlib
import os
import time
from importlib.util import cache_from_source
from pathlib import Path

CLOCK = 2_000_000_000  # nanoseconds: more than the second that byte-code knows and the coarse clock of a disk


def freshen(root: Path) -> bool:
    """Remove byte-code that may be of an older version.

    Args:
        root: The workspace; its hidden folders are left alone.

    Returns:
        Whether a file was written just now: byte-code made of it now could not be trusted later.
    """
    young, now = False, time.time_ns()
    for place, inner, files in os.walk(root):
        folder, cached = Path(place), "__pycache__" in inner
        inner[:] = [name for name in inner if not name.startswith((".", "__pycache__"))]
        if cached and "env.py" not in files:
            _remove(_cache(folder / "env.py"))
        for source in [folder / name for name in files if name.endswith(".py")]:
            written = _written(source)
            young = young or written > now - CLOCK
            if cached and _written(_cache(source)) < written + CLOCK:
                _remove(_cache(source))
    return young


def _cache(source: Path) -> Path:
    return Path(cache_from_source(source.as_posix()))


def _written(file: Path) -> int:
    """Tell when a file was written; 0 for one that is not there."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()
