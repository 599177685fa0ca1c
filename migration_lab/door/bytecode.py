"""Compiles the libraries with all processors, or takes what an earlier set-up with the same locks compiled.

Run: python -m migration_lab.door.bytecode LIBRARIES ROOT

Compiling does what `compileall` does in two thirds of the time, because a half-made environment is thrown away anyway:
files are written once and in place. Tests are left out: a quarter of all code, and nobody runs it.
"""

import marshal
import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from multiprocessing import Pool
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from migration_lab.door import shelf, stamp

LEFT_OUT = {"test", "tests", "__pycache__"}
WORKERS = min(os.cpu_count() or 1, 16)
PORTION = 50  # files that a process takes at a time
HEAD = 16  # bytes before the code: what Python compares with a source before it takes its byte-code


def prepare(libraries: Path, root: Path) -> None:
    """Give every module of the libraries its byte-code.

    Raises:
        OSError: A file cannot be written.
    """
    kept = shelf.place() / _name(root)
    there = set(_unpack(kept, libraries)) if kept.exists() else set()
    rest = [path for path in _modules(libraries) if path not in there]
    portions = [rest[start : start + PORTION] for start in range(0, len(rest), PORTION)]
    if portions:
        with Pool(WORKERS) as pool:
            for _ in pool.imap_unordered(_compile, portions):
                pass
    if not there:
        shelf.keep(kept.name, partial(_pack, libraries))


def _name(root: Path) -> str:
    """Name the byte-code by what it was made from: the hashes in the locks, and this very Python."""
    locks = [(root / name).read_bytes() for name in (stamp.LOCK, stamp.TOOLS_LOCK)]
    return f"bytecode-{sha256(b''.join([*locks, sys.version.encode()])).hexdigest()[:32]}.zip"


def _modules(libraries: Path) -> Iterator[Path]:
    """Find the modules that came with libraries; one of `pip -e` is made here, and differs from clone to clone."""
    for place, folders, files in os.walk(libraries):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        yield from (Path(place, name) for name in files if name.endswith(".py") and not name.startswith("__editable__"))


def _compile(paths: Iterable[Path]) -> None:
    warnings.simplefilter("ignore")  # the libraries' own, about their own code
    for path in paths:
        try:
            code = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            continue  # a template, or made for another Python: as long as nobody imports it, that is no fault
        _write(path, marshal.dumps(code), path.stat())


def _write(path: Path, code: bytes, source: os.stat_result) -> None:
    target = Path(cache_from_source(path))
    target.parent.mkdir(exist_ok=True)
    numbers = (0, int(source.st_mtime), source.st_size)  # kind 0: compare time and size
    head = MAGIC_NUMBER + b"".join((number & 0xFFFFFFFF).to_bytes(4, "little") for number in numbers)
    target.write_bytes(head + code)


def _pack(libraries: Path, archive: Path) -> None:
    with ZipFile(archive, "w") as packed:
        for path in _modules(libraries):
            compiled = Path(cache_from_source(path))
            if compiled.exists():
                packed.writestr(path.relative_to(libraries).as_posix(), compiled.read_bytes())


def _unpack(archive: Path, libraries: Path) -> Iterator[Path]:
    """Write what was packed beside each source that is there and as long as it was, and return those sources."""
    try:
        with ZipFile(archive) as packed:
            for name in packed.namelist():
                path, compiled = libraries / name, packed.read(name)
                if path.exists() and path.stat().st_size == int.from_bytes(compiled[HEAD - 4 : HEAD], "little"):
                    _write(path, compiled[HEAD:], path.stat())
                    yield path
    except BadZipFile:
        return  # it was damaged: the rest is compiled


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
