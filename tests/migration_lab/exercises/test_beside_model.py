"""What commands did to the own databases of a project, as far as it is not what the model answer does."""

from dataclasses import replace
from pathlib import Path

from migration_lab.exercises import beside_model
from migration_lab.judging import stand
from migration_lab.judging.replay import Replay, State
from migration_lab.values.history import History
from tests.migration_lab.databases import run
from tests.migration_lab.judging.replays import exercise

TABLES = """CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
    CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT, bio TEXT);
    CREATE TABLE profiles (id INTEGER PRIMARY KEY, bio TEXT);
    INSERT INTO alembic_version VALUES ('001');
    INSERT INTO users VALUES (1, 'Grace Hopper', 'Ships.'), (17, 'Ada Byron', 'Writes.');"""
MOVE = """INSERT INTO profiles SELECT id, bio FROM users; ALTER TABLE users DROP COLUMN bio;
    UPDATE alembic_version SET version_num = '002';"""


def state(folder: Path, script: str = "") -> State:
    """Read a database that begins as all do, and then ran a script."""
    folder.mkdir()
    run(folder / "app.db", TABLES + script)
    return stand.read(folder)


def told(folder: Path, script: str) -> list[str]:
    """Tell what a script did, beside the move that the model makes."""
    histories = {"primary": History.read(_revisions(folder))}
    answer = Replay(exercise(), state(folder / "start"), state(folder / "mine", script), histories)
    return list(beside_model.told(answer, state(folder / "model", MOVE)))


def _revisions(folder: Path) -> Path:
    place = folder / "versions"
    place.mkdir()
    (place / "001.py").write_text('revision = "001"\ndown_revision = None\n')
    (place / "002.py").write_text('revision = "002"\ndown_revision = "001"\n')
    return place


def test_what_the_model_does_too_is_not_told(tmp_path: Path) -> None:
    assert told(tmp_path, MOVE) == ["the rows of its own databases end as with the model"]


def test_commands_that_move_nothing_are_told_by_what_is_still_there(tmp_path: Path) -> None:
    assert told(tmp_path, "") == [
        "the database stands at 001, the model's at 002",
        "only the model added 2 rows of profiles (0 → 2), first: id 1, bio 'Ships.'",
        "user 17 still has bio “Writes.” in users",
    ]


def test_a_stamp_is_told_by_the_rows_alone(tmp_path: Path) -> None:
    assert told(tmp_path, "UPDATE alembic_version SET version_num = '002';") == [
        "only the model added 2 rows of profiles (0 → 2), first: id 1, bio 'Ships.'",
        "user 17 still has bio “Writes.” in users",
    ]


def test_rows_that_are_lost_are_told_with_the_named_one(tmp_path: Path) -> None:
    assert told(tmp_path, f"{MOVE} DELETE FROM users;") == [
        "lost 2 rows of users (2 → 0), first: id 1, full_name 'Grace Hopper', bio 'Ships.'",
        "user 17, “Ada Byron”, is gone",
    ]


def test_rows_that_both_touch_in_different_ways_are_told_side_by_side(tmp_path: Path) -> None:
    assert told(tmp_path, f"{MOVE} DELETE FROM profiles WHERE id = 17; UPDATE users SET full_name = 'x';") == [
        "added 1 row of profiles (0 → 1), first: id 1, bio 'Ships.'; "
        "the model added 2 rows of profiles (0 → 2), first: id 1, bio 'Ships.'",
        "changed 2 rows of users, first: id 1: full_name 'Grace Hopper' → 'x'",
        "user 17 has full_name “x”; the model's has “Ada Byron”",
    ]


def test_rows_that_are_told_in_the_same_words_are_compared(tmp_path: Path) -> None:
    assert told(tmp_path, f"{MOVE} UPDATE profiles SET bio = 'x' WHERE id = 17;") == [
        "beside the model's: changed 1 row of profiles, first: id 17: bio 'Writes.' → 'x'"
    ]


def test_values_of_a_column_that_both_made_are_compared(tmp_path: Path) -> None:
    made = f"{MOVE} ALTER TABLE users ADD seen TEXT;"

    answer = Replay(
        exercise(), state(tmp_path / "start"), state(tmp_path / "mine", f"{made} UPDATE users SET seen = 1;"), {}
    )

    assert list(beside_model.told(answer, state(tmp_path / "model", made))) == [
        "beside the model's: changed 2 rows of users, first: id 1: seen NULL → '1'",
        "user 17 has seen “1”; the model's has NULL",
    ]


def test_a_table_that_lost_its_key_has_not_lost_its_rows(tmp_path: Path) -> None:
    copied = "CREATE TABLE copied AS SELECT * FROM users; DROP TABLE users; ALTER TABLE copied RENAME TO users;"

    assert told(tmp_path, f"{MOVE} {copied}")[-1] == "users has no primary key any more"


def test_columns_that_only_one_of_them_has_are_told(tmp_path: Path) -> None:
    other = "ALTER TABLE users RENAME full_name TO name; ALTER TABLE users ADD old INT;"

    assert told(tmp_path, MOVE + other) == [
        "user 17 has name “Ada Byron”, old NULL in users",
        "user 17 has no full_name; the model's has full_name “Ada Byron”",
    ]


def test_another_name_of_the_last_revision_is_no_difference(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    mine = Replay(
        exercise(),
        start=state(tmp_path / "start"),
        own=state(tmp_path / "mine", MOVE.replace("002", "my_own")),
        histories={"primary": History.read(_renamed(tmp_path))},
    )

    assert list(beside_model.told(mine, state(tmp_path / "model", MOVE))) == [beside_model.SAME]
    behind = replace(mine, histories={"primary": History.read(_revisions(tmp_path / "a"))})
    assert list(beside_model.told(behind, mine.own)) == [beside_model.SAME]
    assert list(beside_model.told(behind, state(tmp_path / "third", MOVE))) == [
        "the database stands at my_own, the model's at 002"
    ]


def _renamed(folder: Path) -> Path:
    place = _revisions(folder)
    (place / "002.py").write_text('revision = "my_own"\ndown_revision = "001"\n')
    return place


def test_a_database_without_user_17_has_no_named_row_to_tell(tmp_path: Path) -> None:
    start = state(tmp_path / "start", "DELETE FROM users;")

    assert list(beside_model.told(Replay(exercise(), start, start, {}), start)) == [beside_model.SAME]
