from pathlib import Path

from migration_lab.reading import first_rows
from migration_lab.reading.source import reading
from migration_lab.values.parts import Column
from tests.migration_lab import databases


def test_the_first_rows_come_in_the_order_of_the_key(tmp_path: Path) -> None:
    path = databases.run(
        tmp_path / "app.db", "CREATE TABLE t (a TEXT PRIMARY KEY, b); INSERT INTO t VALUES ('z', 1), ('a', x'00')"
    )

    with reading(path) as connection:
        found = first_rows.read(connection, "t", ("a",))

    assert found == first_rows.FirstRows(("a", "b"), (("a", b"\x00"), ("z", 1)))


def test_it_tells_that_there_are_more(tmp_path: Path) -> None:
    numbers = ", ".join(f"({number})" for number in range(21))
    path = databases.run(tmp_path / "app.db", f"CREATE TABLE t (a); INSERT INTO t VALUES {numbers}")

    with reading(path) as connection:
        found = first_rows.read(connection, "t")

    assert (len(found.values), found.more) == (20, True)


def test_a_view_has_rows_and_columns(tmp_path: Path) -> None:
    script = "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (7); CREATE VIEW v AS SELECT a, a || '' AS a2 FROM t"
    path = databases.run(tmp_path / "app.db", script)

    with reading(path) as connection:
        assert first_rows.read(connection, "v").values == ((7, "7"),)
        assert first_rows.view_columns(connection, "v") == (Column("a", "INTEGER"), Column("a2", ""))
