"""What is said for a notebook, said for a terminal."""

from pathlib import Path

import pytest

from migration_lab.command import LAB
from migration_lab.exercises import doing, in_terminal


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ('exercise("02.1").hint() is one idea', f"{LAB} hint 02.1 is one idea"),
        ('exercise("02.1").start()', f"{LAB} reset 02.1"),
        ('then exercise("00.1").check(); exercise("00.1").solution()', f"then {LAB} check 00.1; {LAB} solution 00.1"),
        ("run %alembic upgrade head", "run alembic upgrade head"),
        ('exercise("02.1").fly()', 'exercise("02.1").fly()'),
        ('lab.row("users", 17)', 'lab.row("users", 17)'),
    ],
)
def test_each_verb_is_said_as_it_is_typed(said: str, typed: str) -> None:
    assert in_terminal.words(said) == typed


def test_every_verb_of_an_exercise_is_known() -> None:
    assert {name for name in vars(doing.Doing) if not name.startswith("_")} - {"id", "record", "name", "question"} == {
        *in_terminal.VERBS
    }


def test_a_terminal_is_told_where_the_work_lies(desk: Path) -> None:
    assert in_terminal.where("02_1_rename") == (
        f"Work in `{desk / '02_1_rename'}`; the task is `exercises/02_1_rename/README.md`."
    )
