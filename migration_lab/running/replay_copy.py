"""The copy of a project that a replay works on, and the word by which one replay is told from another."""

import hashlib
import os
import platform
import shutil
import sqlite3
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

FORMAT = "1"  # raise it when the way a history is replayed, or what is kept of it, changes
LIBRARIES = ("alembic", "sqlalchemy", "aiosqlite")
LARGEST = 8 * 1024**2  # bytes; a larger file is no part of a project
HEAD = b"SQLite format 3\0"
ENDINGS = (".db", ".pyc", ".log", ".ipynb", "-wal", "-shm", "-journal")
MARKS = ("pyvenv.cfg",)  # a folder with such a file is somebody else's


@dataclass(frozen=True)
class Project:
    """What is replayed.

    Args:
        root: The folder with `alembic.ini`; it is read, never written.
        versions: The folder of the revision files, from there.
        section: The section of `alembic.ini`.
        seed: The module that writes the named rows, its arguments, and the table it needs; empty: none.
    """

    root: Path
    versions: str = "alembic/versions"
    section: str = "alembic"
    seed: tuple[str, ...] = ()


def files(root: Path) -> dict[str, Path]:
    """List the files of a project by their paths in it: no database, nothing hidden, nothing that programs leave.

    `.env` is hidden, so a replay has the settings that the project's own files give.
    """
    return {path.relative_to(root).as_posix(): path for path in sorted(_below(root))}


def key(project: Project) -> str:
    """Return a short word that changes with anything the replay depends on."""
    versions = [f"{name} {_version(name)}" for name in LIBRARIES]
    facts = [FORMAT, platform.python_version(), sqlite3.sqlite_version, *versions]
    facts += [project.versions, project.section, *project.seed]
    digest = hashlib.sha256("\n".join(facts).encode())
    for name, path in files(project.root).items():
        content = path.read_bytes()
        digest.update(f"\n{len(name)} {name} {len(content)}\n".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()[:20]


def lay(project: Project, place: Path, without: Collection[str]) -> None:
    """Copy the project, but for these revision files."""
    for name, path in files(project.root).items():
        if name not in without:
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _below(root: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not _is_foreign(Path(place, name))]
        for name in names:
            path = Path(place, name)
            if not name.startswith(".") and not name.endswith(ENDINGS) and _is_source(path):
                yield path


def _is_foreign(folder: Path) -> bool:
    hidden = folder.name.startswith((".", "__pycache__")) or folder.is_symlink()
    return hidden or any((folder / mark).exists() for mark in MARKS)


def _is_source(path: Path) -> bool:
    """Tell whether a file is plain, small, and no database."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > LARGEST:
            return False
        if path.suffix == ".py":
            return True
        with path.open("rb") as file:
            return file.read(len(HEAD)) != HEAD
    except OSError:
        return False


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "none"
