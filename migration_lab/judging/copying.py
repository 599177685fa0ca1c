"""Copy a learner's project to a bench: all files but the databases, hidden folders and what programs leave behind."""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.lessons import ledger

LEFT_OUT = ledger.SIDE_FILES | frozenset(ledger.DATABASES.values()) | (ledger.BY_PRODUCTS - {"__pycache__"})
SAVES = 5  # how often a file is read that changes meanwhile
LARGEST = 300 * 1024**2  # bytes of a file that is copied: a copy is made whole, in memory and on the disk
LONGEST = 200_000  # characters of a file whose text is remembered


def project(source: Path, target: Path) -> None:
    """Copy a project; a file that vanishes meanwhile was never there.

    Byte-code goes along, so that nothing is compiled that the learner's own commands have compiled already.

    Raises:
        LabError: A file or folder may not be read, or a file is far too large.
    """
    for path in _files(source):
        try:
            _expect_size(path, source)
            found = _found(path)
        except PermissionError as error:
            raise _closed(path, source) from error
        if found is not None:
            _write(found, target / path.relative_to(source))


def texts(folder: Path, paths: tuple[str, ...]) -> dict[str, str]:
    """Read files as text, for messages that quote them; nothing for one that is no text or too long."""
    return {path: _text(folder / path) for path in paths}


def _files(source: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise _closed(Path(error.filename), source) from error

    for place, folders, files in os.walk(source, onerror=stop):
        links = [name for name in folders if Path(place, name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT | set(links) and not name.startswith("."))
        yield from (Path(place, name) for name in sorted((*files, *links)) if name not in LEFT_OUT)


def _expect_size(path: Path, source: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        facts = path.lstat()
        if stat.S_ISREG(facts.st_mode) and facts.st_size > LARGEST:
            raise LabError(
                f"`{path.relative_to(source).as_posix()}` in your project is larger than {LARGEST // 1024**2} MB, and "
                "your migrations are run on a copy of the project.",
                "Move it out of the project, then run this again.",
            )


def _found(path: Path) -> Path | tuple[bytes, os.stat_result] | None:
    """Read a file with its facts, or where a link leads; None for anything else, and for what is gone already."""
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            return path.readlink()
        return _read(path) if stat.S_ISREG(kind) else None
    except FileNotFoundError:
        return None


def _write(found: Path | tuple[bytes, os.stat_result], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(found, Path):
        target.symlink_to(found)
        return
    content, facts = found
    target.write_bytes(content)
    target.chmod(facts.st_mode | stat.S_IRUSR | stat.S_IWUSR)
    os.utime(target, ns=(facts.st_atime_ns, facts.st_mtime_ns))  # byte-code beside it stays true


def _read(path: Path) -> tuple[bytes, os.stat_result]:
    """Read a file whole; one that is being saved meanwhile is read again."""
    for _ in range(SAVES):
        with path.open("rb") as file:
            before, content, after = os.fstat(file.fileno()), file.read(), os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and len(content) == after.st_size:
            break
    return content, after


def _text(file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as opened:
            text = opened.read(LONGEST + 1)
    except (OSError, ValueError):
        return ""
    return text if len(text) <= LONGEST else ""


def _closed(path: Path, source: Path) -> LabError:
    name = path.relative_to(source).as_posix() if path.is_relative_to(source) else path.name
    return LabError(
        f"`{name}` in your project may not be read, so your migrations cannot be run on a copy.",
        "Give yourself the right to read it, or move it out of the project, then run this again.",
    )
