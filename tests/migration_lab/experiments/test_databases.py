"""The closing table of lesson 07 finds what the lesson says, each time."""

from collections.abc import Callable
from functools import cache

import pytest

from migration_lab.experiments.databases import EXPERIMENTS
from migration_lab.experiments.experiment import Experiment

# what each experiment found, and what its repair gave: true for every SQLite and Python the lab supports
FOUND = {
    "as_printed": (
        "AttributeError: 'ellipsis' object has no attribute 'items'; with the three dots filled in: "
        "TypeError: 'AsyncConnection' object does not support the context manager protocol",
        "plain engines, and it runs: exit 0; app.db: users; analytics.db: users. Right only for copies of one database",
    ),
    "both_metadata": (
        "`check` wants, in the order of the databases: users, events, users, events",
        "one metadata for each name: users, events",
    ),
    "one_script": (
        "one script, with `CREATE TABLE users` 2 times; names of databases in it: 0",
        "one command for each name, into a file of its own: `CREATE TABLE users` 1 time",
    ),
    "second_fails": (
        "app.db at 002, analytics.db at 001",
        "look at each; correct what failed, run again (nothing is done twice): exit 0, app.db at 002, "
        "analytics.db at 002",
    ),
    "ignored_choice": (
        "exit 0, app.db at 001, analytics.db at 001",
        "`context.get_x_argument(as_dictionary=True)` in env.py: exit 0, app.db at base (no file), analytics.db at 001",
    ),
    "template_one_metadata": (
        "`upgrade_engine2` makes users",
        "a metadata of its own under each name: `upgrade_engine2` makes events",
    ),
    "template_second_fails": (
        "left in the first: users; engine1.db at base",
        "with the two listeners of lesson 06: no table; engine1.db at base. The two COMMITs are still two",
    ),
    "two_phase": (
        "NotImplementedError",
        "`ATTACH`, one transaction over two files, taken back: 0 and 0 tables (in WAL mode a crash may still "
        "part them)",
    ),
    "mistyped_name": (
        "FAILED: No 'script_location' key found in configuration.",
        "`-n events heads` first, it opens no database: e01 (head)",
    ),
    "one_version_table": (
        "Can't locate revision identified by '001'",
        "`version_table=` with the name of the section in it: events, users",
    ),
    "several_bases": (
        "Multiple head revisions are present for given argument 'head'",
        "a label: `upgrade events@head`, exit 0, app.db at e01; `upgrade heads`: app.db at 001 and e01",
    ),
    "somebody_elses_table": (
        "remove_table: events",
        "`include_name` with the tables of its own metadata: No new upgrade operations detected.",
    ),
    "key_into_the_other": (
        "sqlalchemy.exc.NoReferencedTableError: Foreign key associated with column 'events.user_id' could not "
        "find table 'users' with which to generate a foreign key to target column 'id'",
        "a plain number, and a query that looks for orphans; `check`: add_table: events",
    ),
    "history_for_each": (
        "the laptop's files meet production: Can't locate revision identified by '001'",
        "one history, three addresses (`-x url=…`): dev.db at 001, test.db at 001, prod.db at 001",
    ),
    "tenants": (
        "blue.db at 002, green.db at 001, red.db at 001",
        "go on, and report where each one stands: blue.db at 002, green.db at 001, red.db at 002",
    ),
    "silent_sqlite": (
        "SQLite keeps both: 'migrations', 'many'",
        "the same kind of database in the test; what it will be told: CREATE TABLE tags (word VARCHAR(5), "
        "uses INTEGER);",
    ),
    "number_for_a_boolean": (
        "SQLite takes it; PostgreSQL gets ALTER TABLE users ADD COLUMN is_on BOOLEAN DEFAULT 0 NOT NULL; and "
        "refuses it",
        "sa.false(): ALTER TABLE users ADD COLUMN is_on BOOLEAN DEFAULT false NOT NULL;",
    ),
}


@cache
def ran(experiment: Callable[[], Experiment]) -> Experiment:
    return experiment()


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.__name__)
def test_experiment_finds_what_the_lesson_says(experiment: Callable[[], Experiment]) -> None:
    line = ran(experiment)

    assert (line.happened, line.works) == FOUND[experiment.__name__]
    assert line.expected != line.happened


def test_lesson_runs_every_row_of_the_catalogue_and_the_block_of_the_reference() -> None:
    codes = {code for experiment in EXPERIMENTS for code in ran(experiment).codes}

    assert codes == {*(f"H{number}" for number in range(1, 8)), "S14"}


def test_experiments_say_the_same_twice() -> None:
    again = [experiment() for experiment in EXPERIMENTS]

    assert again == [ran(experiment) for experiment in EXPERIMENTS]
