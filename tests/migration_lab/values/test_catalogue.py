from pathlib import Path

import pytest

from migration_lab.values import catalogue
from migration_lab.values.catalogue import Catalogue
from tests.migration_lab import databases

SHOP = """
CREATE TABLE users (id INTEGER PRIMARY KEY, Email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), Größe INT);
CREATE VIEW authors AS SELECT email FROM users;
INSERT INTO users VALUES (1, 'ada'), (2, NULL);
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return databases.run(tmp_path / "app.db", SHOP)


def test_its_words_are_what_the_browser_shows_at_first(shop: Path) -> None:
    assert str(Catalogue.read(shop)).splitlines() == [
        "sqlite schema: 2 tables, 1 view",
        "kind   name     rows  parts",
        "-----  -------  ----  --------------------------",
        "table  posts    0     3 columns, 1 foreign key",
        "table  users    2     2 columns",
        "view   authors        AS SELECT email FROM users",
        "",
        "table posts",
        "column   type     null  default  key",
        "-------  -------  ----  -------  -------------",
        "id       INTEGER  NULL           PK",
        "user_id  INT      NULL           FK → users.id",
        "Größe    INT      NULL",
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", {"posts": "", "users": "", "authors": ""}),
        ("USER", {"posts": "user_id", "users": ""}),
        ("users mail", {"users": "Email"}),
        ("größe", {"posts": "Größe"}),
        ("aut", {"authors": ""}),
        ("posts mail", {}),
    ],
)
def test_words_find_names_and_columns(words: str, found: dict[str, str], shop: Path) -> None:
    assert Catalogue.read(shop).find(words) == found


def test_the_words_of_a_large_schema_are_cut(tmp_path: Path) -> None:
    script = "".join(f"CREATE TABLE t{number:04d} (id INT);" for number in range(1_000))

    lines = str(Catalogue.read(databases.run(tmp_path / "app.db", script))).splitlines()

    assert lines[0] == "sqlite schema: 1,000 tables"
    assert lines[32:35] == ["table  t0029               1 column", "…      and 970 more", ""]


def test_the_rows_of_very_many_tables_are_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "COUNTED", 1)

    assert Catalogue.read(databases.run(tmp_path / "app.db", SHOP)).counts == {}


def test_an_empty_database_has_words_too(tmp_path: Path) -> None:
    empty = databases.run(tmp_path / "app.db", "VACUUM")

    assert str(Catalogue.read(empty)) == "sqlite schema: no tables\nkind  name  rows  parts\n----  ----  ----  -----"


def test_a_database_of_views_shows_the_first_one(tmp_path: Path) -> None:
    path = databases.run(tmp_path / "app.db", "CREATE VIEW one AS SELECT 1 AS a")

    assert str(Catalogue.read(path)).endswith("view one\ncolumn  type\n------  ----\na")
