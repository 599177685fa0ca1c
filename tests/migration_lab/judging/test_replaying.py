"""A replay on good days: up, down and up again, on copies only."""

import sqlite3
from contextlib import closing

import pytest

from migration_lab import places
from migration_lab.exercises import answers
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import bench, replaying
from migration_lab.judging.replay import AGAIN, DOWNGRADE, UPGRADE, Replay
from migration_lab.lessons import ledger
from tests.migration_lab import learner
from tests.migration_lab.learner import BACK, FIRST, MINE, all_of, names, sql, workspace, write


def columns(replay: Replay, step: str) -> tuple[str, ...]:
    return replay.after(step).schema()["users"].column_names


def test_a_good_revision_goes_up_down_and_up_again(rename: Exercise) -> None:
    write(rename)

    made = replaying.replay(rename)

    assert names(made) == [(UPGRADE, True), (DOWNGRADE, True), (AGAIN, True)]
    assert [made.after(step).revisions() for step in (UPGRADE, DOWNGRADE, AGAIN)] == [
        ("007_mine",),
        (FIRST,),
        ("007_mine",),
    ]
    assert ["display_name" in columns(made, step) for step in (UPGRADE, DOWNGRADE, AGAIN)] == [True, False, True]
    assert made.failed is None


def test_named_rows_are_there_before_the_first_step_and_travel(rename: Exercise) -> None:
    write(rename)

    made = replaying.replay(rename)

    ada = [state.row("users", 17) for state in (made.start, made.after(UPGRADE), made.after(DOWNGRADE))]
    assert [row and row.values[2] for row in ada] == ["Ada Byron"] * 3
    assert [row and row.columns[2] for row in ada] == ["full_name", "display_name", "full_name"]
    assert made.after(UPGRADE).rows().counts == {"endpoint_configs": 3000, "user_profiles": 1000, "users": 1000}


def test_the_learners_files_are_told(rename: Exercise) -> None:
    write(rename)
    (workspace(rename) / "alembic.ini").write_text("[alembic]", encoding="utf-8")
    (workspace(rename) / "alembic" / "README.md").unlink()

    made = replaying.look(rename)

    assert (made.new, made.changed, made.gone) == ((MINE,), ("alembic.ini",), ("alembic/README.md",))
    assert made.files["alembic.ini"] == "[alembic]"
    assert [one.id for one in made.mine()] == ["007_mine"]
    assert made.history.heads == ("007_mine",)
    assert made.steps == ()


def test_an_untouched_workspace_is_told(rename: Exercise) -> None:
    made = replaying.look(rename)

    assert made.untouched
    assert made.own.revisions() == (FIRST,)


def test_the_learners_own_environment_runs(rename: Exercise) -> None:
    answers.lay(next(one for one in answers.wrong(rename) if "batch" in one.name), workspace(rename))
    lost = replaying.replay(rename).after(UPGRADE).count("endpoint_configs")
    answers.lay(answers.alternatives(rename)[0], workspace(rename))
    kept = replaying.replay(rename).after(UPGRADE).count("endpoint_configs")

    assert (lost, kept) == (0, 3000)


def test_nothing_of_the_learners_is_changed(rename: Exercise) -> None:
    write(rename)
    before = all_of(workspace(rename))

    replaying.replay(rename)

    assert all_of(workspace(rename)) == before
    assert list(places.backstage(bench.STORE).iterdir()) == []
    assert not (places.home() / "attempts").exists()


def test_revisions_of_the_other_database_run_too(rename: Exercise) -> None:
    file = workspace(rename) / "alembic" / "analytics" / "a004_mine.py"
    forward, back = (
        'op.add_column("daily_usage", sa.Column("note", sa.Text()))',
        'op.drop_column("daily_usage", "note")',
    )
    follows = "a003_fill_daily_usage"
    text = learner.FILE.format(name="a004_mine", follows=follows, forward=forward, back=back)
    file.write_text(text, encoding="utf-8")

    made = replaying.replay(rename)

    assert [len(step.runs) for step in made.steps] == [2, 2, 2]
    assert "note" in made.after(UPGRADE).schema("analytics")["daily_usage"]
    assert made.after(DOWNGRADE).revisions("analytics") == ("a003_fill_daily_usage",)
    assert made.after(UPGRADE).revisions() == (FIRST,)


def test_rows_that_wait_beside_an_unchanged_database_are_read(rename: Exercise) -> None:
    write(rename)
    with replaying.laid(rename) as copy:
        for folder in (copy.start, copy.folder):
            with closing(sqlite3.connect(folder / "analytics.db")) as connection:
                connection.execute("PRAGMA journal_mode=WAL")

        with closing(sqlite3.connect(copy.folder / "analytics.db")) as writing:
            writing.execute("DELETE FROM daily_usage")
            writing.commit()
            unchanged = (copy.folder / "analytics.db").read_bytes() == (copy.start / "analytics.db").read_bytes()
            found = replaying.run(copy)

    assert unchanged
    assert found.after(UPGRADE).rows("analytics").counts["daily_usage"] == 0


def test_the_same_work_gives_the_same_replay(rename: Exercise) -> None:
    write(rename, back=f"{BACK}; print('on the way back')")

    first, second = replaying.replay(rename), replaying.replay(rename)

    assert first == second
    assert [step.run.output for step in first.steps] == [step.run.output for step in second.steps]


def test_an_error_while_judging_stays_what_it_is(rename: Exercise) -> None:
    with pytest.raises(FileNotFoundError, match="ours"), replaying.laid(rename):
        raise FileNotFoundError("ours")

    assert list(places.backstage(bench.STORE).iterdir()) == []


def test_prints_of_the_start_are_compared_without_the_databases(rename: Exercise) -> None:
    sql(workspace(rename) / "app.db", "DELETE FROM users")

    made = replaying.look(rename)

    assert made.untouched
    assert not {*made.new, *made.changed, *made.gone} & set(ledger.DATABASES.values())
