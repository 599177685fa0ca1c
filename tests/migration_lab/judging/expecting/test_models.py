"""Models and schema agree when `alembic check` finds nothing."""

from dataclasses import replace

import pytest

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Replay
from migration_lab.judging.replay import NotReached, Step
from migration_lab.running.runner import Run
from tests.migration_lab.judging.replays import replayed

FOUND = "ERROR New upgrade operations detected: [('remove_column', None, 'users', Column('x', TEXT()))]\n" + (
    "FAILED: New upgrade operations detected: [('remove_column', None, 'users', Column('nick', TEXT(), "
    "table=<users>)), ('add_column', None, 'users', Column('name', String(), table=<users>))]\n"
)


def checked(run: Run) -> Replay:
    replay = replayed()
    return replace(replay, steps=(*replay.steps, Step("alembic check", (run,), replay.start, {})))


def test_no_difference_holds() -> None:
    assert expect.models_agree(checked(Run("alembic check", 0, "No new upgrade operations detected.\n"))) is None


def test_a_comparison_that_sees_nothing_anywhere_is_told() -> None:
    replay = replayed("ALTER TABLE users ADD nick TEXT;")
    blind = Step("alembic check", (Run("alembic check", 0, ""),), replay.start, {})
    steps = (*replay.steps, blind, replace(blind, name="alembic check at the start"))
    sees = replace(steps[-1], runs=(Run("alembic check", 255, FOUND),))

    assert expect.models_agree(replace(replay, steps=(*steps[:-1], sees))) is None
    assert expect.models_agree(replace(replay, steps=steps)) == Miss(
        "`alembic check` finds nothing, and it finds nothing on a database without your revision either",
        "alembic/env.py",
        next="take out of env.py what hides differences (`include_object` and its like), and let it find every model",
    )


def test_a_difference_is_told() -> None:
    assert expect.models_agree(checked(Run("alembic check", 255, FOUND))) == Miss(
        "`alembic check` finds 2 differences; first: add_column users.name", "models and revision"
    )


def test_another_end_is_told() -> None:
    assert expect.models_agree(checked(Run("alembic check", 1, "FAILED: No config file\n\n"))) == Miss(
        "`alembic check` stops: FAILED: No config file"
    )


def test_the_command_is_asked_for() -> None:
    with pytest.raises(NotReached) as stopped:
        expect.models_agree(replayed())

    assert stopped.value.wanted == "alembic check"
