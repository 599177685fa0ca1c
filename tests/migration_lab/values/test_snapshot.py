"""The strip: what a command changed in the databases of a project, in a few lines, and silence where nothing did."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from migration_lab.reading import sqlite_file
from migration_lab.values import snapshot
from migration_lab.values.snapshot import Snapshot, changes
from tests.migration_lab.databases import run

LONG_AGO = 1_700_000_000_123_456_789
FIRST = """CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num));
           INSERT INTO alembic_version VALUES ('001_initial_schema');
           CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, bio TEXT);
           INSERT INTO users VALUES (7, 'dup', 'b7'), (17, 'Ada Byron', NULL);"""
SECOND = """UPDATE alembic_version SET version_num = '002_add_user_profiles';
            CREATE TABLE user_profiles (id INTEGER PRIMARY KEY, user_id INT UNIQUE REFERENCES users, bio TEXT);"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return run(tmp_path / "app.db", FIRST)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def test_a_snapshot_shows_where_each_database_stands(app: Path) -> None:
    (app.parent / "empty.db").touch()
    databases = {"primary": app, "empty": app.parent / "empty.db", "analytics": app.parent / "analytics.db"}

    found = Snapshot.read(databases)

    assert str(found) == (
        "database   revision            tables  rows\n"
        "---------  ------------------  ------  ----\n"
        "primary    001_initial_schema  1       2\n"
        "empty      base                0       0\n"
        "analytics  no file yet         0       0"
    )
    assert "<td>001_initial_schema</td>" in found._repr_html_()


def test_a_missing_file_is_an_empty_database(tmp_path: Path) -> None:
    before = Snapshot.read({"primary": tmp_path / "app.db"})
    assert list(tmp_path.iterdir()) == []
    run(tmp_path / "app.db", FIRST)

    found = changes(before, Snapshot.read({"primary": tmp_path / "app.db"}))

    assert str(found) == (
        "primary   base → 001_initial_schema\n"
        "  + added table users (3 columns)\n"
        "  + added 2 rows of users (0 → 2), first: id 7, name 'dup', bio 'b7'"
    )


def test_an_empty_file_that_comes_or_goes_is_told(tmp_path: Path) -> None:
    """`alembic current` on a mistyped path makes one and says nothing."""
    path = tmp_path / "app.db"
    missing = Snapshot.read({"primary": path})
    path.touch()
    there = Snapshot.read({"primary": path})

    assert str(changes(missing, there)) == "primary   still at base\n  + added an empty database file"
    assert str(changes(there, missing)) == "primary   still at base\n  - removed the database file"


def test_each_database_has_its_lines(tmp_path: Path) -> None:
    databases = {"primary": tmp_path / "app.db", "analytics": tmp_path / "analytics.db"}
    run(databases["primary"], FIRST)
    before = Snapshot.read(databases)
    run(databases["primary"], SECOND)
    run(databases["analytics"], "CREATE TABLE <>".replace("<>", '"<b>"') + " (a)")

    found = changes(before, Snapshot.read(databases))

    assert [one.name for one in found] == ["primary", "analytics"]
    assert str(found).splitlines()[2:] == ["analytics   still at base", "  + added table <b> (1 column)"]
    assert "&lt;b&gt;" in found._repr_html_()


def test_a_database_that_did_not_change_is_left_out(tmp_path: Path) -> None:
    databases = {"primary": run(tmp_path / "app.db", FIRST), "analytics": tmp_path / "analytics.db"}
    before = Snapshot.read(databases)
    run(databases["primary"], SECOND)

    assert [one.name for one in changes(before, Snapshot.read(databases))] == ["primary"]


def test_a_locked_database_is_a_sentence(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "WAIT", 0.01)
    before = Snapshot.read({"primary": app})
    with locked(app):
        during = Snapshot.read({"primary": app})
    after = Snapshot.read({"primary": app})

    assert str(changes(before, during)) == (
        "primary   could not be read\n"
        "  ! The database `app.db` is locked: another program is writing to it (database is locked)."
    )
    assert str(changes(during, after)) == (
        "primary   can be read again\n  ! What changed since it could not be read is not known."
    )
    assert not changes(during, during)
    assert not changes(before, after)


def test_a_damaged_database_is_a_sentence(app: Path) -> None:
    before = Snapshot.read({"primary": app})
    app.write_bytes(b"no database" * 1000)

    found = changes(before, Snapshot.read({"primary": app}))

    assert "is not a SQLite database, or it is encrypted" in str(found)


def test_an_unchanged_file_is_not_read_again(app: Path) -> None:
    os.utime(app, ns=(LONG_AGO, LONG_AGO))
    first = Snapshot.read({"primary": app})

    again = Snapshot.read({"primary": app})

    assert again["primary"] is first["primary"]


def test_a_change_in_the_same_moment_is_seen(app: Path) -> None:
    """Two writes within one tick of the file system's clock leave the same time and size behind."""
    now = time.time_ns()
    os.utime(app, ns=(now, now))
    before = Snapshot.read({"primary": app})
    run(app, "UPDATE users SET name = 'dub' WHERE id = 7")
    os.utime(app, ns=(now, now))

    found = changes(before, Snapshot.read({"primary": app}))

    assert str(found).splitlines()[1:] == ["  ~ changed 1 row of users, first: id 7: name 'dup' → 'dub'"]


@pytest.mark.parametrize("age", [0, 1_000_000, 1_900_000_000])
def test_a_file_system_with_whole_seconds_is_not_trusted_for_two(app: Path, age: int) -> None:
    second = (time.time_ns() - age) // 1_000_000_000 * 1_000_000_000

    assert snapshot._is_fresh(((1, 1, second),)) == (time.time_ns() - second < 2_000_000_000)


def test_a_time_in_the_future_is_not_trusted(app: Path) -> None:
    later = time.time_ns() + 3_600_000_000_000
    os.utime(app, ns=(later, later))

    first = Snapshot.read({"primary": app})

    assert Snapshot.read({"primary": app})["primary"] is not first["primary"]


def test_a_change_that_is_still_in_the_wal_file_is_seen(app: Path) -> None:
    with closing(sqlite3.connect(app)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        before = Snapshot.read({"primary": app})
        os.utime(app, ns=(LONG_AGO, LONG_AGO))
        connection.execute("UPDATE users SET name = 'x' WHERE id = 7")
        connection.commit()
        os.utime(app, ns=(LONG_AGO, LONG_AGO))

        found = changes(before, Snapshot.read({"primary": app}))

    assert "~ changed 1 row of users, first: id 7: name 'dup' → 'x'" in str(found)


def test_a_database_in_the_place_of_another_is_read(app: Path, tmp_path: Path) -> None:
    os.utime(app, ns=(LONG_AGO, LONG_AGO))
    before = Snapshot.read({"primary": app})
    other = run(tmp_path / "other.db", FIRST.replace("Ada", "Eve"))
    os.utime(other, ns=(LONG_AGO, LONG_AGO))
    other.replace(app)

    found = changes(before, Snapshot.read({"primary": app}))

    assert "name 'Ada Byron' → 'Eve Byron'" in str(found)


def test_the_strip_names_no_folder_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "app.db").mkdir()

    found = changes(Snapshot.read({}), Snapshot.read({"primary": tmp_path / "app.db"}))

    assert str(tmp_path) not in str(found)
    assert "is a folder" in str(found)


def test_a_snapshot_of_the_demo_size_is_quick(tmp_path: Path) -> None:
    rows = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) INSERT INTO {} SELECT {} FROM n;"
    )
    path = run(
        tmp_path / "app.db",
        """CREATE TABLE users (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT, c TEXT, d TEXT, e TEXT);
           CREATE TABLE configs (id INTEGER PRIMARY KEY, a INT REFERENCES users, b TEXT, c TEXT, d TEXT, e TEXT);"""
        + rows.format(1000, "users", "i, 'user' || i, 'some name', 'mail@example.org', NULL, '2026-01-01'")
        + rows.format(3000, "configs", "i, i / 3, 'health', '/v1/health', 'GET', '2026-01-01'"),
    )
    before = Snapshot.read({"primary": path})
    run(path, "UPDATE users SET b = 'x' WHERE id = 17")

    times = []
    for _ in range(5):
        start = time.perf_counter()
        found = changes(before, Snapshot.read({"primary": path}))
        times.append(time.perf_counter() - start)

    assert "~ changed 1 row of users" in str(found)
    assert min(times) < 0.1  # 0.015 s measured on a quiet machine
