"""Keeps the wheel of uv in uv's own cache: to check and unpack it there takes a fifth of the time that pip takes."""

import os
import re
import shutil
import sysconfig
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from migration_lab.door import shelf

HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def find(pin: str) -> Path | None:
    """Return the kept wheel of this version, if its hash stands in the pin."""
    version = pin.removeprefix("uv==").split()[0]
    hashes = set(HASH.findall(pin))
    return next((wheel for wheel in shelf.place().glob(f"uv-{version}-*.whl") if _hash(wheel) in hashes), None)


def keep(wheel: Path) -> None:
    """Keep a wheel for the next set-up."""
    shelf.keep(wheel.name, partial(shutil.copyfile, wheel))


def unpack(wheel: Path, environment: Path) -> None:
    """Install a wheel of uv: its programs where programs are, the rest where libraries are."""
    bases = {"base": str(environment), "platbase": str(environment)}
    programs, libraries = (Path(sysconfig.get_path(name, "venv", bases)) for name in ("scripts", "purelib"))
    with ZipFile(wheel) as archive:
        for name in archive.namelist():
            place = PurePosixPath(name)
            if place.name == "RECORD":
                (libraries / name).parent.mkdir(parents=True, exist_ok=True)
                (libraries / name).write_text(
                    _record(archive.read(name).decode(), programs, libraries), encoding="utf-8"
                )
            elif ".data" not in place.parts[0]:
                archive.extract(name, libraries)
            elif place.parts[1] == "scripts":
                (programs / place.name).write_bytes(archive.read(name))
                (programs / place.name).chmod(0o755)


def _record(lines: str, programs: Path, libraries: Path) -> str:
    """Say where the programs are now: in a wheel they lie in a folder of their own."""
    there = Path(os.path.relpath(programs, libraries)).as_posix()
    return re.sub(r"^uv-[^/]+\.data/scripts/", f"{there}/", lines, flags=re.MULTILINE)


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
