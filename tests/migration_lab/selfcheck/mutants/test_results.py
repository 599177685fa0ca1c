"""Mutants of what came out: criteria that look see them; blind ones do not, and that is told."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from migration_lab.judging import expect
from migration_lab.judging.criteria import Check, Outcome
from migration_lab.judging.expect import Miss
from migration_lab.judging.replay import AGAIN, DOWNGRADE, UPGRADE, Replay, Step
from migration_lab.running.runner import Run
from migration_lab.selfcheck.mutants import mutant, results, table
from migration_lab.selfcheck.mutants.mutant import Mutant
from migration_lab.selfcheck.stage import Seen
from tests.migration_lab.judging.replays import exercise, replayed

UP = "ALTER TABLE users RENAME COLUMN name TO full_name"
Criterion = Callable[[Replay], Miss | None]


def kept(replay: Replay) -> Miss | None:
    return expect.values_moved(replay, "users.name", "users.full_name") or expect.downgrade_restores(replay)


def again(replay: Replay) -> Miss | None:
    return expect.one_head(replay) or expect.upgrade_again_equal(replay)


def bound(replay: Replay) -> Miss | None:
    return expect.nothing_else(replay, ("users.name", "users.full_name"))


def blind(replay: Replay) -> Miss | None:
    return None


def check(first: Criterion = again, second: Criterion = kept, **more: Callable[[Replay], object]) -> Check:
    return Check(exercise(), {"one_head": first, "rows_kept": second, **more})


def made(replay: Replay, by: Check) -> dict[str, Mutant]:
    seen = Seen(replay, by.outcomes(replay, lambda _: None), {})
    return {one.words: one for one in results.mutants(seen, by)}


def test_the_criteria_hold_for_the_solution_and_see_its_mutants() -> None:
    solution = replayed(UP)
    assert all(one.holds for one in check().outcomes(solution, lambda _: None))

    found = made(solution, check())

    assert len(found) > 40
    assert found["upgrade: column users.full_name missing"].killers == ("rename.rows-kept",)
    assert found["upgrade again: one row of users lost"].killers == ("rename.one-head",)
    assert found["downgrade: changes nothing"].killers == ("rename.rows-kept",)
    assert found["upgrade: raises"].killers == ("rename.one-head",)
    assert found["downgrade: raises"].killers == ("rename.one-head",)


def test_damage_of_an_upgrade_is_taken_back_by_the_downgrade() -> None:
    found = made(replayed(UP), check())

    lost = found["upgrade: one row of users lost"].replay
    wrong = found["upgrade: column users.full_name with the type INTEGER"].replay

    assert [lost.after(step).count("users") for step in (UPGRADE, AGAIN)] == [3, 3]
    assert wrong.after(AGAIN).schema()["users"]["full_name"].type == "INTEGER"
    assert lost.after(DOWNGRADE) == wrong.after(DOWNGRADE) == wrong.start


def test_a_downgrade_that_restores_does_not_hide_what_an_upgrade_did() -> None:
    dropped = "upgrade: index ix_users_email of users dropped"

    assert made(replayed(UP), check())[dropped].killers == ()
    assert made(replayed(UP), check(bound))[dropped].killers == ("rename.one-head",)


def test_a_mutant_that_equals_the_solution_is_known() -> None:
    solution = replayed(UP)

    assert Mutant("nothing", replace(solution, files={})).equals(solution)
    assert not any(one.equals(solution) for one in made(solution, check()).values())


def test_what_a_criterion_sees_by_a_further_command_equals_nothing() -> None:
    solution = replayed(UP)
    outcome = Outcome(exercise().goals[0], miss=Miss("`alembic check` finds 1 difference"))

    assert not Mutant("files: without `alembic/env.py`", solution, (outcome,)).equals(solution)


def test_a_blind_criterion_and_what_nobody_sees_are_told() -> None:
    found = made(replayed(UP), check(blind, blind))

    said = [str(one) for one in table.problems(table.Table(exercise(), tuple(found.values())))]

    assert len(said) == 6 + 1 + 2
    assert said[6] == (
        f"02_9_names (mutant): {len(found) - 6} more mutants are seen by no criterion. "
        "`selfcheck --table` shows them all."
    )
    assert said[0] == (
        "02_9_names (mutant): No criterion sees the mutant “upgrade: table users dropped”. "
        "Let a criterion see it, or say in `mutants.toml` why none has to."
    )
    assert said[-1] == (
        "02_9_names (dead): `rename.rows-kept` sees no mutant: it would hold whatever a learner does. "
        "Let it look closer, or take it away."
    )


def test_a_reason_excuses_one_mutant_and_must_not_be_stale(tmp_path: Path) -> None:
    (tmp_path / "mutants.toml").write_text('[unseen]\n"first" = "no harm"\n"second" = "gone"\n', encoding="utf-8")
    names = exercise(tmp_path)
    mutants = (Mutant("first", replayed(UP)), Mutant("third", replayed(UP)))

    said = [one.words for one in table.problems(table.Table(names, mutants)) if one.rule == "mutant"]

    assert said == ["No criterion sees the mutant “third”.", "There is no unseen mutant “second”."]


def test_a_criterion_that_breaks_over_a_mutant_is_told() -> None:
    def breaks(replay: Replay) -> Miss | None:
        replay.after("upgrade").schema()["users"]
        return kept(replay)

    found = made(replayed(UP), check(second=breaks))

    said = [one for one in table.problems(table.Table(exercise(), tuple(found.values()))) if one.rule == "report"]

    assert said[0].words.startswith(
        "Over the mutant “upgrade: table users dropped” our checker broke: "
        "migration-lab 02.9 rename.rows-kept: LabError: There is no table `users` in this database."
    )


def test_a_known_mistake_that_breaks_over_a_mutant_is_told() -> None:
    def mistake_lost(replay: Replay) -> None:
        assert replay.after("upgrade").count("users")

    found = made(replayed(UP), check(mistake_lost=mistake_lost))

    assert "AssertionError" in found["upgrade: all rows of users lost"].faults[0]
    assert found["upgrade: one row of users lost"].faults == ()


@pytest.fixture
def refusing() -> Replay:
    """Give the replay of a solution whose downgrade refuses on purpose."""
    whole = replayed(UP)
    run = Run("alembic downgrade 001", 1, "", "", "RuntimeError: the names cannot be split again")
    return replace(whole, steps=(whole.steps[0], Step(DOWNGRADE, (run,), whole.steps[0].state, {"primary": ("001",)})))


def test_a_downgrade_that_should_refuse_has_mutants_of_its_own(refusing: Replay) -> None:
    def refuses(replay: Replay) -> Miss | None:
        return expect.downgrade_refuses(replay, words="cannot be split")

    def moved(replay: Replay) -> Miss | None:
        return expect.values_moved(replay, "users.name", "users.full_name")

    found = made(refusing, check(refuses, moved))

    assert found["downgrade: does not refuse"].killers == ("rename.one-head",)
    assert found["downgrade: refuses in other words"].killers == ("rename.one-head",)
    assert found["downgrade: one row of users lost, then refuses"].killers == ("rename.one-head",)
    assert found["upgrade: one row of users lost"].killers == ("rename.rows-kept",)


def test_where_only_the_own_database_is_migrated_that_one_is_damaged() -> None:
    whole = replayed(UP)
    own = replace(whole, own=whole.after("upgrade"), files={}, new=())

    def migrated(replay: Replay) -> Miss | None:
        return expect.own_is_replayed(replay) or expect.column_exists(replay, "users.full_name", after="own")

    def moved(replay: Replay) -> Miss | None:
        return expect.values_moved(replay, "users.name", "users.full_name", after="own")

    found = made(own, check(migrated, moved))

    assert {words.partition(":")[0] for words in found} == {"own database"}
    assert found["own database: as at the start"].killers == ("rename.one-head", "rename.rows-kept")
    assert found["own database: two values of users.full_name swapped"].killers == ("rename.rows-kept",)
    assert found["own database: index ix_users_email of users dropped"].killers == ("rename.one-head",)


def test_an_own_database_that_was_migrated_has_the_damage_of_the_revision_too() -> None:
    whole = replayed(UP)
    both = replace(whole, own=whole.after("upgrade"))

    def migrated(replay: Replay) -> Miss | None:
        return expect.own_is_replayed(replay)

    found = made(both, check(migrated, bound))

    assert found["upgrade: extra column in users"].killers == ("rename.rows-kept",)
    assert found["upgrade: column users.full_name NOT NULL"].killers == ()
    assert found["own database: as at the start"].killers == ("rename.one-head",)
    assert not results.is_migrated(whole)


def test_the_table_names_mutants_and_criteria() -> None:
    one = mutant.of("rows lost", Seen(replayed("DELETE FROM users"), (), {}), check=check())

    said = str(table.Table(exercise(), (one,), ("same",)).grid)

    assert said.splitlines() == [
        "02.9: 1 mutants, 1 more that equal the solution",
        "mutant      one-head  rows-kept",
        "----------  --------  ---------",
        "rows lost",
        "seen by it  0         0",
    ]


def test_after_an_accident_what_was_repaired_is_damaged_whatever_else_the_solution_brings() -> None:
    solution = replayed(UP)
    harmed = replayed("DELETE FROM users WHERE id > 1").after("upgrade")

    found = made(replace(solution, own=solution.start, accident=harmed), check(first=own_kept))

    assert found["own database: all rows of users lost"].killers == ("rename.one-head",)
    assert found["own database: as at the start"].killers == ("rename.one-head",)
    assert "own database: all rows of users lost" not in made(replace(solution, own=solution.start), check())


def own_kept(replay: Replay) -> Miss | None:
    return expect.rows_kept(replay, "users", after="own")
