"""What criteria see of a replay, as plain values."""

import dataclasses

import pytest

from migration_lab.exercises import catalogue
from migration_lab.judging.replay import AGAIN, DOWNGRADE, UPGRADE, NotReached, Replay, State, Step
from migration_lab.running.runner import Run
from migration_lab.values.history import History
from migration_lab.values.revision_file import Broken, Revision
from migration_lab.values.rows import Rows, TableRows
from migration_lab.values.snapshot import DatabaseState, Snapshot

FIRST = "006_index_endpoint_lookup"
USERS = TableRows("users", 2, ("id", "name"), ("id",), ((1, "Grace"), (17, "Ada Byron")))
MEMBERS = TableRows("members", 1, ("team", "user", "role"), ("team", "user"), ((1, 17, "owner"),))
KEYLESS = TableRows("notes", 1, ("text",), (), (("x",),))
MANY = TableRows("events", 20_000, ("id",), ("id",), None)
GOOD = Run("alembic upgrade head", 0, "")
BAD = Run("alembic downgrade", 1, "no", error="RuntimeError: no")


def state(*revisions: str) -> State:
    database = DatabaseState(revisions, rows=Rows((USERS, MEMBERS, KEYLESS, MANY)), exists=True)
    return State(Snapshot((("primary", database), ("analytics", DatabaseState()))))


def step(name: str, run: Run, stands: str, wanted: str) -> Step:
    return Step(name, (run,), state(stands), {"primary": (wanted,)})


def replay(*steps: Step, history: History | None = None, **files: tuple[str, ...]) -> Replay:
    known = history or History((Revision(FIRST, file=f"{FIRST}.py"), Revision("007", (FIRST,), file="007.py")))
    histories = {"primary": known, "analytics": History()}
    made = Replay(catalogue.find("02.1"), state(FIRST), state(FIRST), histories, steps=steps)
    return dataclasses.replace(made, **files)  # type: ignore[arg-type]


def test_a_row_is_found_by_its_key() -> None:
    found = state().row("users", 17)

    assert found is not None
    assert found["name"] == "Ada Byron"


def test_a_row_is_found_by_a_key_of_several_columns() -> None:
    found = state().row("members", (1, 17))

    assert found is not None
    assert found["role"] == "owner"


@pytest.mark.parametrize(("table", "key"), [("users", 18), ("nobody", 1), ("notes", 1), ("events", 1)])
def test_a_row_that_is_not_known_is_none(table: str, key: int) -> None:
    assert state().row(table, key) is None


def test_rows_are_counted_and_a_missing_table_is_none() -> None:
    assert (state().count("events"), state().count("nobody")) == (20_000, None)
    assert state().count("users", database="analytics") is None


def test_a_step_that_stands_where_it_should_went_well() -> None:
    assert step(UPGRADE, GOOD, "007", "007").ok


def test_a_step_that_ends_well_and_stands_elsewhere_did_not_go_well() -> None:
    ended = step(UPGRADE, GOOD, FIRST, "007")  # os._exit(0) in a migration

    assert (ended.run.ok, ended.arrived, ended.ok) == (True, False, False)


def test_a_step_with_an_error_did_not_go_well_wherever_it_stands() -> None:
    assert not step(DOWNGRADE, BAD, FIRST, FIRST).ok


def test_the_state_after_a_step_is_asked_by_its_name() -> None:
    made = replay(step(UPGRADE, GOOD, "007", "007"), step(DOWNGRADE, GOOD, FIRST, FIRST))

    assert made.after(UPGRADE).revisions() == ("007",)
    assert made.after(DOWNGRADE).revisions() == (FIRST,)
    assert made.failed is None


def test_a_step_that_was_not_reached_tells_which_one_stopped_the_replay() -> None:
    made = replay(step(UPGRADE, GOOD, "007", "007"), step(DOWNGRADE, BAD, "007", FIRST))

    with pytest.raises(NotReached) as caught:
        made.after(AGAIN)

    assert (caught.value.wanted, caught.value.stopped) == (AGAIN, made.failed)


def test_what_a_step_left_behind_that_failed_is_no_state_to_judge() -> None:
    made = replay(step(UPGRADE, BAD, FIRST, "007"))

    with pytest.raises(NotReached) as caught:
        made.after(UPGRADE)

    assert (caught.value.wanted, caught.value.stopped) == (UPGRADE, made.failed)


def test_a_replay_that_was_not_run_reached_nothing() -> None:
    with pytest.raises(NotReached) as caught:
        replay().after(UPGRADE)

    assert caught.value.stopped is None


def test_the_learners_revisions_are_those_in_new_or_changed_files_after_the_start() -> None:
    made = replay(new=("alembic/versions/007.py", f"alembic/versions/{FIRST}.py"))

    assert [one.id for one in made.mine()] == ["007"]
    assert [one.id for one in replay(changed=("alembic/versions/007.py",)).mine()] == ["007"]
    assert replay(new=("notes.md",)).mine() == ()


def test_without_the_file_of_the_start_every_new_revision_is_the_learners() -> None:
    lonely = History((Revision("007", (FIRST,), file="007.py"),))

    assert [one.id for one in replay(history=lonely, new=("alembic/versions/007.py",)).mine()] == ["007"]


def test_what_is_wrong_with_the_files_is_gathered() -> None:
    broken = Broken("007.py", 3, "Python cannot read this file: invalid syntax.")

    assert replay(history=History((), (broken,))).broken == (broken,)


@pytest.mark.parametrize("kind", ["new", "changed", "gone"])
def test_a_project_with_any_difference_is_touched(kind: str) -> None:
    assert replay().untouched
    assert not replay(**{kind: ("alembic.ini",)}).untouched
