"""What a learner does in the workspace of exercise 02.1: writes a revision, well or badly, and loses a file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from migration_lab import places
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging.replay import Replay

VERSIONS = "alembic/versions"
MINE = f"{VERSIONS}/007_mine.py"
FIRST = "006_index_endpoint_lookup"
FORWARD = 'op.alter_column("users", "full_name", new_column_name="display_name")'
BACK = 'op.alter_column("users", "display_name", new_column_name="full_name")'
FILE = '''"""mine"""
import os
import sys

import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = "{follows}"


def upgrade():
    {forward}


def downgrade():
    {back}
'''


def workspace(exercise: Exercise) -> Path:
    """Give the folder of the learner's project."""
    return places.home() / exercise.name


def write(exercise: Exercise, forward: str = FORWARD, back: str = BACK) -> Path:
    """Write the learner's revision."""
    return follow(exercise, FIRST, "007_mine", body=(forward, back))


def follow(exercise: Exercise, follows: str, name: str, *, body: tuple[str, str] = ("pass", "pass")) -> Path:
    """Write a revision that follows another one."""
    file = workspace(exercise) / VERSIONS / f"{name}.py"
    file.write_text(FILE.format(name=name, follows=follows, forward=body[0], back=body[1]), encoding="utf-8")
    return file


def names(replay: Replay) -> list[tuple[str, bool]]:
    """Name the steps of a replay, and whether each went well."""
    return [(step.name, step.ok) for step in replay.steps]


def sql(file: Path, script: str) -> None:
    """Run a script on a database."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)


def all_of(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
