"""The code that opens a workspace, by its name."""

import pytest

from migration_lab import called


@pytest.mark.parametrize(
    ("name", "identity", "kind"),
    [
        ("02_1_rename", "02.1", "exercise"),
        ("10_12_two_migrators", "10.12", "exercise"),
        ("02_autogenerate", "", "lesson"),
        ("09_ci_cd", "", "lesson"),
    ],
)
def test_a_name_tells_an_exercise_from_a_lesson(name: str, identity: str, kind: str) -> None:
    assert (called.identity(name), called.kind(name)) == (identity, kind)


def test_an_exercise_is_opened_by_its_id() -> None:
    assert called.beginning("02_1_rename") == 'exercise("02.1").reset()'
    assert called.going_on("02_1_rename") == 'from migration_lab import exercise; lab = exercise("02.1").start()'


def test_a_lesson_is_opened_by_its_name() -> None:
    assert called.beginning("02_autogenerate") == 'lab = open_lesson("02_autogenerate")'
    assert called.going_on("02_autogenerate") == (
        'from migration_lab import continue_lesson; lab = continue_lesson("02_autogenerate")'
    )
