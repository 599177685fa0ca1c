from pathlib import Path

from migration_lab.values import neighbours
from migration_lab.values.neighbours import Neighbours
from migration_lab.values.schema import Schema
from tests.migration_lab import databases

SHOP = """
CREATE TABLE users (id INTEGER PRIMARY KEY, boss_id INT REFERENCES users (id), team_id INT REFERENCES teams (id));
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE alone (id INTEGER PRIMARY KEY);
CREATE VIEW bosses AS SELECT boss_id FROM "USERS";
CREATE VIEW names AS SELECT * FROM bosses, posts;
"""


def of(name: str, tmp_path: Path) -> Neighbours:
    return neighbours.of(Schema.read(databases.run(tmp_path / "app.db", SHOP)), name)


def test_a_table_knows_whom_it_points_to_and_who_points_at_it(tmp_path: Path) -> None:
    found = of("users", tmp_path)

    assert found.tables == ("posts",)
    assert str(found) == (
        "Neighbours of users\n"
        "neighbour     table or view  columns       more\n"
        "------------  -------------  ------------  -------------------------------\n"
        "it points to  itself         boss_id → id\n"
        "it points to  teams          team_id → id  this table is not in the schema\n"
        "points at it  posts          user_id → id  ON DELETE CASCADE\n"
        "reads it      bosses                       view"
    )


def test_a_view_knows_what_it_reads(tmp_path: Path) -> None:
    found = of("names", tmp_path)

    assert (found.sources, found.views) == (("posts", "bosses"), ())


def test_a_view_is_read_by_another(tmp_path: Path) -> None:
    assert of("bosses", tmp_path).views == ("names",)


def test_a_table_without_neighbours_says_so(tmp_path: Path) -> None:
    assert of("alone", tmp_path).grid.caption == "alone has no neighbours: no foreign key, and no view reads it"


def test_the_list_of_a_hub_is_cut(tmp_path: Path) -> None:
    children = "".join(f"CREATE TABLE c{number} (a INT REFERENCES hub (id));" for number in range(1_002))
    path = databases.run(tmp_path / "app.db", f"CREATE TABLE hub (id INTEGER PRIMARY KEY); {children}")

    found = neighbours.of(Schema.read(path), "hub")

    assert len(found.tables) == 1_002
    assert str(found).splitlines()[-1] == "…             and 902 more"
