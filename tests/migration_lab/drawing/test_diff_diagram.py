"""The diagram of a difference: tables that differ and their neighbours, marked by sign, word and colour."""

from pathlib import Path

from migration_lab.drawing import diff_diagram
from migration_lab.drawing.diagram import Diagram
from migration_lab.values import schema
from migration_lab.values.schema import Schema
from tests.migration_lab.databases import run

BEFORE = """CREATE TABLE teams (id INTEGER PRIMARY KEY, title TEXT);
            CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, bio TEXT,
                                team_id INTEGER REFERENCES teams (id));
            CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), words TEXT);
            CREATE TABLE likes (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts (id));
            CREATE TABLE gone (id INTEGER PRIMARY KEY); CREATE INDEX ix_name ON users (name);"""
AFTER = """DROP TABLE gone; DROP INDEX ix_name; ALTER TABLE users DROP COLUMN bio;
           CREATE TABLE roles (id INTEGER PRIMARY KEY);
           ALTER TABLE users ADD COLUMN role_id INTEGER REFERENCES roles (id);"""


def drawn(folder: Path, before: str, after: str) -> Diagram | None:
    path = run(folder / "app.db", before)
    first = Schema.read(path)
    run(path, after)
    second = Schema.read(path)
    return diff_diagram.draw(first, second, schema.diff(first, second), title="What changed in primary")


def test_tables_that_differ_are_marked_and_their_neighbours_are_brief(tmp_path: Path) -> None:
    found = drawn(tmp_path, BEFORE, AFTER)

    assert found is not None
    assert found.words == (
        "What changed in primary\n"
        "Tables: gone - removed, posts, roles + added, teams, users ~ changed. "
        "Foreign keys: posts.user_id → users, users.role_id → roles + added, users.team_id → teams. "
        "Columns: users.bio - removed, users.role_id + added. "
        "Rules: index ix_name of users - removed."
    )
    assert "likes" not in found.source
    assert "accTitle: What changed in primary\n" in found.source
    assert '  t_gone["gone (- removed)"]:::removed {' in found.source
    assert (
        '  t_posts["posts"] {\n    `INTEGER` `id` PK\n    `INTEGER` `user_id` FK\n    `…` `1 more column`'
        in found.source
    )
    assert '    `TEXT` `bio` "- removed"\n' in found.source
    assert '  t_roles |o--o{ t_users : "role_id #43; added"\n' in found.source


def test_a_column_that_changed_twice_says_both(tmp_path: Path) -> None:
    found = drawn(
        tmp_path,
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)",
        "DROP TABLE users; CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)",
    )

    assert found is not None
    assert "Columns: users.name ~ changed VARCHAR(20) → TEXT, NOT NULL → NULL." in found.words


def test_a_foreign_key_that_went_or_changed_is_told_at_its_arrow(tmp_path: Path) -> None:
    table = "CREATE TABLE a (id INTEGER PRIMARY KEY{}); "
    first, second = (
        ", p INTEGER REFERENCES p (id), q INTEGER REFERENCES q (id)",
        ", p INTEGER, q INTEGER REFERENCES q (id) ON DELETE CASCADE",
    )
    parents = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE q (id INTEGER PRIMARY KEY); "

    found = drawn(tmp_path, parents + table.format(first), "DROP TABLE a; " + table.format(second))

    assert found is not None
    assert "Foreign keys: a.q → q ~ changed, a.p → p - removed." in found.words


def test_nothing_is_drawn_where_no_table_differs(tmp_path: Path) -> None:
    assert drawn(tmp_path, BEFORE, "CREATE VIEW v AS SELECT 1") is None


def test_a_hostile_name_is_drawn_letter_by_letter(tmp_path: Path) -> None:
    found = drawn(tmp_path, "", 'CREATE TABLE "<img src=x onerror=alert(1)>" ("%%{init}%%" TEXT)')

    assert found is not None
    assert "<img" not in found.source
    assert "%%{init}%%" not in found.source
