"""The drill sees what opening a file does not show: lost rows, lost rules, a file that is no database."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.experiments.restore_drill import restore_drill
from migration_lab.lessons.opening import open_lesson

TABLES = ("users", "endpoint_configs", "user_profiles", "alembic_version")


def test_only_a_backup_with_rows_and_rules_restores(built_desk: Path) -> None:
    lab = open_lesson("02_autogenerate")
    with closing(sqlite3.connect(lab.path / "app.db", isolation_level=None)) as connection:
        connection.execute("VACUUM INTO 'whole.db'")
        connection.execute("ATTACH 'tables.db' AS apart")
        for table in TABLES:
            connection.execute(f"CREATE TABLE apart.{table} AS SELECT * FROM main.{table}")
        connection.execute("VACUUM INTO 'fewer.db'")
    with closing(sqlite3.connect(lab.path / "fewer.db")) as connection, connection:
        connection.execute("DELETE FROM users WHERE id = 17")
    (lab.path / "broken.db").write_bytes(b"no database at all, but long enough to look at" * 9)

    found = restore_drill(lab, "whole.db", "tables.db", "fewer.db", "broken.db")

    assert [row[0] + ": " + row[4] for row in found.rows] == [
        "whole.db: yes",
        "tables.db: no",
        "fewer.db: no",
        "broken.db: no",
    ]
    assert found.rows[0][1:4] == ("ok", "equal", "equal")
    assert found.rows[1][1] == "ok"
    assert found.rows[1][3] == "equal"
    assert found.rows[2][1:3] == ("ok", "equal")
    assert found.rows[2][3].startswith("- lost 1 row of users (1000 → 999), first: id 17, username 'ada'")
    assert found.rows[3][1] == "file is not a database"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nobody.db", "There is no backup `nobody.db` in this workspace."),
        ("app.db", "`app.db` is the database itself."),
    ],
)
def test_what_is_no_backup_is_said_in_a_sentence(built_desk: Path, name: str, words: str) -> None:
    with pytest.raises(LabError, match=words):
        restore_drill(open_lesson("02_autogenerate"), name)
