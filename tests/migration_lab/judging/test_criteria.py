"""`check.py` is judged by its functions; what breaks in it is ours, in one line to report."""

import platform
import sqlite3
import sys
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.exercises import catalogue
from migration_lab.exercises.exercise import Goal
from migration_lab.judging import criteria
from migration_lab.judging.criteria import Broke, Check
from migration_lab.judging.miss import Miss, Mistake
from migration_lab.judging.replay import Replay, Step
from migration_lab.running.runner import Run
from tests.migration_lab.judging.replays import exercise, failed, replayed

IMPORT = "from migration_lab.judging import expect\n"
HEAD = "def one_head(replay): return expect.one_head(replay)\n"
KEPT = "def rows_kept(replay): return expect.rows_kept(replay, 'users')\n"
HERE = f"Python {sys.version_info.major}.{sys.version_info.minor}, SQLite {sqlite3.sqlite_version}"


def nothing(_wanted: str) -> Step | None:
    return None


def load(folder: Path, code: str) -> Check:
    (folder / "check.py").write_text(IMPORT + code, encoding="utf-8")
    return criteria.load(exercise(folder))


def fault(folder: Path, code: str) -> str:
    """Give the report of the second criterion."""
    found = load(folder, HEAD + code).outcomes(replayed(), nothing)[1].fault
    assert found is not None
    return found.words


def test_all_criteria_are_judged_in_the_order_of_the_goals(tmp_path: Path) -> None:
    check = load(tmp_path, KEPT + HEAD)

    outcomes = check.outcomes(replayed("DELETE FROM users WHERE id = 5;"), nothing)

    assert [(one.goal.id, one.holds) for one in outcomes] == [("rename.one-head", True), ("rename.rows-kept", False)]
    assert outcomes[1].miss == Miss(
        "3 of 4 rows of users are left; row 5 of users is gone (name NULL, email NULL, photo NULL)", "upgrade()"
    )


def test_a_step_that_was_not_reached_does_not_hold(tmp_path: Path) -> None:
    replay = failed(Run("alembic upgrade head", 1, "", error="ValueError: no"))

    outcomes = load(tmp_path, HEAD + KEPT).outcomes(replay, nothing)

    assert [one.holds for one in outcomes] == [True, False]
    assert outcomes[1].stopped is not None


def test_what_a_failed_upgrade_left_is_no_state_to_judge_by(tmp_path: Path) -> None:
    replay = failed(Run("alembic upgrade head", 1, "", error="ValueError: no"))
    own_words = "def rows_kept(replay): return None if replay.after('upgrade').count('users') else 1\n"

    assert not load(tmp_path, HEAD + own_words).outcomes(replay, nothing)[1].holds


def test_a_command_is_run_when_a_criterion_asks_for_it(tmp_path: Path) -> None:
    check = load(tmp_path, HEAD + "def rows_kept(replay): return expect.models_agree(replay)\n")
    asked: list[str] = []

    def ask(wanted: str) -> Step:
        asked.append(wanted)
        return Step(wanted, (Run(wanted, 0, ""),), replayed().start, {})

    assert [one.holds for one in check.outcomes(replayed(), ask)] == [True, True]
    assert asked == ["alembic check"]
    assert [one.holds for one in check.outcomes(replayed(), nothing)] == [True, False]


def test_an_error_in_a_criterion_is_ours(tmp_path: Path) -> None:
    words = fault(tmp_path, "def rows_kept(replay):\n    return {}['users']\n")

    assert words == f"migration-lab 02.9 rename.rows-kept: KeyError: 'users' (check.py, line 4; {HERE})"


def test_a_criterion_that_ends_the_program_is_ours(tmp_path: Path) -> None:
    assert "SystemExit: 3 (check.py, line 3; " in fault(tmp_path, "def rows_kept(replay): raise SystemExit(3)\n")


def test_a_criterion_that_returns_something_else_is_ours(tmp_path: Path) -> None:
    words = fault(tmp_path, "def rows_kept(replay): return False\n")

    assert words.startswith(
        "migration-lab 02.9 rename.rows-kept: TypeError: `rows_kept` returned bool, not a Miss or None (criteria.py, "
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (HEAD, "the goal `rename.rows-kept` has no function `rows_kept`"),
        (HEAD + KEPT + "def more(replay): return None\n", "the function `more` has no goal"),
    ],
)
def test_goals_and_functions_that_differ_are_no_check(tmp_path: Path, code: str, words: str) -> None:
    with pytest.raises(LabError) as told:
        load(tmp_path, code)

    assert told.value.message == (
        "`02_9_names/check.py` and the goals in `exercise.toml` do not belong together: "
        f"{words}. So nothing was judged."
    )
    assert told.value.hint == "Undo what was changed in `exercises/02_9_names`, or get the lab's files again."


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def f(:", "SyntaxError: invalid syntax (check.py, line 2)"),
        ("import nothing_there", "ModuleNotFoundError: No module named 'nothing_there' (check.py, line 2; "),
        ("raise SystemExit(3)", "SystemExit: 3 (check.py, line 2; "),
    ],
)
def test_a_check_that_cannot_be_read_is_ours(tmp_path: Path, code: str, words: str) -> None:
    with pytest.raises(Broke) as broke:
        load(tmp_path, code)

    assert broke.value.fault.words.startswith(f"migration-lab 02.9 check.py: {words}")
    assert str(tmp_path) not in broke.value.fault.words


def test_a_missing_check_is_ours_and_its_path_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(Broke) as broke:
        criteria.load(exercise(tmp_path))

    assert broke.value.fault.words.startswith(
        "migration-lab 02.9 check.py: FileNotFoundError: No such file or directory ("
    )
    assert str(tmp_path) not in broke.value.fault.words


def test_reading_a_check_writes_nothing(tmp_path: Path) -> None:
    load(tmp_path, HEAD + KEPT)

    assert [path.name for path in tmp_path.iterdir()] == ["check.py"]


def test_the_first_known_mistake_is_found(tmp_path: Path) -> None:
    check = load(
        tmp_path,
        HEAD + KEPT + "def mistake_none(replay): return None\n"
        "def mistake_not_reached(replay): return replay.after('nothing')\n"
        "def mistake_first(replay): return expect.Mistake('why', 'next')\n"
        "def mistake_second(replay): return expect.Mistake('other', 'other')\n",
    )

    assert check.mistake(replayed()) == Mistake("why", "next")
    assert load(tmp_path, HEAD + KEPT).mistake(replayed()) is None


@pytest.mark.parametrize("code", ["1 / 0", "'words'"])
def test_a_known_mistake_that_breaks_is_ours(tmp_path: Path, code: str) -> None:
    check = load(tmp_path, HEAD + KEPT + f"def mistake_x(replay): return {code}\n")

    with pytest.raises(Broke, match=r"^migration-lab 02\.9 mistake_x: "):
        check.mistake(replayed())


def test_a_note_is_told(tmp_path: Path) -> None:
    assert load(tmp_path, HEAD + KEPT + "def note(replay): return 'dear'\n").note(replayed()) == "dear"
    assert load(tmp_path, HEAD + KEPT + "def note(replay): return None\n").note(replayed()) == ""
    assert load(tmp_path, HEAD + KEPT).note(replayed()) == ""


def test_a_fault_has_one_line(tmp_path: Path) -> None:
    words = fault(tmp_path, "def rows_kept(replay): raise ValueError('a\\n  b')\n")

    assert "ValueError: a b (check.py, line 3; " in words
    assert platform.node() not in words.split()


def test_hostile_words_of_a_fault_are_harmless(tmp_path: Path) -> None:
    words = fault(tmp_path, "def rows_kept(replay): raise ValueError('\\udc80\\u202e\\x1b')\n")

    assert r"ValueError: \udc80\u202e\x1b (check.py" in words
    assert words.isprintable()


def test_goals_name_functions() -> None:
    assert Goal("rename.rows-kept", "x").function == "rows_kept"


def test_a_replay_is_not_changed(tmp_path: Path) -> None:
    replay: Replay = replayed()

    load(tmp_path, HEAD + KEPT).outcomes(replay, nothing)

    assert [step.name for step in replay.steps] == ["upgrade", "downgrade", "upgrade again"]


@pytest.mark.parametrize("word", ["ALTER", "TYPE", "MODIFY"])
def test_a_type_changed_outside_a_batch_is_known_in_the_words_of_every_sqlite(word: str) -> None:
    replay = failed(Run("alembic upgrade head", 1, "", error=f'OperationalError: near "{word}": syntax error'))

    found = criteria.load(catalogue.find("03.2")).mistake(replay)

    assert found is not None
    assert found.why == "SQLite cannot change a type: the table has to be built anew"
