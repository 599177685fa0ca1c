from collections.abc import Callable
from functools import cache

import pytest

from migration_lab.experiments.autogenerate import EXPERIMENTS
from migration_lab.experiments.autogenerate_reference import stamped_without_looking
from migration_lab.experiments.experiment import Experiment

# what each experiment found, and what its repair gave: true for every SQLite and Python the lab supports
FOUND = {
    "live_database": (
        "the draft says drop_column: the live database is compared with the models, never with revisions",
        "read each drop as a question; with the column in the model the draft says nothing",
    ),
    "models_not_imported": (
        "check finds remove_table: a model that nobody imports does not exist",
        "import every module with models in env.py: check finds nothing",
    ),
    "tables_made_by_create_all": (
        "the draft says nothing: there is no difference left to find",
        "draft the first revision on an empty database: create_table",
    ),
    "no_changes": (
        "2 revision files instead of 1: the new one has an empty upgrade()",
        "a process_revision_directives hook that drops empty drafts: 1 revision file",
    ),
    "foreign_table": (
        "the draft says drop_table",
        "include_name, which says what to read from the database: the draft says nothing",
    ),
    "table_made_elsewhere": (
        "the draft says create_table: include_name filters only what is read from the database",
        "include_object, which is asked about both sides: the draft says nothing",
    ),
    "required_column_first": (
        "with a row: Cannot add a NOT NULL column with default value NULL; without, a later line fails and email stays",
        "add it nullable, fill it with ||, then both rules in one batch: Ada has Ada@example.org",
    ),
    "python_default": (
        "Ada's points are NULL: default= lives in Python and fills in rows that Python inserts",
        "server_default='5' reaches the database: Ada's points are 5",
    ),
    "server_default_unseen": (
        "the draft says nothing",
        "compare_server_default=True in env.py: alter_column",
    ),
    "server_default_noise": (
        "the draft says alter_column, again after each upgrade",
        "write the default as SQL, sa.text(\"'it''s'\"): the draft says nothing",
    ),
    "default_of_one_dialect": (
        "the draft says sa.text('0'), which PostgreSQL gets as BOOLEAN DEFAULT 0 and refuses",
        "write sa.false() in the revision: BOOLEAN DEFAULT 0 or BOOLEAN DEFAULT false",
    ),
    "types_compared": (
        "the draft says alter_column: it is on by default since Alembic 1.12",
        "leave it out; only compare_type=False makes Alembic blind: nothing",
    ),
    "check_constraint": (
        "the draft says nothing; with a plugin that compares names create_check_constraint, then nothing",
        "alembic.ext.checkconstraint_byname, and a new name per rule: drop_constraint, create_check_constraint",
    ),
    "enum_member": (
        "'guest': nothing; 'moderator': alter_column, because that word is longer and the column grows",
        "replace the CHECK by hand, in a batch, under its name: then a guest is guest",
    ),
    "descending_index": (
        "the draft says drop_index, create_index, again after each upgrade",
        "write name.desc(): the draft says nothing (and never sees DESC change: do that by hand)",
    ),
    "nameless_constraint": (
        "up, with the name None: Constraint must have a name; down, with the name None: Constraint must have a name",
        "a naming convention on the metadata from revision 1: then the draft went up and down",
    ),
    "mutual_keys": (
        "no order exists, and 1 warning says so: Cannot correctly sort tables",
        "drop the pointer back, make profiles.user_id unique: 0 warnings",
    ),
    "without_batch": (
        'the upgrade stops with: near "ALTER": syntax error',
        "render_as_batch=True builds the table anew: the upgrade runs (mind its children)",
    ),
    "ellipsis_engine": (
        "AttributeError: 'ellipsis' object has no attribute 'items'",
        "hand over the section of the ini file: connected, made the table people",
    ),
    "plain_with": (
        "TypeError: 'AsyncConnection' object does not support the context manager protocol",
        "async with, then connection.run_sync(…): connected, made the table people",
    ),
}
IN_THE_BODY = {"B2", "B3", "B8", "B15"}


@cache
def ran(experiment: Callable[[], Experiment]) -> Experiment:
    return experiment()


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.__name__)
def test_experiment_finds_what_the_lesson_says(experiment):
    line = ran(experiment)

    assert (line.happened, line.works) == FOUND[experiment.__name__]
    assert line.expected != line.happened


def test_lesson_runs_every_row_of_the_catalogue():
    codes = {code for experiment in EXPERIMENTS for code in ran(experiment).codes if code.startswith("B")}

    assert codes | IN_THE_BODY == {f"B{number}" for number in range(1, 17)}


def test_lesson_runs_the_blocks_of_the_reference():
    codes = {code for experiment in EXPERIMENTS for code in ran(experiment).codes if code.startswith("S")}

    assert codes == {"S3", "S6", "S7"}


def test_experiments_say_the_same_twice():
    again = [experiment() for experiment in EXPERIMENTS]

    assert again == [ran(experiment) for experiment in EXPERIMENTS]


def test_only_check_finds_what_a_stamp_hides():
    line = stamped_without_looking()

    assert line.happened == "exit 0, and nothing was made: upgrade believes the stamp"
    assert line.works == "check looks at the tables: exit 255, it finds add_table"
