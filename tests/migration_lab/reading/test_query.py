import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.reading import query


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "02_autogenerate" / "app.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
        connection.executemany("INSERT INTO users VALUES (?, ?)", [(n, f"user {n}") for n in range(1, 61)])
        connection.execute("UPDATE users SET name = 'Ada Byron' WHERE id = 17")
        connection.commit()
    return path


def test_rows_come_as_a_grid_with_their_number(database: Path) -> None:
    found = query.ask(database, "SELECT id, name FROM users WHERE id = ?", (17,))

    assert (found.caption, found.headers, found.rows) == ("1 row", ("id", "name"), (("17", "Ada Byron"),))


def test_parameters_may_have_names(database: Path) -> None:
    found = query.ask(database, "SELECT count(*) AS n FROM users WHERE id < :top", {"top": 10})

    assert (found.headers, found.rows) == (("n",), (("9",),))


def test_many_rows_are_cut_with_a_note(database: Path) -> None:
    found = query.ask(database, "SELECT id FROM users ORDER BY id")

    assert found.caption == "The first 50 rows; there are more"
    assert found.rows[-1] == ("50",)


def test_no_rows_are_a_grid_too(database: Path) -> None:
    found = query.ask(database, "SELECT id FROM users WHERE id > 100")

    assert (found.caption, found.headers, found.rows) == ("0 rows", ("id",), ())


def test_ugly_values_and_names_become_words(database: Path) -> None:
    found = query.ask(
        database, "SELECT NULL AS \"a|b\", x'00ff' AS \"<b>\", CAST(x'ff41' AS TEXT), 'a' || char(10) AS x, 1.5"
    )

    assert found.headers[:2] == ("a|b", "<b>")
    assert found.rows == (("NULL", "x'00ff' (2 bytes)", r"\udcffA", r"a\n", "1.5"),)


WRONG = {
    "SELECT * FROM user": (
        "SQLite did not run the statement: no such table: user.\nHint: Tables of `app.db`: users."
    ),
    "SELECT nam FROM users": (
        "SQLite did not run the statement: no such column: nam.\n"
        "Hint: Correct it and run it again: SELECT nam FROM users"
    ),
    "SELECT 1; SELECT 2": (
        "SQLite did not run the statement: You can only execute one statement at a time.\n"
        "Hint: Write one statement for each `lab.sql`."
    ),
    "": 'The statement returned no table, so there is nothing to show.\nHint: Try `lab.sql("select …")`.',
    "SELECT ?": (
        "SQLite did not run the statement: Incorrect number of bindings supplied. "
        "The current statement uses 1, and there are 0 supplied.\nHint: Correct it and run it again: SELECT ?"
    ),
}  # fmt: skip


@pytest.mark.parametrize("statement", WRONG)
def test_a_wrong_statement_is_explained(statement: str, database: Path) -> None:
    with pytest.raises(LabError) as caught:
        query.ask(database, statement)

    assert str(caught.value) == WRONG[statement]


WRITES = [
    "DELETE FROM users",
    "UPDATE users SET name = ''",
    "INSERT INTO users VALUES (99, 'x') RETURNING id",
    "DROP TABLE users",
    "CREATE TABLE mine (id)",
    "PRAGMA user_version = 7",
    "ATTACH 'other.db' AS other",
    "VACUUM",
    "VACUUM INTO 'copy.db'",
    "CREATE TEMP TABLE t AS SELECT 1",
]


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
@pytest.mark.parametrize("statement", WRITES)
def test_nothing_can_be_written(
    statement: str, journal: str, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
    monkeypatch.chdir(tmp_path)
    before = database.read_bytes()

    with pytest.raises(LabError):
        query.ask(database, statement)

    assert database.read_bytes() == before
    assert [entry.name for entry in tmp_path.rglob("*")] == ["02_autogenerate", "app.db"]


def test_a_refused_write_says_where_to_change_rows(database: Path) -> None:
    with pytest.raises(LabError) as caught:
        query.ask(database, "DELETE FROM users")

    assert str(caught.value) == (
        "SQLite did not run the statement: attempt to write a readonly database. `lab.sql` only reads.\n"
        "Hint: Change rows where it can be repeated and undone: in a revision."
    )


@pytest.mark.parametrize(
    ("project", "back"),
    [("02_autogenerate", 'lab = open_lesson("02_autogenerate")'), ("02_1_rename", 'exercise("02.1").reset()')],
)
def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, project: str, back: str) -> None:
    (tmp_path / project).mkdir()

    with pytest.raises(LabError) as caught:
        query.ask(tmp_path / project / "app.db", "SELECT 1")

    assert str(caught.value) == (
        f"There is no database `app.db` in {project}, so there is nothing to read.\n"
        f"Hint: `%alembic upgrade head` makes it and its tables; the users come back with `{back}`."
    )
    assert list((tmp_path / project).iterdir()) == []


def test_a_database_without_tables_says_how_they_come(tmp_path: Path) -> None:
    (tmp_path / "app.db").write_bytes(b"")

    with pytest.raises(LabError) as caught:
        query.ask(tmp_path / "app.db", "SELECT * FROM users")

    assert caught.value.hint == "Tables of `app.db`: none yet, `%alembic upgrade head` makes them."


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "app.db").write_bytes(b"no database, but long enough to be one" * 100)

    with pytest.raises(LabError) as caught:
        query.ask(tmp_path / "app.db", "SELECT 1")

    assert str(caught.value) == (
        "The file `app.db` is not a SQLite database, or it is encrypted (file is not a database).\n"
        "Hint: Check that this is the right file; restore it from a backup or make it anew."
    )


def test_a_statement_that_does_not_end_is_stopped(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "SECONDS", 0.05)

    with pytest.raises(LabError) as caught:
        query.ask(database, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")

    assert str(caught.value) == (
        "The statement ran longer than 0.05 seconds and was stopped.\nHint: Ask for less: `where`, `limit`."
    )


def test_a_locked_database_is_named(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migration_lab.reading.sqlite_file.WAIT", 0.05)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(LabError) as caught:
            query.ask(database, "SELECT 1 FROM users")

    assert str(caught.value) == (
        "The database `app.db` is locked: another program is writing to it (database is locked).\n"
        "Hint: Let that program finish or close it (a running server, an open transaction), then run this again."
    )
