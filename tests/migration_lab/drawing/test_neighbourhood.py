from pathlib import Path

from migration_lab.drawing import neighbourhood
from migration_lab.values import neighbours
from migration_lab.values.schema import Schema
from tests.migration_lab import databases

SHOP = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), tag_id INT REFERENCES tags (id), body);
CREATE TABLE tags (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id));
CREATE TABLE far (id INTEGER PRIMARY KEY, tag_id INT REFERENCES tags (id));
"""


def shop(tmp_path: Path) -> Schema:
    return Schema.read(databases.run(tmp_path / "app.db", SHOP))


def test_a_table_is_drawn_whole_and_its_neighbours_with_the_keys_between(tmp_path: Path) -> None:
    schema = shop(tmp_path)

    diagram = neighbourhood.around(schema, neighbours.of(schema, "users"))

    assert diagram.source.splitlines()[5:] == [
        '  t_posts["posts"] {',
        "    `INTEGER` `id` PK",
        "    `INT` `user_id` FK",
        "    `…` `2 more columns`",
        "  }",
        '  t_tags["tags"] {',
        "    `INTEGER` `id` PK",
        "    `INT` `user_id` FK",
        "  }",
        '  t_users["users"]:::chosen {',
        "    `INTEGER` `id` PK",
        "    `TEXT` `name`",
        "  }",
        '  t_users |o--o{ t_posts : "user_id"',
        '  t_users |o--o{ t_tags : "user_id"',
        "  classDef chosen fill:#d8e6ff,stroke:#388bfd,color:#062a61,stroke-width:3px",
    ]


def test_a_small_schema_is_drawn_whole(tmp_path: Path) -> None:
    diagram = neighbourhood.whole(shop(tmp_path))

    assert diagram is not None
    assert diagram.words.splitlines()[0] == "All tables"
    assert diagram.source.count("`body`") == 1


def test_of_a_wide_schema_only_the_keys_are_drawn(tmp_path: Path) -> None:
    script = f"CREATE TABLE wide (id INTEGER PRIMARY KEY, {', '.join(f'c{number}' for number in range(80))});"

    diagram = neighbourhood.whole(Schema.read(databases.run(tmp_path / "app.db", script)))

    assert diagram is not None
    assert diagram.source.splitlines()[6:8] == ["    `INTEGER` `id` PK", "    `…` `80 more columns`"]


def test_a_large_schema_is_not_drawn(tmp_path: Path) -> None:
    script = "".join(f"CREATE TABLE t{number} (id INT);" for number in range(13))

    assert neighbourhood.whole(Schema.read(databases.run(tmp_path / "app.db", script))) is None
