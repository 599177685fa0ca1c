"""The files of this repository, and a copy of them to break."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_OURS = {".git", ".venv", "work", "__pycache__", "build"}


def files(root: Path = ROOT) -> list[Path]:
    """List what the repository holds, or would hold after `git add`; without git, what lies in it."""
    if not (root / ".git").exists():
        found = [path for path in sorted(root.rglob("*")) if path.is_file()]
        return [path for path in found if not NOT_OURS & {*path.relative_to(root).parts}]
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return sorted(path for name in listed.split("\0") if name and (path := root / name).is_file())


def copy(target: Path) -> Path:
    """Copy the repository's files, as they are on the disk."""
    for path in files():
        place = target / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, place)
    return target
