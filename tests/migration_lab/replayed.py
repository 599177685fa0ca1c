"""Small histories, replayed."""

from pathlib import Path

from migration_lab.running import replay
from migration_lab.running.replay import Bounds, Outcome
from migration_lab.running.replay_copy import Project
from tests.migration_lab import small_project

FREE = Bounds()


def played(root: Path, folder: Path, *, bounds: Bounds = FREE, seed: tuple[str, ...] = ()) -> Outcome:
    """Replay a project into an empty folder."""
    folder.mkdir()
    return replay.replay(Project(root, seed=seed), folder, lambda *_: None, bounds=bounds)


def step(root: Path, name: str, *, follows: str, upgrade: str = "pass", more: str = "") -> None:
    """Write a revision that follows a certain one."""
    small_project.write(
        root,
        f"alembic/versions/{name}.py",
        f'import os, sys\nfrom alembic import op\nrevision = "{name}"\ndown_revision = {follows}\n{more}\n'
        f"def upgrade():\n    {upgrade}\n",
    )
