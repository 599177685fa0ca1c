"""What is said for a notebook, said for a terminal."""

import io
import sys
from pathlib import Path

import pytest

from migration_lab.command import LAB
from migration_lab.exercises import doing, in_terminal
from migration_lab.exercises.notice import Notice
from migration_lab.exercises.paper import Paper
from migration_lab.judging.message import Line
from migration_lab.judging.verdict import Verdict

LINES = (Line("Found", "word " * 60), Line("Next", 'exercise("02.1").hint()'))
SAID = (Verdict("not started", "02.1", "Rename", lines=LINES), Notice("Hint 1 of 3", "02.1 Rename", LINES))


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


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


@pytest.mark.parametrize(("columns", "width"), [("20", 60), ("60", 60), ("77", 77), ("110", 110), ("300", 110)])
@pytest.mark.parametrize("said", SAID)
def test_in_a_terminal_a_message_is_as_wide_as_it_within_bounds(
    said: Verdict | Notice, columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "stdout", Terminal())

    lines = in_terminal.said(said).splitlines()

    assert width - len("word ") < max(map(len, lines[1:])) <= width
    assert lines[-1] == f"  Next      {LAB} hint 02.1"


@pytest.mark.parametrize("said", [*SAID, Paper("Yours", words="word " * 40)])
def test_where_nobody_looks_on_it_is_the_same_bytes_for_every_width(
    said: Verdict | Notice | Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys, "stdout", io.StringIO())

    assert in_terminal.said(said) == in_terminal.words(str(said))


def test_every_verb_of_an_exercise_is_known() -> None:
    assert {name for name in vars(doing.Doing) if not name.startswith("_")} - {"id", "record", "name", "question"} == {
        *in_terminal.VERBS
    }


def test_a_terminal_is_told_where_the_work_lies(desk: Path) -> None:
    assert in_terminal.where("02_1_rename") == (
        f"Work in `{desk / '02_1_rename'}`; the task is `exercises/02_1_rename/README.md`."
    )
