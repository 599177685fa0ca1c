"""What `.venv` was made of, a line for each fact: as long as every line holds, there is nothing to set up.

Every `./lab` passes here, so it loads next to nothing.
"""

import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

WINDOWS = sys.platform == "win32"
FILE = "lab-stamp.txt"
LOCK = "requirements.lock"
TOOLS_LOCK = "requirements-dev.lock"
TOOL_VERBS = ("test", "lint")
BUILD_TABLES = (b"[build-system]", b"[project", b"[tool.setuptools")


def locks(words: Sequence[str]) -> list[str]:
    """Return the locks that a command line needs: the tools of `test` and `lint` stand in one of their own."""
    return [LOCK, TOOLS_LOCK] if words[:1] and words[0] in TOOL_VERBS else [LOCK]


def facts(root: Path, chosen: Iterable[str]) -> list[str]:
    """Return what must be true of `.venv`: its Python, its place, and what was installed."""
    project = _build_part(_read(root / "pyproject.toml"))
    return [
        f"python {sys.version_info.major}.{sys.version_info.minor}",
        f"folder {str(root)!a}",
        f"pyproject.toml {_digest(project)}",
        *(f"{name} {_digest(_read(root / name))}" for name in chosen),
    ]


def missing(root: Path, chosen: Iterable[str]) -> list[str]:
    """Return the facts that do not hold; none when there is nothing to set up."""
    wanted = facts(root, chosen)
    python = "Scripts/python.exe" if WINDOWS else "bin/python"
    known = recorded(root)
    if not known or not (root / ".venv" / python).exists():
        return wanted
    return [fact for fact in wanted if fact not in known]


def recorded(root: Path) -> list[str]:
    """Return the facts that were true when `.venv` was finished; none for a half-made one."""
    try:
        return _read(_file(root)).decode("ascii", "replace").splitlines()
    except OSError:  # made by another user, and closed to us: the set-up will say so
        return []


def write(root: Path, chosen: Iterable[str]) -> None:
    """Record that `.venv` is finished. Nothing may be done to it after this."""
    unfinished = _file(root).with_suffix(".new")
    unfinished.write_text("\n".join(facts(root, chosen)) + "\n", encoding="ascii")
    unfinished.replace(_file(root))


def forget(root: Path) -> None:
    """Take the record away before `.venv` is changed, so that an interrupted change is seen."""
    _file(root).unlink(missing_ok=True)


def _file(root: Path) -> Path:
    return root / ".venv" / FILE


def _read(path: Path) -> bytes:
    """Return a file in a form that git does not change between systems; of a missing one nothing."""
    return path.read_bytes().replace(b"\r\n", b"\n") if path.exists() else b""


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _build_part(project: bytes) -> bytes:
    """Keep the tables of pyproject.toml that the editable install is made from: settings of tools change nothing."""
    kept, inside = [], False
    for line in project.splitlines():
        if line.startswith(b"["):
            inside = line.startswith(BUILD_TABLES)
        if inside:
            kept.append(line)
    return b"\n".join(kept)
