"""What befalls a workspace: each function is a slip of a learner or of a machine."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from migration_lab import places
from migration_lab.lessons import ledger, lesson, start

NAME = "02_autogenerate"
LINE = "02_autogenerate is ready: 1,000 users at revision 006_index_endpoint_lookup.\n"
ENV = "alembic/env.py"


def is_at_start(path: Path, name: str = NAME) -> bool:
    begun = start.ready(lesson.find(name), places.backstage(name))
    return ledger.read(path) == begun.ledger


def elsewhere(code: str, **settings: str) -> subprocess.Popen[str]:
    """Start another Python, as a second kernel would be."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **settings},
    )


def edit(path: Path) -> None:
    (path / ENV).write_text("print('mine')\n", encoding="utf-8")


def add(path: Path) -> None:
    (path / "alembic" / "versions" / "007_mine.py").write_text("# mine\n", encoding="utf-8")


def delete(path: Path) -> None:
    (path / "alembic.ini").unlink()


def delete_all(path: Path) -> None:
    shutil.rmtree(path)


def delete_inside(path: Path) -> None:
    shutil.rmtree(path / "alembic")
    (path / "app.db").unlink()


def damage(path: Path) -> None:
    (path / "app.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)


def empty(path: Path) -> None:
    (path / "app.db").write_bytes(b"")


def put_a_folder_for_a_file(path: Path) -> None:
    (path / "app.db").unlink()
    (path / "app.db").mkdir()
    (path / "app.db" / "note.txt").write_text("mine")


def put_a_file_for_a_folder(path: Path) -> None:
    shutil.rmtree(path / "lab_app")
    (path / "lab_app").write_text("mine")


def put_a_file_for_the_workspace(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("mine")


def leave_a_hot_journal(path: Path) -> None:
    (path / "app.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)


def switch_to_wal(path: Path) -> None:
    with closing(sqlite3.connect(path / "app.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("DELETE FROM users WHERE id = 17")
        connection.commit()
