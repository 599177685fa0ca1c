"""Nothing done yet, or a state of the desk that is nobody's fault: told apart from a wrong answer."""

from dataclasses import replace

import pytest

from migration_lab.errors import LabError
from migration_lab.judging import standing
from migration_lab.judging.replay import Replay, State
from migration_lab.running.runner import Run
from migration_lab.values.history import Broken, History
from migration_lab.values.snapshot import DatabaseState, Snapshot
from tests.migration_lab.judging.replays import HISTORY, START, failed, replayed, state

CLOCK = "CREATE TABLE seen (id INTEGER PRIMARY KEY, at DATE, n INTEGER);"


def with_own(own: State, **changes: object) -> Replay:
    return replace(replayed(), own=own, **{"new": (), "files": {}, **changes})  # type: ignore[arg-type]


def test_the_start_is_untouched() -> None:
    assert standing.is_untouched(with_own(state(START)))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE users SET name = 'x' WHERE id = 5;",
        "DELETE FROM orders WHERE id = 1;",
        "ALTER TABLE users ADD nick TEXT;",
        "UPDATE alembic_version SET version_num = '002';",
    ],
)
def test_a_database_that_was_changed_is_not_untouched(change: str) -> None:
    assert not standing.is_untouched(with_own(state(START + change)))


def test_a_file_that_was_changed_or_removed_is_not_untouched() -> None:
    assert not standing.is_untouched(with_own(state(START), new=("alembic/versions/002.py",)))
    assert not standing.is_untouched(with_own(state(START), changed=("alembic/env.py",)))
    assert not standing.is_untouched(with_own(state(START), gone=("alembic/env.py",)))


def test_what_only_a_clock_wrote_is_no_change() -> None:
    one, other = (state(f"{START} {CLOCK} INSERT INTO seen VALUES (1, '{at}', 1);") for at in ("2020", "2030"))

    assert standing.is_untouched(replace(with_own(other), start=one))


def test_a_database_at_the_start_or_after_it_is_fine() -> None:
    assert standing.off(replayed()) == ("", "")
    assert standing.off(replace(replayed(), own=replayed().after("upgrade"))) == ("", "")


def test_a_database_before_the_start_is_off() -> None:
    replay = replace(replayed(), start=replayed().after("upgrade"))

    assert standing.off(replay) == ("the database is at 001, this exercise starts at 002", "alembic upgrade 002")


def test_after_an_accident_a_database_may_stand_before_the_start() -> None:
    replay = replace(replayed(), start=replayed().after("upgrade"))

    assert standing.off(replace(replay, accident=replay.own)) == ("", "")


def test_a_revision_without_a_file_is_off_and_its_name_is_harmless() -> None:
    own = state(f"{START} UPDATE alembic_version SET version_num = 'x' || char(27);")

    assert standing.off(with_own(own)) == (
        r"the database is at x\x1b, and no file has that revision any more",
        "bring that file back; or, if you gave that revision another id, tell the database the new one, "
        "`alembic stamp --purge` with that id",
    )


def test_a_database_that_the_other_history_made_is_told_as_such() -> None:
    made = DatabaseState(revisions=("001",), exists=True)
    own = State(Snapshot((*state(START).databases.databases, ("analytics", made))))
    start = State(Snapshot((*state(START).databases.databases, ("analytics", DatabaseState()))))
    histories = {"primary": HISTORY, "analytics": History()}

    assert standing.off(replace(with_own(own, histories=histories), start=start)) == (
        "the database `analytics` is at 001, a revision of the history of `primary`",
        "a command of the other history made this file: delete the file if nothing is in it that you need, correct "
        "`alembic/env.py`, and upgrade again",
    )


def test_a_broken_file_is_told_first() -> None:
    own = state(f"{START} UPDATE alembic_version SET version_num = '003';")
    broken = History(HISTORY.revisions, (Broken("003.py", 1, "Python cannot read this file."),))

    assert standing.off(with_own(own, histories={"primary": broken, "analytics": History()})) == ("", "")


def test_a_database_that_cannot_be_read_is_off() -> None:
    own = State(
        Snapshot((("primary", DatabaseState(exists=True, problem="The database `02_9_names/app.db` is locked")),))
    )

    assert standing.off(with_own(own)) == (
        "The database `app.db` is locked",
        "let the other program finish, or close it, and check again",
    )


def test_a_database_that_is_gone_is_off() -> None:
    own = State(Snapshot((("primary", DatabaseState()),)))

    assert standing.off(with_own(own)) == ("the database file of `primary` is not there any more", "")


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (
            Run("alembic upgrade head", -9, "", ending="lost"),
            "the lab's helper process was ended from outside during the upgrade, so nothing was judged",
        ),
        (
            Run("alembic upgrade head", 1, "KeyError: '001'", error="KeyError: '001'"),
            "`alembic/versions/001.py`, a file of the start, is not there any more, and the upgrade needs it",
        ),
    ],
)
def test_a_step_that_failed_by_something_else_is_off(run: Run, words: str) -> None:
    replay = replace(failed(run), gone=("alembic/versions/001.py",))

    with pytest.raises(LabError) as told:
        standing.expect_all_there(replay, replay.steps[-1])

    assert told.value.message == words


def test_a_full_disk_is_nobodys_fault() -> None:
    replay = failed(Run("alembic upgrade head", 1, "sqlite3.OperationalError: database or disk is full"))

    with pytest.raises(LabError, match="full"):
        standing.expect_all_there(replay, replay.steps[-1])


def test_a_step_that_failed_by_what_the_learner_wrote_passes() -> None:
    replay = replace(failed(Run("alembic upgrade head", 1, "ValueError: no", error="ValueError: no")), gone=("x.py",))

    standing.expect_all_there(replay, replay.steps[-1])
