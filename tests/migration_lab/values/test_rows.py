"""What happened to the rows, counted one by one and told with a first example."""

from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import create_engine

from migration_lab.errors import LabError
from migration_lab.values import rows
from migration_lab.values.rows import Row, Rows, TableRows
from tests.migration_lab.databases import run

USERS = """CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, bio TEXT);
           INSERT INTO users VALUES (7, 'dup', 'b7'), (17, 'Ada Byron', NULL), (8, 'dup', 'b8');"""


def read(path: Path, script: str, limit: int = rows.LIMIT) -> Rows:
    run(path, script)
    return Rows.read(path, limit)


def test_rows_are_counted_and_read_in_the_order_of_their_key(tmp_path: Path) -> None:
    found = read(tmp_path / "app.db", USERS + "CREATE TABLE empty (a);")

    assert found.counts == {"empty": 0, "users": 3}
    assert found["users"] == TableRows(
        "users",
        3,
        ("id", "name", "bio"),
        ("id",),
        ((7, "dup", "b7"), (8, "dup", "b8"), (17, "Ada Byron", None)),
    )
    assert str(found) == "table  rows\n-----  ----\nempty  0\nusers  3"
    assert "users" in found
    assert hash(found) == hash(Rows.read(tmp_path / "app.db"))


def test_a_database_without_tables_has_no_rows(tmp_path: Path) -> None:
    found = read(tmp_path / "app.db", "")

    assert found == Rows()
    assert str(found).startswith("no tables")


@pytest.mark.parametrize("name", ["order", 'quo"te', "two words", "100%", "Zoë 😀", ":x", "<b>", "a.b", ""])
def test_tables_and_columns_with_any_name_are_read(tmp_path: Path, name: str) -> None:
    ugly = '"' + name.replace('"', '""') + '"'
    path = tmp_path / "app.db"
    run(path, f"CREATE TABLE {ugly} ({ugly} INTEGER PRIMARY KEY, b); INSERT INTO {ugly} VALUES (17, 'Ada')")

    found = Rows.read(path)

    assert found[name].values == ((17, "Ada"),)
    assert rows.find(path, name, 17) == Row(name, (17,), (name, "b"), (17, "Ada"))


def test_views_shadows_and_alembics_table_are_no_rows(tmp_path: Path) -> None:
    found = read(
        tmp_path / "app.db",
        """CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL); INSERT INTO alembic_version VALUES ('001');
           CREATE VIEW v AS SELECT 1; CREATE VIRTUAL TABLE notes USING fts5(body); INSERT INTO notes VALUES ('hi');
           CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t DEFAULT VALUES;""",
    )

    assert found.counts == {"notes": 1, "t": 1}


def test_generated_columns_are_read_like_others(tmp_path: Path) -> None:
    found = read(tmp_path / "app.db", "CREATE TABLE t (a INT, b INT AS (a * 2)); INSERT INTO t (a) VALUES (4)")

    assert found["t"].values == ((4, 8),)


def test_a_million_rows_are_counted_and_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "large.db"
    run(
        path,
        """CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
           WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
           INSERT INTO t SELECT i, 'a value' FROM n;""",
    )

    start = perf_counter()
    found = Rows.read(path)
    seconds = perf_counter() - start

    assert found["t"].count == 1_000_000
    assert found["t"].values is None
    assert seconds < 2  # 0.02 s measured on a quiet machine


def test_one_named_row_is_found(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    run(path, USERS + "CREATE TABLE t (a INT, b TEXT, c, PRIMARY KEY (a, b)); INSERT INTO t VALUES (1, 'x', 5);")

    ada, both = rows.find(path, "users", 17), rows.find(path, "t", (1, "x"))

    assert ada is not None
    assert ada["name"] == "Ada Byron"
    assert ada["bio"] is None
    assert "name" in ada
    assert str(ada) == "users 17\ncolumn  value\n------  ---------\nid      17\nname    Ada Byron\nbio     NULL"
    assert both is not None
    assert both.values == (1, "x", 5)
    assert rows.find(path, "users", 99) is None
    assert rows.find(path, "users", None) is None


def test_a_row_that_cannot_be_named_is_told(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    run(path, USERS + "CREATE TABLE heap (a); CREATE TABLE pair (a, b, PRIMARY KEY (a, b));")
    messages = {}
    for table, key in (("user", 1), ("heap", 1), ("pair", 1)):
        with pytest.raises(LabError) as error:
            rows.find(path, table, key)
        messages[table] = str(error.value)

    assert messages == {
        "user": "There is no table `user` in this database.\nHint: Choose one of `heap`, `pair`, `users`.",
        "heap": "Table `heap` has no primary key, so none of its rows has a name.\n"
        "Hint: Read its rows with a query instead, for example `select * from heap`.",
        "pair": "The primary key of `pair` has 2 columns (a, b); the number of values given is 1.\n"
        "Hint: Give one value for each column, as a tuple: (<a>, <b>).",
    }


def test_a_missing_table_or_column_names_those_there(tmp_path: Path) -> None:
    found = read(tmp_path / "app.db", USERS)
    ada = rows.find(tmp_path / "app.db", "users", 17)
    assert ada is not None

    with pytest.raises(LabError) as table:
        found["user"]
    with pytest.raises(LabError) as column:
        ada["email"]

    assert str(table.value) == "There is no table `user` in this database.\nHint: Choose one of `users`."
    assert str(column.value) == "The row has no column `email`.\nHint: Choose one of `id`, `name`, `bio`."


def test_rows_are_read_from_an_open_connection() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO t VALUES (5)")

        found, row = Rows.read(connection), rows.find(connection, "t", 5)

    engine.dispose()
    assert found["t"].values == ((5,),)
    assert row == Row("t", (5,), ("id",), (5,))
