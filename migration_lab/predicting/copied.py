"""A copy of the open project, on which a command can be tried without a trace."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab.judging import copying
from migration_lab.lessons.workspace import Workspace


@contextmanager
def copied(lab: Workspace) -> Iterator[Workspace]:
    """Lay a copy of a project, files and databases, and take it away afterwards; the project is only read.

    Raises:
        LabError: The project is not there, or a file of it may not be read.
    """
    lab.examine()
    with TemporaryDirectory(prefix="migration-lab-", ignore_cleanup_errors=True) as folder:
        place = Path(folder).resolve()
        copying.project(lab.path, place)
        for name, file in lab.databases.items():
            if file.is_file():
                _copy(file, Workspace(lab.name, place).databases[name])
        yield Workspace(lab.name, place)


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
