import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.lessons import ledger


def make(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def test_a_changed_and_an_added_file_are_told_from_an_unchanged_and_a_missing_one(tmp_path: Path) -> None:
    for name in ("same.py", "changed.py", "missing.py"):
        (tmp_path / name).write_text("start")
    before = ledger.read(tmp_path)

    (tmp_path / "changed.py").write_text("other")
    (tmp_path / "missing.py").unlink()
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "added.py").write_text("")

    assert ledger.changed(before, ledger.read(tmp_path)) == ("changed.py", "deep/er/added.py")


def test_by_products_are_nobodys_work(tmp_path: Path) -> None:
    (tmp_path / "lab_app" / "__pycache__").mkdir(parents=True)
    (tmp_path / "lab_app" / "__pycache__" / "db.cpython-311.pyc").write_bytes(b"x")
    (tmp_path / "app.db-journal").write_bytes(b"x")
    (tmp_path / "mine.db-journal").write_bytes(b"x")

    assert list(ledger.read(tmp_path)) == ["mine.db-journal"]


def test_links_are_not_followed_and_pipes_not_read(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("not ours")
    project = tmp_path / "project"
    project.mkdir()
    (project / "folder").symlink_to(tmp_path / "outside")
    (project / "loop").symlink_to("loop")
    os.mkfifo(project / "pipe")

    found = ledger.read(project)

    assert found == {
        "folder": f"link to {tmp_path / 'outside'}",
        "loop": "link to loop",
        "pipe": "no plain file",
    }


def test_a_database_is_compared_by_its_rows_without_clocks(tmp_path: Path) -> None:
    table = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, created_at DATETIME)"
    one = make(tmp_path / "one.db", table, "INSERT INTO users VALUES (17, 'Ada', '2025-01-01')")
    later = make(tmp_path / "later.db", table, "INSERT INTO users VALUES (17, 'Ada', '2026-01-01')")
    other = make(tmp_path / "other.db", table, "INSERT INTO users VALUES (17, 'Bea', '2025-01-01')")

    assert ledger.content(one) == ledger.content(later) != ledger.content(other)


def test_a_database_with_another_index_differs(tmp_path: Path) -> None:
    table = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)"
    one = make(tmp_path / "one.db", table)
    other = make(tmp_path / "other.db", table, "CREATE INDEX ix ON users (name)")

    assert ledger.content(one) != ledger.content(other)


def test_ugly_databases_have_a_content(tmp_path: Path) -> None:
    ugly = make(
        tmp_path / "ugly.db",
        'CREATE TABLE "se""lect" ("a b" TEXT, "ü" BLOB)',
        "INSERT INTO \"se\"\"lect\" VALUES (CAST(x'ff' AS TEXT), x'00')",
        "CREATE TABLE only_a_clock (at TIMESTAMP)",
        "CREATE VIRTUAL TABLE words USING fts5(body)",
        "CREATE TABLE short (id INTEGER PRIMARY KEY, double INT AS (id * 2)) WITHOUT ROWID",
    )

    assert ledger.content(ugly)


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be one" * 30, b"SQLite format 3\0" + b"x" * 500]
)
def test_a_damaged_database_has_no_content(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "app.db").write_bytes(content)

    assert ledger.content(tmp_path / "app.db") == ""


def test_a_missing_database_has_no_content_and_is_not_made(tmp_path: Path) -> None:
    assert ledger.content(tmp_path / "app.db") == ""
    assert not (tmp_path / "app.db").exists()
