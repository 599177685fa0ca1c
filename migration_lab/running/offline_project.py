"""Where the files are that Alembic needs to render a revision, and whether they changed."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

INI = "alembic.ini"
_TOLD_BY = (".py", ".ini", ".toml", ".cfg", ".env")  # a file that can change what is rendered
_MOST = 2000  # files: beyond that nothing is remembered


@dataclass(frozen=True)
class OfflineProject:
    """A project whose revisions can be rendered.

    Args:
        root: The folder that is put on Python's path, and where the command runs.
        ini: The path of `alembic.ini` below it; empty: there is none.
        section: The section of `alembic.ini`.
        scripts: The folder with `env.py`, where no `alembic.ini` names it.
    """

    root: Path
    ini: str = INI
    section: str = "alembic"
    scripts: str = ""

    def content(self) -> str:
        """Tell one state of the project's files from another; empty if they are too many to look at."""
        digest, count = hashlib.sha256(repr((self.ini, self.section, self.scripts)).encode()), 0
        for place, inner, files in os.walk(self.root):
            inner[:] = sorted(name for name in inner if not name.startswith((".", "__pycache__")))
            for file in sorted(Path(place, name) for name in files if name.endswith(_TOLD_BY)):
                count += 1
                if count > _MOST:
                    return ""
                digest.update(f"\0{file.as_posix()}\0".encode("utf-8", "surrogateescape"))
                digest.update(file.read_bytes() if file.is_file() else b"")
        return digest.hexdigest()


def around(folder: Path) -> OfflineProject | None:
    """Find the project of a folder with revision files: `env.py` in it or above it, and perhaps an `alembic.ini`.

    Args:
        folder: A `versions` folder, or the folder with `env.py` around it.
    """
    folder = folder.absolute()
    scripts = next((place for place in (folder, folder.parent) if (place / "env.py").is_file()), None)
    if scripts is None:
        return None
    root = next((place for place in (scripts, scripts.parent) if (place / INI).is_file()), None)
    if root is None:
        return OfflineProject(scripts.parent, "", scripts=str(scripts))
    return OfflineProject(root, INI, scripts=str(scripts))
