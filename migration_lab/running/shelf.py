"""Put a project's migration scripts aside before each command, so that nothing a learner wrote is ever lost."""

import shutil
import time
from pathlib import Path

KEPT = 50  # copies; the oldest goes first
CLOCK = 2_000_000_000  # nanoseconds: a file written later than that may be written again at the same time of its disk
_KINDS = (".py", ".mako")

Imprint = dict[Path, tuple[int, int]]
_seen: dict[Path, Imprint] = {}  # by project: what it looked like when all of it was on the shelf


def put_aside(root: Path, shelf: Path) -> Path | None:
    """Copy the scripts beside each `env.py` to a new numbered folder of the shelf.

    Returns:
        The new folder; None when the newest copy holds the same already, or there is nothing to copy.
    """
    imprint = {file: (file.stat().st_size, file.stat().st_mtime_ns) for file in _files(root)}
    if _seen.get(root) == imprint and shelf.is_dir():
        return None
    folder = _copied(root, shelf)
    if all(written < time.time_ns() - CLOCK for _, written in imprint.values()):
        _seen[root] = imprint
    return folder


def _copied(root: Path, shelf: Path) -> Path | None:
    scripts = _scripts(root)
    numbers = sorted(int(folder.name) for folder in shelf.glob("*") if folder.name.isdigit())
    newest = shelf / str(numbers[-1]) if numbers else None
    if not scripts or (newest and scripts == _scripts(newest)):
        return None
    folder = shelf / str(numbers[-1] + 1 if numbers else 1)
    for name, content in scripts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for number in numbers[: max(len(numbers) + 1 - KEPT, 0)]:
        shutil.rmtree(shelf / str(number), ignore_errors=True)
    return folder


def _files(root: Path) -> list[Path]:
    """List the scripts; a folder without `env.py` counts too when it has `versions/` or a template."""
    homes = {file.parent for name in ("env.py", "versions", "script.py.mako") for file in root.glob(f"*/{name}")}
    return sorted(file for home in homes for file in home.rglob("*") if file.suffix in _KINDS and file.is_file())


def _scripts(root: Path) -> dict[str, bytes]:
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in _files(root)}
