"""What was released must not change: a list of revision files with the print of each, and what differs from it."""

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from migration_lab.grid import Grid, Shown, cell

FOLDERS = ("alembic/versions", "alembic/analytics")


@dataclass(frozen=True, repr=False)
class Release(Shown):
    """The revision files of one release, with their text.

    Args:
        files: Path in the project → text.
    """

    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def grid(self) -> Grid:
        """List the files."""
        return Grid(("released",), tuple((cell(path),) for path in self.files), f"{len(self.files)} revision files")


def record(project: Path) -> Release:
    """Note which revision files go out with a release."""
    found = [file for folder in FOLDERS for file in sorted((project / folder).glob("*.py"))]
    return Release({file.relative_to(project).as_posix(): file.read_text(encoding="utf-8") for file in found})


def edited(project: Path, release: Release) -> Grid:
    """List what was changed in released files since, line by line; new files are welcome."""
    now, total = record(project).files, len(release.files)
    rows = [row for path, text in release.files.items() for row in _lines(path, text, now.get(path))]
    if not rows:
        return Grid(("folder", "files"), tuple(_folders(release)), f"all {total} released files are as they were")
    count = len({path for path, _ in rows})
    return Grid(("file", "line"), tuple(rows), f"{count} of {total} released files are not what they were")


def _folders(release: Release) -> list[tuple[str, str]]:
    """Count the files of each folder."""
    counted = Counter(path.rpartition("/")[0] for path in release.files)
    return [(cell(folder), f"{count} as they were") for folder, count in counted.items()]


def _lines(path: str, was: str, text: str | None) -> list[tuple[str, str]]:
    if text is None:
        return [(cell(path), "the file is gone")]
    found = difflib.unified_diff(was.splitlines(), text.splitlines(), lineterm="", n=0)
    kept = [line for line in found if not line.startswith(("---", "+++", "@@"))]
    return [(cell(path), cell(f"{line[0]} {line[1:].strip()}")) for line in kept]
