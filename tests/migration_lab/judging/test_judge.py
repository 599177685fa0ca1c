"""The judge on real projects: right and wrong answers, bad days, and faults of our own; it never raises."""

import dataclasses
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.exercises import answers, catalogue
from migration_lab.exercises.answers import Answer
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging.judge import judge
from migration_lab.judging.verdict import Verdict
from migration_lab.lessons import ledger
from tests.migration_lab import learner
from tests.migration_lab.learner import BACK, FORWARD, workspace

ANSWERS = answers.every(catalogue.find("02.1"))
MINE = "alembic/versions/007_mine.py"
DROP = "; ".join(f'op.drop_table("{name}")' for name in ("endpoint_configs", "user_profiles", "users"))
OFF = "Lab state is off                                        02.1 Rename without losing data\n"


def with_check(exercise: Exercise, folder: Path, change: Callable[[str], str]) -> Exercise:
    """Give the exercise with another `check.py`."""
    text = (exercise.folder / "check.py").read_text(encoding="utf-8")
    (folder / "check.py").write_text(change(text), encoding="utf-8")
    return dataclasses.replace(exercise, folder=folder)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.name)
def test_every_answer_is_told_what_its_author_promised(rename: Exercise, answer: Answer) -> None:
    answers.lay(answer, workspace(rename))
    answers.run(answer, workspace(rename))

    verdict = judge(rename)

    assert verdict.kind in {answer.verdict, f"{answer.verdict}, with a note"}
    assert (verdict.criterion, verdict.report) == (answer.criterion, "")
    assert [word for word in answer.words if word not in "\n".join(line.words for line in verdict.lines)] == []
    assert len(str(verdict).splitlines()) <= 12


def test_the_textbook_answer_is_right_with_a_note_about_its_cost(rename: Exercise) -> None:
    batch = next(one for one in ANSWERS if one.name == "alternative_batch")
    answers.lay(batch, workspace(rename))

    verdict = judge(rename)

    assert verdict.kind == "done, with a note"
    assert verdict["note"].startswith(
        "your change rebuilds the table users (1,000 rows copied); the write lock is held"
    )


def test_an_exercise_that_was_not_opened_is_not_started(rename: Exercise) -> None:
    shutil.rmtree(workspace(rename))
    shutil.rmtree(places.backstage(rename.name))

    verdict = judge(rename)

    assert (verdict.kind, verdict["Next"]) == ("not started", 'exercise("02.1").start()')


def test_an_exercise_that_was_only_opened_is_not_started(rename: Exercise) -> None:
    verdict = judge(rename)

    assert (verdict.kind, verdict.holds, verdict.criterion) == ("not started", (), "")
    assert verdict["Found"] == (
        "no file and no row has changed since the start; the newest revision is 006_index_endpoint_lookup"
    )
    assert verdict["Next"] == 'do what the task says, then exercise("02.1").check()'


def test_the_same_answer_is_told_the_same_twice(rename: Exercise) -> None:
    learner.write(rename, 'op.drop_column("users", "full_name")')

    first, second = judge(rename), judge(rename)

    assert (str(first), first._repr_html_(), first.json) == (str(second), second._repr_html_(), second.json)


def test_two_checks_at_once_do_not_meet(rename: Exercise) -> None:
    learner.write(rename)

    with ThreadPoolExecutor(2) as both:
        verdicts = list(both.map(judge, [rename, rename]))

    assert [verdict.kind for verdict in verdicts] == ["done", "done"]


def test_a_check_only_reads(rename: Exercise) -> None:
    learner.write(rename)
    before = ledger.read(workspace(rename))

    judge(rename)

    assert ledger.read(workspace(rename)) == before


def test_an_upgrade_that_drops_every_table_is_told_calmly(rename: Exercise) -> None:
    learner.write(rename, DROP, "pass")

    verdict = judge(rename)
    first, second = (goal.sentence for goal in rename.goals[:2])
    assert (verdict.headline, verdict.criterion) == ("Not yet: 1 of 6 hold", "rename.column")
    assert (verdict["holds"], verdict["Expected"]) == (first, second)
    assert verdict["Found"] == "there is no table users; it had 1,000 rows at the start. Tables: none"
    assert verdict["Where"] == "alembic/versions/007_mine.py, upgrade(): drop_table at line 13"
    assert verdict["Why"] == ""


def test_a_downgrade_that_puts_it_back_does_not_hide_what_the_upgrade_did(rename: Exercise) -> None:
    index = '"ix_endpoint_configs_active_path", "endpoint_configs"'
    learner.write(
        rename,
        f"{FORWARD}; op.drop_index({index})",
        f'{BACK}; op.create_index({index}, ["path"], sqlite_where=sa.text("is_active"))',
    )

    verdict = judge(rename)

    assert (verdict.kind, verdict.criterion, len(verdict.holds)) == ("not yet", "rename.nothing-else", 5)
    assert verdict["Found"].startswith("more has changed than was asked: 1 difference of the schema, first: - removed ")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda text: text + "\ndef rows_kept(replay):\n    return {}['users']\n", "KeyError in rename.rows-kept"),
        (lambda text: text + "\ndef note(replay):\n    return 1 / 0\n", "ZeroDivisionError in note"),
        (lambda text: text + "\n(", "SyntaxError in check.py"),
    ],
)
def test_a_fault_of_ours_is_never_the_learners(
    rename: Exercise, tmp_path: Path, change: Callable[[str], str], place: str
) -> None:
    learner.write(rename)

    verdict = judge(with_check(rename, tmp_path, change))

    assert verdict.kind == "our checker broke"
    assert verdict["Found"] == f"our checker broke ({place}); nothing is wrong with your work"
    assert verdict.report == verdict["Report"]
    assert verdict.report.startswith(f"migration-lab 02.1 {place.partition(' in ')[2]}: {place.partition(' in ')[0]}: ")


def test_a_goal_that_was_taken_out_is_no_way_to_pass(rename: Exercise) -> None:
    learner.write(rename, FORWARD, "pass")

    verdict = judge(dataclasses.replace(rename, goals=rename.goals[:-1]))

    assert verdict.kind == "lab state is off"
    assert verdict["Found"] == (
        "`02_1_rename/check.py` and the goals in `exercise.toml` do not belong together: "
        "the function `way_back` has no goal. So nothing was judged."
    )


def test_a_fault_outside_the_criteria_is_ours_too(rename: Exercise) -> None:
    learner.write(rename)

    verdict: Verdict = judge(dataclasses.replace(rename, goals=None))  # type: ignore[arg-type]

    assert verdict.kind == "our checker broke"
    assert verdict.report.startswith("migration-lab 02.1 the judge: TypeError: 'NoneType' object is not iterable (")


def test_models_and_schema_are_compared_when_a_criterion_asks(rename: Exercise, tmp_path: Path) -> None:
    code = "\ndef nothing_else(replay):\n    return expect.models_agree(replay)\n"
    exercise = with_check(rename, tmp_path, lambda text: text + code)
    learner.write(rename)

    assert judge(exercise).kind == "done"

    other = FORWARD + "; op.add_column('users', sa.Column('nick', sa.Text()))"
    learner.write(rename, other, f"op.drop_column('users', 'nick'); {BACK}")
    verdict = judge(exercise)
    assert (verdict.criterion, verdict["Found"]) == (
        "rename.nothing-else",
        "`alembic check` finds 1 difference; first: remove_column users.nick",
    )


def test_an_environment_that_hides_every_difference_does_not_agree(rename: Exercise, tmp_path: Path) -> None:
    code = "\ndef nothing_else(replay):\n    return expect.models_agree(replay)\n"
    learner.write(rename)
    file = workspace(rename) / "alembic" / "env.py"
    hidden = '{"include_object": lambda *_: False, "target_metadata"'
    file.write_text(file.read_text(encoding="utf-8").replace('{"target_metadata"', hidden), encoding="utf-8")

    verdict = judge(with_check(rename, tmp_path, lambda text: text + code))

    assert (verdict.criterion, verdict["Where"]) == ("rename.nothing-else", "alembic/env.py")
    assert verdict["Found"] == (
        "`alembic check` finds nothing, and it finds nothing on a database without your revision either"
    )


def test_a_criterion_can_ask_for_the_sql_of_another_database(rename: Exercise, tmp_path: Path) -> None:
    code = f"""
def way_back(replay):
    run = replay.step("alembic -x url=postgresql://db.example/app upgrade {rename.start_revision}:head --sql").run
    return Miss(run.output.partition("ALTER TABLE")[2].partition(";")[0].strip())
"""
    learner.write(rename)

    verdict = judge(with_check(rename, tmp_path, lambda text: text + code))

    assert verdict["Found"] == "users RENAME full_name TO display_name"
