"""A replay on bad days: migrations that end badly, and histories that are broken."""

import dataclasses
import shutil

import pytest

from migration_lab.exercises import answers
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import replaying
from migration_lab.judging.replay import AGAIN, DOWNGRADE, UPGRADE, NotReached
from tests.migration_lab.learner import FIRST, VERSIONS, all_of, follow, names, workspace, write

SMALL = 2.0  # seconds; a good step takes a tenth of it
DROP_ALL = "[op.drop_table(one) for one in ('endpoint_configs', 'user_profiles', 'users')]"


@pytest.mark.parametrize(
    ("forward", "ending", "words"),
    [
        ("raise RuntimeError('no')", "exit", "RuntimeError: no\n"),
        ("sys.exit(0)", "exit", "SystemExit: 0\n"),
        ("sys.exit('enough')", "exit", "SystemExit: enough\n"),
        ("os._exit(0)", "exit", ""),
        ("os._exit(3)", "exit", ""),
        ("os.kill(os.getpid(), 11)", "crash", ""),
    ],
)
def test_an_upgrade_that_ends_early_stops_the_replay(forward: str, ending: str, words: str, rename: Exercise) -> None:
    write(rename, forward)

    made = replaying.replay(rename)

    assert names(made) == [(UPGRADE, False)]
    assert (made.steps[0].run.ending, made.steps[0].run.error) == (ending, words)
    assert made.steps[0].state.revisions() == (FIRST,)
    with pytest.raises(NotReached):
        made.after(DOWNGRADE)


@pytest.mark.parametrize(
    "forward",
    [
        "while True: pass",
        "while True: print('x' * 1000)",
        "op.execute('WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n')",
    ],
    ids=["Python", "output", "SQL"],
)
def test_an_endless_loop_is_stopped(forward: str, rename: Exercise) -> None:
    write(rename, forward)

    made = replaying.replay(rename, time_limit=SMALL)

    assert names(made) == [(UPGRADE, False)]
    assert made.steps[0].run.ending == "time limit"


def test_a_syntax_error_is_told_with_its_line(rename: Exercise) -> None:
    write(rename, "x = = 1")

    made = replaying.replay(rename)

    assert [str(one) for one in made.broken] == ["007_mine.py, line 13: Python cannot read this file: invalid syntax."]
    assert names(made) == [(UPGRADE, False)]


def test_an_upgrade_that_drops_every_table_is_seen(rename: Exercise) -> None:
    write(rename, DROP_ALL, "pass")

    made = replaying.replay(rename)

    assert made.after(UPGRADE).schema().tables == ()
    assert made.after(DOWNGRADE).count("users") is None
    assert made.start.count("users") == 1000


def test_an_upgrade_that_drops_the_version_table_too_is_seen(rename: Exercise) -> None:
    write(rename, DROP_ALL.replace("'users'", "'users', 'alembic_version'"))

    made = replaying.replay(rename)

    assert names(made) == [(UPGRADE, False)]
    assert made.steps[0].state.revisions() == ()


@pytest.mark.parametrize("forward", ["os.remove('app.db')", "__import__('shutil').rmtree('.', ignore_errors=True)"])
def test_an_upgrade_that_deletes_files_deletes_copies(forward: str, rename: Exercise) -> None:
    write(rename, forward)
    before = all_of(workspace(rename))

    made = replaying.replay(rename)

    assert names(made) == [(UPGRADE, False)]
    assert not made.steps[0].state["primary"].exists
    assert all_of(workspace(rename)) == before


def test_what_a_failed_batch_leaves_behind_is_seen(rename: Exercise) -> None:
    body = 'exec(\'with op.batch_alter_table("users") as b: b.create_unique_constraint("uq", ["email"])\')'
    write(rename, body)

    made = replaying.replay(rename)

    assert made.steps[0].state.leftovers == ("_alembic_tmp_users",)
    assert made.steps[0].run.error.startswith("sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) UNIQUE")


def test_orphans_are_seen(rename: Exercise) -> None:
    write(rename, 'op.execute("PRAGMA foreign_keys = OFF"); op.execute("DELETE FROM users WHERE id = 17")', "pass")
    answers.lay(dataclasses.replace(answers.alternatives(rename)[0]), workspace(rename))
    (workspace(rename) / VERSIONS / "007_rename_full_name.py").unlink()

    made = replaying.replay(rename)

    found = {(one.table, one.parent, one.count) for one in made.after(UPGRADE).orphans}
    assert found == {("endpoint_configs", "users", 3), ("user_profiles", "users", 1)}


def test_a_wrong_down_revision_is_told(rename: Exercise) -> None:
    follow(rename, "006_nope", "007_mine")

    made = replaying.replay(rename)

    assert [str(one) for one in made.broken] == [
        "007_mine.py, line 1: It follows `006_nope`, and no file has that revision."
    ]
    assert names(made) == [(UPGRADE, False)]


def test_two_heads_are_told(rename: Exercise) -> None:
    follow(rename, FIRST, "007_mine")
    follow(rename, FIRST, "007_yours")

    made = replaying.replay(rename)

    assert made.history.heads == ("007_mine", "007_yours")
    assert names(made) == [(UPGRADE, False)]
    assert "Multiple head revisions are present" in made.steps[0].run.output


def test_a_renamed_file_is_the_same_revision(rename: Exercise) -> None:
    write(rename).rename(workspace(rename) / VERSIONS / "my own name.py")
    (workspace(rename) / VERSIONS / f"{FIRST}.py").rename(workspace(rename) / VERSIONS / "six.py")

    made = replaying.replay(rename)

    assert names(made) == [(UPGRADE, True), (DOWNGRADE, True), (AGAIN, True)]
    assert [one.id for one in made.mine()] == ["007_mine"]
    assert made.gone == (f"{VERSIONS}/{FIRST}.py",)


def test_a_deleted_revision_of_the_start_is_told(rename: Exercise) -> None:
    write(rename)
    (workspace(rename) / VERSIONS / f"{FIRST}.py").unlink()

    made = replaying.replay(rename)

    assert made.gone == (f"{VERSIONS}/{FIRST}.py",)
    assert [one.id for one in made.mine()] == ["007_mine"]
    assert names(made) == [(UPGRADE, False)]


def test_a_history_that_is_gone_is_an_empty_one(rename: Exercise) -> None:
    shutil.rmtree(workspace(rename) / "alembic")

    made = replaying.replay(rename)

    assert made.history.revisions == ()
    assert names(made) == [(UPGRADE, False)]


def test_a_missing_downgrade_stops_the_replay_there(rename: Exercise) -> None:
    file = write(rename)
    file.write_text(file.read_text(encoding="utf-8").partition("def downgrade")[0], encoding="utf-8")

    made = replaying.replay(rename)

    assert names(made) == [(UPGRADE, True), (DOWNGRADE, False)]
    assert "has no attribute 'downgrade'" in made.steps[1].run.error


def test_a_downgrade_that_raises_stops_the_replay_there(rename: Exercise) -> None:
    write(rename, back="raise RuntimeError('never back')")

    made = replaying.replay(rename)

    assert names(made) == [(UPGRADE, True), (DOWNGRADE, False)]
    assert made.failed is not None
    assert made.failed.state.revisions() == ("007_mine",)
    with pytest.raises(NotReached):
        made.after(AGAIN)


def test_a_downgrade_that_does_nothing_fails_the_second_upgrade(rename: Exercise) -> None:
    write(rename, back="pass")

    made = replaying.replay(rename)

    assert names(made) == [(UPGRADE, True), (DOWNGRADE, True), (AGAIN, False)]
