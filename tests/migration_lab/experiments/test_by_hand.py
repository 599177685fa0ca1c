"""The closing table of lesson 03: each line finds what the lesson says, on every SQLite and Python the lab supports."""

import sqlite3
from collections.abc import Callable
from functools import cache

import pytest

from migration_lab.experiments import rebuild
from migration_lab.experiments.by_hand import EXPERIMENTS
from migration_lab.experiments.by_hand_batch import OLDEST, what_this_sqlite_can
from migration_lab.experiments.experiment import Experiment

FOUND = {
    "required_column": (
        "on the empty table of a pipeline it runs; with Ada in it: Cannot add a NOT NULL column with "
        "default value NULL",
        "a server_default (Ada has '' then), or nullable, fill, NOT NULL, as in the lesson",
    ),
    "default_that_is_no_constant": (
        "on an empty table it runs; with Ada in it: Cannot add a column with non-constant default",
        "in a batch: 1 of 1 row has a time (the time of the batch, for all of them)",
    ),
    "index_before_column": (
        "stops: error in index ix_people_name after drop column: no such column: name",
        "drop_index first, drop_column then: both are gone",
    ),
    "renamed_in_a_batch": (
        "a plain index follows, this one stops the batch: no such column: name",
        "op.alter_column outside a batch: people (full_name) WHERE full_name <> ''",
    ),
    "if_not_exists": (
        'exit 0, and the table has only id; for a column SQLite has no such thing: near "EXISTS": syntax error',
        "leave it out, it is for repairs: table badges already exists",
    ),
    "constraint_called_none": (
        "stops: Constraint must have a name",
        "give it one, or give the metadata a naming convention: uq_people_name",
    ),
    "nameless_key": (
        "stops: No such constraint: 'fk_people_team_id_teams'",
        "batch_alter_table(…, naming_convention=…) names what it reads: 0 foreign keys left",
    ),
    "inline_references": (
        "the name is not sent; when it is to be dropped: No such constraint: 'fk_people_team_id_teams'",
        "add_column and create_foreign_key in a batch: it can be dropped by its name",
    ),
    "no_cascade": (
        "stops: FOREIGN KEY constraint failed; on the empty database of a test pipeline it passes",
        "foreign keys off while migrations run: 1 of 1 child left, and a foreign_key_check after it",
    ),
    "pragma_in_a_transaction": (
        "0 of 1 child left: inside a transaction this PRAGMA does nothing and says nothing",
        "switch them off when the connection is made, as this project's engine does: 1 of 1 child left",
    ),
    "batch_without_a_table": (
        "stops: This operation cannot proceed in --sql mode",
        "copy_from=sa.Table(…), as in revision 006; PostgreSQL needs no look: ALTER TABLE users ALTER "
        "COLUMN name TYPE VARCHAR(80);",
    ),
    "what_this_sqlite_can": (
        "RENAME COLUMN and DROP COLUMN run on every SQLite of this lab; concat() (3.44) and SET NOT "
        "NULL (3.53) from that version on",
        "read sqlite3.sqlite_version, never assume: 4 of 4 did what the version says",
    ),
    "type_changed": (
        "one line it is: ALTER TABLE events ALTER COLUMN id TYPE BIGINT; PostgreSQL writes every row "
        "anew for it; nobody reads meanwhile",
        "a new column, filled in batches, then the names exchanged: ALTER TABLE events ADD COLUMN id_new BIGINT;",
    ),
    "enum_left_behind": (
        "up sends CREATE TYPE, down sends only DROP TABLE staff; 1 type is left; up again: it exists",
        'op.execute("DROP TYPE role") after drop_table: 0 types left',
    ),
    "enum_member_used_at_once": (
        "one transaction: BEGIN; ALTER TYPE role ADD VALUE 'guest'; UPDATE staff SET role = 'guest'; "
        "COMMIT; PostgreSQL refuses: unsafe use of new value",
        "autocommit_block(): BEGIN; COMMIT; ALTER TYPE role ADD VALUE 'guest'; BEGIN; UPDATE staff SET "
        "role = 'guest'; COMMIT;",
    ),
}
IN_THE_BODY = {"C2", "D1", "D2", "D4", "D10"}


@cache
def ran(experiment: Callable[[], Experiment]) -> Experiment:
    return experiment()


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.__name__)
def test_experiment_finds_what_the_lesson_says(experiment: Callable[[], Experiment]) -> None:
    line = ran(experiment)

    assert (line.happened, line.works) == FOUND[experiment.__name__]
    assert line.expected != line.happened


def test_lesson_runs_every_row_of_the_catalogue() -> None:
    codes = {code for experiment in EXPERIMENTS for code in ran(experiment).codes}
    codes |= {code for part in rebuild.PARTS for code in part.codes} | IN_THE_BODY

    wanted = {f"C{number}" for number in range(1, 12)} | {f"D{number}" for number in range(1, 14)}
    assert {code for code in codes if code[0] in "CD"} == wanted


def test_experiments_say_the_same_twice() -> None:
    assert [experiment() for experiment in EXPERIMENTS] == [ran(experiment) for experiment in EXPERIMENTS]


def test_a_feature_that_comes_too_early_or_never_is_counted() -> None:
    lies = {"RENAME COLUMN": ((9, 0), "SELECT 1"), "DROP COLUMN": ((3, 0), "SELECT nothing_like_it()")}

    assert what_this_sqlite_can(lies).works.endswith("0 of 2 did what the version says")


def test_the_lab_runs_on_the_oldest_sqlite_or_a_newer_one() -> None:
    assert sqlite3.sqlite_version_info >= OLDEST
