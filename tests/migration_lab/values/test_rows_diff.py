"""What happened to the rows, counted one by one and told with a first example."""

from pathlib import Path

import pytest

from migration_lab.values import rows
from migration_lab.values.rows import Rows
from migration_lab.values.rows_diff import RowsDiff, TableDiff
from tests.migration_lab.databases import run

USERS = """CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, bio TEXT);
           INSERT INTO users VALUES (7, 'dup', 'b7'), (17, 'Ada Byron', NULL), (8, 'dup', 'b8');"""


def read(path: Path, script: str, limit: int = rows.LIMIT) -> Rows:
    return Rows.read(run(path, script), limit)


def changed(tmp_path: Path, before: str, after: str) -> RowsDiff:
    path = tmp_path / "app.db"
    return rows.diff(read(path, before), read(path, after))


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


def test_every_face_has_sign_and_word(tmp_path: Path) -> None:
    found = changed(tmp_path, USERS, "UPDATE users SET name = 'a|b' WHERE id = 17")

    assert found._repr_markdown_() == (
        "| change | rows |\n| --- | --- |\n| ~ changed | 1 row of users, first: id 17: name 'Ada Byron' → 'a\\|b' |"
    )
    assert "<td>~ changed</td>" in found._repr_html_()
