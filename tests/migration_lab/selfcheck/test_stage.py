"""The desk of a selfcheck: its own, and gone afterwards."""

import os
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.exercises import answers
from migration_lab.exercises.exercise import Exercise
from migration_lab.selfcheck import stage
from tests.migration_lab import learner

ENV, REVISION = "alembic/env.py", "alembic/versions/007_rename_full_name.py"


def test_a_desk_is_there_for_a_while_and_the_learners_own_comes_back(desk: Path) -> None:
    with stage.desk() as other:
        assert places.home() == other.resolve() != desk

    assert places.home() == desk
    assert not other.exists()


def test_where_nobody_chose_a_desk_none_is_chosen_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(places.HOME_VARIABLE)

    with stage.desk():
        assert places.HOME_VARIABLE in os.environ

    assert places.HOME_VARIABLE not in os.environ


def test_a_file_of_an_answer_can_stay_as_at_the_start(rename: Exercise) -> None:
    batch, place = answers.alternatives(rename)[0], learner.workspace(rename)
    before = (place / ENV).read_bytes()

    stage.lay(rename, batch, left_out=ENV)
    assert ((place / ENV).read_bytes(), (place / REVISION).exists()) == (before, True)

    stage.lay(rename, batch, left_out=REVISION)
    assert ((place / ENV).read_bytes() == before, (place / REVISION).exists()) == (False, False)
