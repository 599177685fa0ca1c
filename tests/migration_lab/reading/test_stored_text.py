from pathlib import Path

from migration_lab.reading import stored_text
from migration_lab.reading.source import reading
from migration_lab.values.schema import Schema
from tests.migration_lab import databases


def test_sqlite_keeps_its_own_text_of_a_table_its_indexes_and_triggers(tmp_path: Path) -> None:
    script = """
    CREATE TABLE Users (id INTEGER PRIMARY KEY,   name TEXT );
    CREATE INDEX ix_users_name ON users (name);
    CREATE TRIGGER log AFTER INSERT ON users BEGIN SELECT 1; END;
    CREATE TABLE other (id INT);
    """
    path = databases.run(tmp_path / "app.db", script)

    with reading(path) as connection:
        text = stored_text.of(connection, Schema.read(connection)["Users"])

    assert text.split("\n\n") == [
        "CREATE TABLE Users (id INTEGER PRIMARY KEY,   name TEXT );",
        "CREATE INDEX ix_users_name ON users (name);",
        "CREATE TRIGGER log AFTER INSERT ON users BEGIN SELECT 1; END;",
    ]


def test_a_view_has_a_text_too(tmp_path: Path) -> None:
    path = databases.run(tmp_path / "app.db", "CREATE VIEW v AS SELECT 1 AS a")

    with reading(path) as connection:
        text = stored_text.of(connection, Schema.read(connection).views[0])

    assert text == "CREATE VIEW v AS SELECT 1 AS a;"
