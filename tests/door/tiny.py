"""A lab of two small libraries: the real door, and all it installs from wheels built here, without any network."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

ROOT = Path(__file__).parents[2]
DOOR = (
    "lab",
    "migration_lab/__init__.py",
    "migration_lab/errors.py",
    "migration_lab/turn.py",
    "migration_lab/door",
)
PROJECT = """\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "migration-lab"
version = "0.1.0"

[tool.setuptools.packages.find]
include = ["migration_lab*"]

[tool.ruff]
line-length = 100
"""
# What the door hands over to, here: it says where and how it runs, and ends as it is told.
MAIN = """\
import json, os, sys
try:
    import sparrow
    heard = sparrow.SONG
except ImportError:
    heard = "nothing"
try:
    import wren
    heard += " and " + wren.SONG
except ImportError:
    pass
facts = {
    "words": sys.argv[1:], "cwd": os.getcwd(), "heard": heard, "python": sys.executable,
    "safe_path": sys.flags.safe_path, "set": sorted(name for name in os.environ if name.startswith(("PYTHON", "VIRT"))),
}
print(json.dumps(facts))
if "--then-end-with" in sys.argv:
    sys.exit(int(sys.argv[-1]))
"""
FIRST = "Setting up the lab in this folder. This happens once.\n"
STEPS = """\
1 of 3: make a place for the libraries, `.venv`
2 of 3: download and install them; the first time this can take some minutes
3 of 3: prepare them for a fast start
"""
SONGS = {"sparrow": "chirp", "wren": "trill"}


@dataclass(frozen=True)
class Shelf:
    """A folder of wheels, and the environment of a person who has only that."""

    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        """An environment without a network, with caches of its own."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
        caches = {"UV_CACHE_DIR": str(self.folder / "uv"), "PIP_CACHE_DIR": str(self.folder / "pip")}
        alone = {"PIP_CONFIG_FILE": os.devnull, "UV_NO_CONFIG": "1", "HOME": str(self.folder)}
        return kept | caches | alone | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.folder)}

    def lock(self, *names: str) -> str:
        """Return a lock of these libraries, with the hashes of the wheels that lie here."""
        wheels = [next(self.folder.glob(f"{name}-*.whl")) for name in names]
        return "".join(
            f"{wheel.name.split('-')[0]}=={wheel.name.split('-')[1]} \\\n    --hash=sha256:{_digest(wheel)}\n"
            for wheel in wheels
        )


def fill(folder: Path) -> Shelf:
    """Build the wheels: uv and setuptools from what is installed here, two libraries of one line."""
    for name in ("setuptools", "uv"):
        wheel(folder, _installed(name))
    for name, song in SONGS.items():
        code = f"SONG = {song!r}\n".encode()
        wheel(folder, [(f"{name}.py", code), (f"{name}_nest/tests/test_song.py", code), *described(name)])
    return Shelf(folder)


def described(name: str, version: str = "1.0") -> list[tuple[str, bytes]]:
    """Return the files that make a folder a library."""
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    kind = "Wheel-Version: 1.0\nGenerator: tiny\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    info = f"{name}-{version}.dist-info"
    return [(f"{info}/METADATA", metadata.encode()), (f"{info}/WHEEL", kind.encode())]


def wheel(folder: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Write the wheel of a library."""
    info = next(path.split("/")[0] for path, _ in files if ".dist-info/" in path)
    record = "".join(f"{path},,\n" for path, _ in files) + f"{info}/RECORD,,\n"
    with ZipFile(folder / f"{info.removesuffix('.dist-info')}-py3-none-any.whl", "w") as archive:
        for path, content in [*files, (f"{info}/RECORD", record.encode())]:
            entry = ZipInfo(path)
            entry.external_attr = (0o100755 if ".data/scripts/" in path else 0o100644) << 16
            entry.compress_type = ZIP_DEFLATED if len(set(content)) == 1 else ZIP_STORED
            archive.writestr(entry, content)


def lay(root: Path, shelf: Shelf) -> Path:
    """Lay a lab in a folder, not yet set up."""
    for name in DOOR:
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, target)
    (root / "migration_lab/__main__.py").write_text(MAIN)
    (root / "pyproject.toml").write_text(PROJECT)
    (root / "requirements.lock").write_text(shelf.lock("uv", "setuptools", "sparrow"))
    (root / "requirements-dev.lock").write_text(shelf.lock("wren"))
    return root


def command(root: Path, *words: str) -> list[str]:
    """Return what a person types, without relying on the system to find a Python."""
    return [sys.executable, str(root / "lab"), *words]


def run(
    root: Path, *words: str, variables: Mapping[str, str], cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the real `lab` to its end."""
    return subprocess.run(command(root, *words), env=variables, cwd=cwd or root, capture_output=True, text=True)


def _installed(name: str) -> list[tuple[str, bytes]]:
    """Return the files of an installed library as they stood in its wheel."""
    found = distribution(name)
    kept = []
    for path in found.files or ():
        if path.suffix == ".pyc" or path.name in {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}:
            continue
        if ".." not in path.parts:
            kept.append((path.as_posix(), path.locate().read_bytes()))
        elif PurePosixPath(path.name).stem == name:
            kept.append((f"{name}-{found.version}.data/scripts/{path.name}", path.locate().read_bytes()))
    return kept


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
