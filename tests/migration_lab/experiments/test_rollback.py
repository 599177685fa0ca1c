"""The closing table of lesson 06 finds what the lesson says, each time."""

from collections.abc import Callable
from functools import cache

import pytest

from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.rollback import EXPERIMENTS

# what each experiment found, and what its repair gave: true for every SQLite and Python the lab supports
FOUND = {
    "empty_downgrade": (
        "downgrade: exit 0, upgrade again: duplicate column name: nick",
        "the inverse of each line, last line first: downgrade: exit 0, upgrade again: exit 0",
    ),
    "rows_written_since": (
        "exit 0; left: Ada",
        "look first and raise: RuntimeError: user 17 has 2 nicks, users.name holds one; left: Ada, Countess",
    ),
    "old_code": (
        "every SELECT of a user: no such column: users.name",
        "the database first, then the code (or a schema that both can read, lesson 10): it reads Ada",
    ),
    "pretended_downgrade": (
        "exit 0; at 001 with 0 of 1 users",
        "raise in the first line: RuntimeError: 002 deleted rows: restore a backup; at 002 with 0 of 1 users",
    ),
    "minus_one_at_base": (
        "exit 255: Relative revision -1 didn't produce 1 migrations",
        "say where to: `downgrade base`, exit 0",
    ),
    "minus_one_at_a_merge": (
        "exit 255: Ambiguous walk",
        "name a parent, `downgrade 002a`: the merge is taken back, the database is at both, 002a, 002b",
    ),
    "unknown_target": (
        "exit 255: Can't locate revision identified by '001_initial_schema'",
        "`history` first: `<base> -> 001, first`; then `downgrade 001`, exit 0",
    ),
    "preview_from_current": (
        "exit 255: Can't locate revision identified by 'current'",
        "`downgrade head:-1 --sql`, or both names: `ALTER TABLE users DROP COLUMN name;`",
    ),
    "base_is_not_empty": (
        "left: alembic_version with 0 rows (its `--sql` has 0 statements that drop it)",
        "compare the other tables; Alembic needs this one, and the next upgrade uses it",
    ),
    "copied_wal_file": (
        "0 tables",
        "`Connection.backup`: 1,000 users; `VACUUM INTO`: 1,000 users",
    ),
    "created_as_select": (
        "user 17 a second time: no error; the next downgrade: table users_backup already exists",
        "create the table with its rules, then INSERT … SELECT; user 17 once more: UNIQUE constraint failed: kept.id",
    ),
    "information_schema": (
        'near "FROM": syntax error',
        "`sa.inspect(op.get_bind()).has_table(…)`, on every database: True",
    ),
    "journal_deleted": (
        "some rows of a transaction that never ended are in it",
        "leave it: whoever opens the database next uses it, and all 1,000 users are as they were",
    ),
    "verified_but_empty": (
        "integrity_check: ok",
        "restore it and count: 0 tables",
    ),
}
IN_THE_BODY = {"G10"}  # the crash lab, with the driver's transactions and with our own


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

    assert codes | IN_THE_BODY == {*(f"G{number}" for number in range(1, 12)), "S12", "S13"}


def test_experiments_say_the_same_twice() -> None:
    again = [experiment() for experiment in EXPERIMENTS]

    assert again == [ran(experiment) for experiment in EXPERIMENTS]
