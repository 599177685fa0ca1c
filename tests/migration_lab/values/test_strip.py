"""The strip: what a command changed, in a few lines, and silence where nothing did."""

from dataclasses import replace
from pathlib import Path

import pytest

from migration_lab.values.snapshot import Changes, DatabaseChanges, Snapshot, changes
from tests.migration_lab.databases import run

FIRST = """CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num));
           INSERT INTO alembic_version VALUES ('001_initial_schema');
           CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, bio TEXT);
           INSERT INTO users VALUES (7, 'dup', 'b7'), (17, 'Ada Byron', NULL);"""
SECOND = """UPDATE alembic_version SET version_num = '002_add_user_profiles';
            CREATE TABLE user_profiles (id INTEGER PRIMARY KEY, user_id INT UNIQUE REFERENCES users, bio TEXT);"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return run(tmp_path / "app.db", FIRST)


def took(path: Path, script: str) -> Changes:
    before = Snapshot.read({"primary": path})
    run(path, script)
    return changes(before, Snapshot.read({"primary": path}))


def test_nothing_changed_is_silent(app: Path) -> None:
    found = took(app, "")

    assert not found
    assert str(found) == ""
    assert found == Changes()


def test_a_revision_with_a_table_is_two_lines(app: Path) -> None:
    found = took(app, SECOND)

    assert found
    assert str(found) == (
        "primary   001_initial_schema → 002_add_user_profiles\n"
        "  + added table user_profiles (3 columns, 1 unique, 1 foreign key)"
    )


def test_every_face_tells_the_same(app: Path) -> None:
    found = took(app, SECOND)

    assert found._repr_markdown_() == (
        "| database | change | what |\n| --- | --- | --- |\n"
        "| primary | revision | 001\\_initial\\_schema → 002\\_add\\_user\\_profiles |\n"
        "| primary | + added | table user\\_profiles (3 columns, 1 unique, 1 foreign key) |"
    )
    assert found._repr_html_() == (
        '<table><thead><tr><th scope="col">database</th><th scope="col">change</th><th scope="col">what</th></tr>'
        "</thead>"
        "<tbody><tr><td>primary</td><td>revision</td><td>001_initial_schema → 002_add_user_profiles</td></tr>"
        "<tr><td>primary</td><td>+ added</td><td>table user_profiles (3 columns, 1 unique, 1 foreign key)</td></tr>"
        "</tbody></table>"
    )


def test_the_project_is_named_where_one_could_take_it_for_another(app: Path) -> None:
    found = replace(took(app, "UPDATE alembic_version SET version_num = '002'"), project="00_1_<b>")

    assert str(found) == "in 00_1_<b>\nprimary   001_initial_schema → 002"
    assert found._repr_markdown_().startswith("in 00\\_1\\_&lt;b&gt;\n\n| database |")
    assert "<caption>in 00_1_&lt;b&gt;</caption>" in found._repr_html_()


def test_rows_are_told(app: Path) -> None:
    found = took(
        app, "DELETE FROM users WHERE id = 7; UPDATE users SET bio = 'x'; INSERT INTO users VALUES (1, 'n', '')"
    )

    assert str(found) == (
        "primary   still at 001_initial_schema\n"
        "  + added 1 row of users, first: id 1, name 'n', bio ''\n"
        "  - lost 1 row of users, first: id 7, name 'dup', bio 'b7'\n"
        "  ~ changed 1 row of users, first: id 17: bio NULL → 'x'"
    )


def test_a_half_applied_revision_is_told(app: Path) -> None:
    found = took(app, "ALTER TABLE users ADD COLUMN full_name TEXT; CREATE TABLE _alembic_tmp_users (id INTEGER);")

    assert str(found) == (
        "primary   still at 001_initial_schema\n"
        "  + added table _alembic_tmp_users (1 column)\n"
        "  + added column users.full_name: TEXT NULL"
    )


def test_values_that_go_with_a_column_are_told(app: Path) -> None:
    found = took(app, "ALTER TABLE users DROP COLUMN bio")

    assert str(found) == (
        "primary   still at 001_initial_schema\n  - removed column users.bio: TEXT NULL\n  - lost 1 value of users.bio"
    )


def test_a_stamp_alone_is_told(app: Path) -> None:
    found = took(app, "UPDATE alembic_version SET version_num = '009'")

    assert str(found) == "primary   001_initial_schema → 009"


def test_the_way_to_base_is_told(app: Path) -> None:
    found = took(app, "DELETE FROM alembic_version; DROP TABLE users")

    assert str(found) == (
        "primary   001_initial_schema → base\n"
        "  - removed table users (3 columns)\n"
        "  - lost 2 rows of users (2 → 0), first: id 7, name 'dup', bio 'b7'"
    )


def test_two_heads_are_named_in_order(app: Path) -> None:
    found = took(app, "UPDATE alembic_version SET version_num = 'right'; INSERT INTO alembic_version VALUES ('left')")

    assert str(found) == "primary   001_initial_schema → left, right"


def test_a_long_list_is_cut(app: Path) -> None:
    found = took(app, "".join(f"CREATE TABLE t{number:02} (a);" for number in range(40)))

    lines = str(found).splitlines()
    assert len(lines) == 13
    assert lines[-2:] == ["  + added table t10 (1 column)", "  … and 29 more changes"]


def test_an_empty_difference_is_false() -> None:
    assert not DatabaseChanges("primary")
    assert DatabaseChanges("primary", problem="x")
