"""Our corner of uv's cache: what one set-up made and the next one can use."""

import os
import sysconfig
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from migration_lab.door.stamp import WINDOWS


def place() -> Path:
    """Return its folder, one for each kind of computer and Python: a home directory may be shared."""
    if WINDOWS:
        usual = Path(os.environ.get("LOCALAPPDATA", "~")) / "uv/cache"
    else:
        usual = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "uv"
    cache = Path(os.environ.get("UV_CACHE_DIR") or usual).expanduser()
    return cache / "migration-lab" / f"{sysconfig.get_platform()}-{sysconfig.get_config_var('SOABI')}"


def keep(name: str, write: Callable[[Path], object]) -> None:
    """Keep a file in place of an older one of its kind, the word before the first `-`.

    Where that is not possible, nothing is lost but time.

    Args:
        name: What it is called.
        write: Writes it to the path it is given.
    """
    folder = place()
    unfinished = folder / f"{os.getpid()}.part"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            write(unfinished)
            for older in folder.glob(f"{name.partition('-')[0]}-*"):
                older.unlink()
            unfinished.replace(folder / name)
        finally:
            unfinished.unlink(missing_ok=True)
