"""What happened to the rows, counted one by one and told with a first example."""

import sqlite3
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import create_engine

from migration_lab import rows
from migration_lab.errors import LabError
from migration_lab.rows import Row, Rows, TableRows
from migration_lab.rows_diff import RowsDiff, TableDiff

USERS = """CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, bio TEXT);
           INSERT INTO users VALUES (7, 'dup', 'b7'), (17, 'Ada Byron', NULL), (8, 'dup', 'b8');"""


def read(path: Path, script: str, limit: int = rows.LIMIT) -> Rows:
    run(path, script)
    return Rows.read(path, limit)


def run(path: Path, script: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()


def changed(tmp_path: Path, before: str, after: str) -> RowsDiff:
    path = tmp_path / "app.db"
    return rows.diff(read(path, before), read(path, after))


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


def test_equal_rows_have_no_difference(tmp_path: Path) -> None:
    found = changed(tmp_path, USERS, "")

    assert not found
    assert str(found) == "no row differs"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "INSERT INTO users VALUES (9, 'new', 'b9')",
            "+ added 1 row of users (3 → 4), first: id 9, name 'new', bio 'b9'",
        ),
        ("DELETE FROM users WHERE id IN (8, 17)", "- lost 2 rows of users (3 → 1), first: id 8, name 'dup', bio 'b8'"),
        ("DELETE FROM users", "- lost 3 rows of users (3 → 0), first: id 7, name 'dup', bio 'b7'"),
        ("UPDATE users SET bio = '' WHERE id = 17", "~ changed 1 row of users, first: id 17: bio NULL → ''"),
        ("UPDATE users SET name = NULL", "~ changed 3 rows of users, first: id 7: name 'dup' → NULL"),
        ("UPDATE users SET bio = 'NULL' WHERE id = 17", "~ changed 1 row of users, first: id 17: bio NULL → 'NULL'"),
        (
            "UPDATE users SET id = 70 WHERE id = 7",
            "+ added 1 row of users, first: id 70, name 'dup', bio 'b7'\n"
            "- lost 1 row of users, first: id 7, name 'dup', bio 'b7'",
        ),
        (
            "DELETE FROM users WHERE id = 7; INSERT INTO users VALUES (1, 'x', NULL);"
            "UPDATE users SET name = 'y' WHERE id = 8",
            "+ added 1 row of users, first: id 1, name 'x'\n"
            "- lost 1 row of users, first: id 7, name 'dup', bio 'b7'\n"
            "~ changed 1 row of users, first: id 8: name 'dup' → 'y'",
        ),
        ("UPDATE users SET name = 5 WHERE id = 8", "~ changed 1 row of users, first: id 8: name 'dup' → '5'"),
        ("DROP TABLE users", "- lost 3 rows of users (3 → 0), first: id 7, name 'dup', bio 'b7'"),
        ("CREATE TABLE t (a); INSERT INTO t VALUES (NULL), (1)", "+ added 2 rows of t (0 → 2), first: a NULL"),
        ("ALTER TABLE users ADD COLUMN more TEXT DEFAULT 'x'", "no row differs"),
        ("ALTER TABLE users DROP COLUMN bio", "no row differs"),
        ("CREATE TABLE t (a)", "no row differs"),
    ],
)
def test_what_happened_to_rows_is_told(tmp_path: Path, change: str, told: str) -> None:
    found = changed(tmp_path, USERS, change)

    assert str(found) == told


def test_numbers_of_a_difference_are_values(tmp_path: Path) -> None:
    found = changed(tmp_path, USERS, "DELETE FROM users WHERE id = 7; UPDATE users SET bio = 'x' WHERE id = 17")

    users = found["users"]
    assert (users.before, users.after, users.added, users.lost, users.changed) == (3, 2, 0, 1, 1)
    assert dict(users.examples) == {"lost": "id 7, name 'dup', bio 'b7'", "changed": "id 17: bio NULL → 'x'"}
    assert "users" in found
    assert len(found) == 1
    assert not found["posts"]


def test_columns_in_another_order_are_no_change(tmp_path: Path) -> None:
    before = read(tmp_path / "a.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (1, 2, 3)")
    after = read(tmp_path / "b.db", "CREATE TABLE t (b, a, id INTEGER PRIMARY KEY); INSERT INTO t VALUES (3, 2, 1)")

    assert not rows.diff(before, after)


def test_many_changed_columns_are_cut(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c, d, e); INSERT INTO t VALUES (1, 1, 1, 1, 1, 1)",
        "UPDATE t SET a = 2, b = 2, c = 2, d = 2, e = 2",
    )

    assert str(found) == "~ changed 1 row of t, first: id 1: a 1 → 2, b 1 → 2, c 1 → 2 and 2 more"


def test_a_table_without_a_primary_key_is_compared_as_a_heap(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (1, 'x'), (2, NULL)",
        "DELETE FROM t WHERE rowid = 2; UPDATE t SET b = 'y' WHERE a = 2; INSERT INTO t VALUES (3, x'00')",
    )

    assert str(found) == ("+ added 2 rows of t, first: a 2, b 'y'\n- lost 2 rows of t, first: a 1, b 'x'")


def test_rows_of_a_heap_in_another_order_are_no_change(tmp_path: Path) -> None:
    before = read(tmp_path / "a.db", "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (2)")
    after = read(tmp_path / "b.db", "CREATE TABLE t (a); INSERT INTO t VALUES (2), (1), (2)")

    assert not rows.diff(before, after)


def test_a_composite_key_names_rows_in_every_table_form(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        """CREATE TABLE t (a INT, b TEXT, c, PRIMARY KEY (b, a)) WITHOUT ROWID;
           INSERT INTO t VALUES (1, 'x', 5), (2, 'x', 6), (1, 'y', 7)""",
        "UPDATE t SET c = 0 WHERE b = 'x'; DELETE FROM t WHERE b = 'y'",
    )

    assert str(found) == (
        "- lost 1 row of t (3 → 2), first: b 'y', a 1, c 7\n~ changed 2 rows of t, first: b 'x', a 1: c 5 → 0"
    )


def test_a_key_that_repeats_null_is_compared_as_a_heap(tmp_path: Path) -> None:
    """SQLite lets NULL into a primary key that is not INTEGER, and more than once."""
    found = changed(
        tmp_path,
        "CREATE TABLE t (k TEXT PRIMARY KEY, a); INSERT INTO t VALUES (NULL, 1), (NULL, 2), ('x', 3)",
        "DELETE FROM t WHERE a = 1",
    )

    assert str(found) == "- lost 1 row of t (3 → 2), first: a 1"


def test_another_primary_key_makes_a_heap(tmp_path: Path) -> None:
    before = read(tmp_path / "a.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, 2), (2, 3)")
    after = read(tmp_path / "b.db", "CREATE TABLE t (a INTEGER PRIMARY KEY, n); INSERT INTO t VALUES (2, 0), (4, 0)")

    assert str(rows.diff(before, after)) == "+ added 1 row of t, first: a 4\n- lost 1 row of t, first: a 3"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("x'00ff'", "x'00ff' (2 bytes)"),
        ("'" + "y" * 10_000 + "'", "'" + "y" * 60 + "… (10000 characters)'"),
        ("char(0, 7, 8238)", "'\\x00\\x07\\u202e'"),
        ("1.5", "'1.5'"),
        ("'<img src=x onerror=alert(1)>'", "'<img src=x onerror=alert(1)>'"),
        ("'it''s'", "'it''s'"),
        ("cast(x'ff41' AS TEXT)", "'\\udcffA'"),
    ],
)
def test_any_value_is_shown_safely(tmp_path: Path, value: str, shown: str) -> None:
    found = changed(tmp_path, USERS, f"UPDATE users SET bio = {value} WHERE id = 17")

    assert str(found) == f"~ changed 1 row of users, first: id 17: bio NULL → {shown}"
    assert "<img" not in found._repr_html_() + found._repr_markdown_()
    found._repr_html_().encode()


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


def test_a_large_table_is_counted_only(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    before = read(path, USERS, limit=2)
    after = read(path, "INSERT INTO users VALUES (20, 'x', 'y')", limit=2)

    found = rows.diff(before, after)

    assert before["users"].values is None
    assert found["users"] == TableDiff("users", 3, 4)
    assert found["users"].added is None
    assert str(found) == "+ added 1 row of users (3 → 4)"
    assert str(rows.diff(after, before)) == "- lost 1 row of users (4 → 3)"
    assert not rows.diff(before, before)


def test_a_table_that_grew_over_the_limit_is_counted_only(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    before = read(path, USERS, limit=3)
    after = read(path, "INSERT INTO users VALUES (20, 'x', 'y')", limit=3)

    assert str(rows.diff(before, after)) == "+ added 1 row of users (3 → 4)"


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
    assert seconds < 1  # 0.02 s measured on a quiet machine


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


def test_every_face_has_sign_and_word(tmp_path: Path) -> None:
    found = changed(tmp_path, USERS, "UPDATE users SET name = 'a|b' WHERE id = 17")

    assert found._repr_markdown_() == (
        "| change | rows |\n| --- | --- |\n| ~ changed | 1 row of users, first: id 17: name 'Ada Byron' → 'a\\|b' |"
    )
    assert "<td>~ changed</td>" in found._repr_html_()
