"""Bring files of the project as it really is into a lesson's workspace; what stood there is kept."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.lessons import attempts, project
from migration_lab.places import ORIGIN


def bring(name: str, workspace: Path, paths: Iterable[str]) -> None:
    """Copy files of the repository over the learner's; a learner's own version goes to `attempts/` first.

    Args:
        name: The lesson.
        workspace: Its folder.
        paths: Relative to the project: "alembic/env.py".

    Raises:
        LabError: The project has no such file.
    """
    sources = {path: _source(path) for path in paths}
    own = {path: workspace / path for path in sources if (workspace / path).is_file()}
    attempts.keep(name, {path: file for path, file in own.items() if file.read_bytes() != sources[path].read_bytes()})
    for path, source in sources.items():
        (workspace / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, workspace / path)


def _source(path: str) -> Path:
    source = (ORIGIN / path).resolve()
    inside = source.is_relative_to(ORIGIN) and source.relative_to(ORIGIN).parts[:1] in {
        (part,) for part in project.PARTS
    }
    if not inside or not source.is_file():
        raise LabError(
            f"The project has no file `{path}`, so there is nothing to bring.",
            'Name a file below `alembic/` or `lab_app/`: lab.bring("alembic/env.py").',
        )
    return source
