"""Put a project's migration scripts aside before each command, so that nothing a learner wrote is ever lost."""

import shutil
from pathlib import Path

KEPT = 50  # copies; the oldest goes first
_KINDS = ("*.py", "*.mako")


def put_aside(root: Path, shelf: Path) -> Path | None:
    """Copy the scripts beside each `env.py` to a new numbered folder of the shelf.

    Returns:
        The new folder; None when the newest copy holds the same already, or there is nothing to copy.
    """
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


def _scripts(root: Path) -> dict[str, bytes]:
    """Read the scripts by their path; a folder without `env.py` counts too once it has a `versions/`."""
    homes = {file.parent for name in ("env.py", "versions", "script.py.mako") for file in root.glob(f"*/{name}")}
    files = {file for home in homes for kind in _KINDS for file in home.rglob(kind) if file.is_file()}
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(files)}
