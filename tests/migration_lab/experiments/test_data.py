"""The closing table of lesson 04 finds what the lesson says, each time."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from migration_lab.experiments.data import EXPERIMENTS
from migration_lab.experiments.experiment import Experiment

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "04_data.ipynb"

# what each experiment found, and what its repair gave: true for every SQLite and Python the lab supports
FOUND = {
    "model_imported": (
        "no such column: users.nick",
        'write the shape down in the revision, `sa.table("users", sa.column(…))`: exit 0',
    ),
    "commit_inside": (
        "at 001 with 1 of its rows; again: UNIQUE constraint failed: users.id",
        "no commit: at 001 with 0 of its rows; again: RuntimeError: something later failed. "
        "For batches `autocommit_block()`, and rows that may be there already",
    ),
    "quotes_in_values": (
        'near "BRIEN": syntax error; user 13: Seán O\'Brien',
        "bound parameters, `:name`: exit 0; user 13: SEÁN O'BRIEN",
    ),
    "colon_in_text": (
        "A value is required for bind parameter 'id'; user 17: Ada",
        "bind it, or write `\\\\:`: exit 0; user 17: room :id",
    ),
    "file_of_a_laptop": (
        "every new database: FileNotFoundError: [Errno 2] No such file or directory: 'partners.csv'",
        "a few fixed rows: `op.bulk_insert`, exit 0, 2 rows (2 INSERTs with `--sql`); "
        "a file: a script of its own, after the upgrade",
    ),
    "words_of_one_database": (
        "no such table: information_schema.tables; CONCAT: SQLite has it from 3.44 on",
        'ask SQLAlchemy, `sa.inspect(bind).has_table("users")`: True; `||` is standard SQL: ab',
    ),
    "cascade_the_other_way": (
        "2 of 2 users point to a profile that is gone",
        "a cascade runs from user to profile (user 1 deleted: 1 of 2 profiles left); "
        "for the way back `profile_id` needs a rule of its own, ON DELETE SET NULL: 0 of 2",
    ),
    "no_downgrade": (
        "AttributeError: module '002_py' has no attribute 'downgrade'",
        "say so in the file, `def downgrade(): pass`: exit 0",
    ),
    "empty_range": (
        "3 of 5 users got a profile",
        "begin each batch after the last key of the one before: 5 of 5 users",
    ),
    "equal_totals": (
        "2 users, 2 profiles, equal; one profile belongs to a user who is gone",
        "ask for the rule itself, users without a profile: 1",
    ),
    "first_of_two": (
        "no error; profile 1 it is (PostgreSQL stops)",
        "the rule before the copy, UNIQUE(user_id): UNIQUE constraint failed: profiles.user_id",
    ),
    "downgrade_deletes_all": (
        "0 of 1 profiles that were there before",
        "delete nothing (`pass`): 1 of 1; a backfilled row is a row like any other now",
    ),
    "all_rows_in_memory": (
        "more than 10 times the memory of a page",
        "pages of 100, or INSERT … SELECT, where no row comes to Python",
    ),
    "lock_for_all_of_it": (
        "0 of 5 writes got through; the others: database is locked",
        "the column in one revision, the rows in the next, each batch committed: 5 of 5",
    ),
    "two_runners": (
        "user 17 has 2",
        "a UNIQUE rule and `ON CONFLICT DO NOTHING`: 1; and one migrator at a time (lesson 10)",
    ),
}
# rows that the body runs, each with words that its outputs show
IN_THE_BODY = {
    "E3": "OFFSET 100: takes 601 to 700",
    "E9": "'NoneType' object has no attribute 'scalar'",
    "E12": "no such function: NOW",
}


@cache
def ran(experiment: Callable[[], Experiment]) -> Experiment:
    return experiment()


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.__name__)
def test_experiment_finds_what_the_lesson_says(experiment: Callable[[], Experiment]) -> None:
    line = ran(experiment)

    assert (line.happened, line.works) == FOUND[experiment.__name__]
    assert line.expected != line.happened


def test_lesson_runs_every_row_of_the_catalogue_and_the_blocks_of_the_reference() -> None:
    codes = {code for experiment in EXPERIMENTS for code in ran(experiment).codes}

    assert codes | {*IN_THE_BODY} == {*(f"E{number}" for number in range(1, 14)), "S8", "S9"}


@pytest.mark.parametrize(("code", "words"), IN_THE_BODY.items())
def test_the_body_shows_the_other_rows(code: str, words: str) -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    shown = "".join(json.dumps(cell.get("outputs", []), ensure_ascii=False) for cell in cells)

    assert words in shown, code


def test_experiments_say_the_same_twice() -> None:
    again = [experiment() for experiment in EXPERIMENTS]

    assert again == [ran(experiment) for experiment in EXPERIMENTS]
