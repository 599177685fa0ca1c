"""What a table shows and answers."""

from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.values.schema import Schema
from tests.migration_lab.databases import run


def test_a_table_shows_its_columns_and_its_rules(tmp_path: Path) -> None:
    path = run(
        tmp_path / "app.db",
        """CREATE TABLE t (
             id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'x|y' COLLATE NOCASE, CHECK (a <> '')) STRICT;
           CREATE UNIQUE INDEX ix_a ON t (a DESC);""",
    )

    table = Schema.read(path)["t"]

    assert str(table) == (
        "table t (STRICT)\n"
        "column  type     null      default  more\n"
        "------  -------  --------  -------  --------------\n"
        "id      INTEGER  NULL\n"
        "a       TEXT     NOT NULL  'x|y'    COLLATE NOCASE\n"
        "\n"
        "rule         name  definition\n"
        "-----------  ----  ----------------\n"
        "primary key        PRIMARY KEY (id)\n"
        "check              CHECK (a <> '')\n"
        "index        ix_a  UNIQUE (a DESC)"
    )
    assert "'x\\|y'" in table._repr_markdown_()
    assert "a &lt;&gt; &#x27;&#x27;" in table._repr_html_()


def test_a_missing_table_or_column_names_those_there(tmp_path: Path) -> None:
    schema = Schema.read(run(tmp_path / "app.db", "CREATE TABLE users (id, email)"))

    with pytest.raises(LabError) as table:
        schema["user"]
    with pytest.raises(LabError) as column:
        schema["users"]["mail"]
    with pytest.raises(LabError) as empty:
        Schema("sqlite")["users"]

    assert str(table.value) == "There is no table `user` in this database.\nHint: Choose one of `users`."
    assert str(column.value) == "Table `users` has no column `mail`.\nHint: Choose one of `id`, `email`."
    assert str(empty.value) == (
        "There is no table `users` in this database.\n"
        "Hint: The database has no tables yet: run `alembic upgrade head` first."
    )
