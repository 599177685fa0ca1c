"""A step that failed is told with the learner's line, the error's own words and what was left behind."""

from dataclasses import replace

import pytest

from migration_lab.judging import failing
from migration_lab.judging.criteria import Outcome
from migration_lab.judging.miss import Mistake
from migration_lab.judging.replay import NotReached, Replay
from migration_lab.judging.verdict import Verdict
from migration_lab.running.runner import Run
from migration_lab.values.history import History
from migration_lab.values.revision_file import Broken
from tests.migration_lab.judging.replays import GOALS, failed

COMMAND = "alembic upgrade head"
FRAMES = (
    'Traceback (most recent call last):\n  File "alembic/env.py", line 9, in <module>\n    run()\n'
    '  File "alembic/versions/002.py", line 10, in upgrade\n    batch.create_unique_constraint("uq", ["name"])\n'
)
UNIQUE = (
    "sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) UNIQUE constraint failed: _alembic_tmp_users.name\n"
    "[SQL: INSERT INTO _alembic_tmp_users]\n(Background on this error at: x)\n"
)
LEFT = "CREATE TABLE _alembic_tmp_users (id INTEGER);"
WHERE = 'alembic/versions/002.py, line 10, in upgrade: batch.create_unique_constraint("uq", ["name"])'
AGAIN = 'exercise("02.9").check()'
DID = "upgrade on a copy of the start database (4 users), with your 002"
OUTCOMES = (Outcome(GOALS[0]), Outcome(GOALS[1], stopped=NotReached("upgrade", None)))


def run(error: str = "", *, code: int = 1, frames: str = FRAMES) -> Run:
    return Run(COMMAND, code, "words\n" + frames + error, frames + error if error else "", error)


def told(replay: Replay, mistake: Mistake | None = None) -> Verdict:
    return failing.tell(replay, OUTCOMES, mistake)


def test_the_second_error_that_hides_the_first() -> None:
    verdict = told(failed(run(UNIQUE), LEFT))

    assert (
        str(verdict)
        == f"""\
Your migration raised: 1 of 2 hold                      02.9 Keep the names
  holds     there is one head
  Did       {DID}
  Found     UNIQUE constraint failed: _alembic_tmp_users.name; and a leftover table _alembic_tmp_users (0
            rows)
  Where     {WHERE}
  Why       batch mode builds a second table; when the copy fails, SQLite may leave that table behind. The
            next run fails on the leftover, not on the first error
  Next      correct that line, then {AGAIN}"""
    )
    assert (verdict.kind, verdict.criterion) == ("your migration raised", "")
    assert verdict.trace == ("alembic/env.py, line 9: run()", WHERE.replace(", in upgrade", ""))
    assert verdict.output == "words\n" + FRAMES + UNIQUE


def test_a_known_mistake_replaces_why_and_next_only() -> None:
    plain, known = told(failed(run(UNIQUE), LEFT)), told(failed(run(UNIQUE), LEFT), Mistake("because", "merge them"))

    assert (known["Why"], known["Next"]) == ("because", "merge them")
    assert [known[label] for label in ("holds", "Did", "Found", "Where")] == [
        plain[label] for label in ("holds", "Did", "Found", "Where")
    ]


@pytest.mark.parametrize(
    ("error", "found"),
    [
        ("ValueError: no way\n", "ValueError: no way"),
        ("ValueError\n", "ValueError"),
        ('  File "alembic/versions/002.py", line 3\n    (\n    ^\nSyntaxError: \'(\' was never closed\n',
         "SyntaxError: '(' was never closed"),
        ("SystemExit: 0\n", "the program was ended from inside with exit code 1, before Alembic was done"),
        ("sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) near \"x\": syntax error\n[SQL: x]\n",
         'near "x": syntax error'),
    ],
)  # fmt: skip
def test_the_error_is_told_in_its_own_words(error: str, found: str) -> None:
    assert told(failed(run(error)))["Found"] == found


def test_what_alembic_calls_failed_is_told() -> None:
    verdict = told(failed(Run(COMMAND, 255, "FAILED: Can't find Python file alembic/env.py\n")))

    assert verdict["Found"] == "Can't find Python file alembic/env.py"
    assert verdict["Where"] == "alembic/versions/002.py, upgrade(): alter_column at line 10"
    assert verdict["Next"] == (
        'exercise("02.9").reset() puts it at the start; your files are kept in `attempts/02_9_names`'
    )


def test_a_leftover_of_an_earlier_run_has_a_known_next_step() -> None:
    error = "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) table _alembic_tmp_users already exists\n"

    verdict = told(failed(run(error)))

    assert verdict["Found"] == "table _alembic_tmp_users already exists"
    assert verdict["Next"].startswith("an earlier batch operation failed and left this table behind: ")


def test_a_loop_that_never_ends() -> None:
    verdict = told(failed(Run(COMMAND, 124, FRAMES, FRAMES, ending="time limit")))

    assert verdict["Found"] == "it did not end within its time limit, so it was stopped"
    assert verdict["Where"] == WHERE
    assert verdict["Next"] == f"look for a loop that never ends, then {AGAIN}"


def test_a_crash() -> None:
    assert told(failed(Run(COMMAND, -11, "", ending="crash")))["Found"] == (
        "the Python process crashed: something ended it from inside"
    )


def test_an_end_without_an_error_that_did_not_arrive() -> None:
    verdict = told(failed(Run(COMMAND, 0, "")))

    assert verdict["Found"] == "Alembic ended without an error, but `primary` is at 001"
    assert verdict["Next"] == f"look for what ends the program early, or leads env.py to another database, then {AGAIN}"


def test_a_database_that_is_not_the_copy() -> None:
    error = (
        "migration_lab.running.guard.Refused: The command reached for `other.db`, which is not in the workspace.\n"
        "Hint: let it.\n"
    )

    verdict = told(failed(run(error)))

    assert verdict["Found"] == "The command reached for `other.db`, which is not in the workspace."
    assert verdict["Next"] == (
        "your revision is replayed on a copy, so it may touch only the database that Alembic gives it: "
        "`op.get_bind()`, and in `alembic/env.py` the address of the settings"
    )


def test_a_file_that_has_no_place_in_the_history() -> None:
    broken = History((), (Broken("002.py", 1, "It follows `9`, and no file has that revision."),))
    replay = failed(run("KeyError: '9'\n", frames=FRAMES.partition('  File "alembic/versions')[0]))

    verdict = told(replace(replay, histories={"primary": broken}))

    assert verdict["Where"] == "alembic/versions/002.py, line 5: It follows `9`, and no file has that revision."


def test_hostile_words_of_an_error_are_harmless() -> None:
    verdict = told(failed(run("ValueError: \x1b[31m\u202e\x00\n")))

    assert verdict["Found"] == r"ValueError: \x1b[31m\u202e\x00"
