"""Each line of lesson 05's closing table: what it runs, what really happens, and that the way that works does."""

import pytest

from migration_lab.experiments import history

LINES = {
    "id_too_long": (
        ("F1", "S10"),
        "SQLite: exit 0. But the column is a VARCHAR(32), and PostgreSQL stops at the 33rd character",
        "at most 32: `002_add_timezone`",
    ),
    "vague_names": (
        ("S10", "F11"),
        "abc123, b04, fix, update",
        "001_initial_schema, 002_add_user_profiles, 003_add_email_verification, 004_migrate_legacy_data",
    ),
    "forbidden_characters": (
        ("F10", "S10"),
        "4 of 4 refused, first: `FAILED: Character(s) ':' not allowed in revision identifier '007:add'`;"
        " `head` is taken: exit 0",
        "small letters, digits and `_`: exit 0",
    ),
    "same_number_twice": (
        ("F10", "S10"),
        "`heads` says `002 (head)` and `002 (head)`; `merge heads`: `FAILED: Duplicate head revisions specified`",
        "number and words, `002_add_timezone` beside `002_add_locale`: `merge heads` exit 0",
    ),
    "message_in_history": (
        ("F11",),
        "`history`: `Add users.timezone.`",
        "a docstring with What, Why, Risk, Undo: `alembic show` answers 4 of 4",
    ),
    "heads_is_not_pending": (
        ("F7", "F8", "S11"),
        "`003 (head)`; and after the upgrade, `003 (head)`",
        "`history -r current:heads`: 3 lines. In a script `current --check-heads`: `FAILED: Database is "
        "not on all head revisions`, then exit 0",
    ),
    "second_merge": (
        ("F2",),
        "yours 1, Mina's 1, main with both 2",
        "count them on what main would be after the merge: 2 is red before anybody merges",
    ),
    "head_or_heads": (
        ("F7",),
        "exit 0, the database is at `002_retries (head)` and `002_timezone (head)`; the next `revision`:"
        " `Multiple heads are present`",
        "join them: `003_join (head) (mergepoint)`",
    ),
    "minus_one": (
        ("G5", "S13"),
        "with two heads Alembic chooses one, exit 0, `002_retries (head)` is left; at base: `FAILED: "
        "Relative revision -1 didn't produce 1 migrations`",
        "name where to go: `downgrade 001`, exit 0, at `001 (branchpoint)`",
    ),
    "reparented_after_it_ran": (
        ("F3",),
        "it adds nothing; columns: timezone",
        "take yours back first, then re-parent: retries, timezone",
    ),
    "circle": (
        ("F3",),
        "`CycleDetected: Cycle is detected in revisions (002, 003)`",
        "each follows the one before: `003 (head)`",
    ),
    "parent_gone": (
        ("F5",),
        "every command stops: `KeyError: '002'`",
        "bring it back; or, if no database has run it, let 003 follow 001: `003 (head)`",
    ),
    "purged_by_mistake": (
        ("F5",),
        "exit 255, and the database stands nowhere; the next upgrade: `table users already exists`",
        "`current` after each `stamp`; a plain `stamp` with the right id repairs it: `002 (head)`",
    ),
    "edited_after_release": (
        ("F4",),
        "exit 0, and at `002 (head)` one database has timezone, another time_zone",
        "a list of what was released finds it: 1 of 2 released files are not what they were. Correct it "
        "with a new revision",
    ),
    "squashed": (
        ("F6",),
        "one that stood at 002: `FAILED: Can't locate revision identified by '002'`",
        "give the squash the id of the last one, one release after every database has reached it: `003 "
        "(head)`; a new database: exit 0",
    ),
    "depends_on": (
        ("F9",),
        "one that was there before: `002_billing` → `003_bills` → `003_search_again`; a new one: "
        "`003_search_again` → `002_billing` → `003_bills`",
        "let it follow both, `down_revision = (…, …)`: `003_bills` → `004_search_again` everywhere",
    ),
    "labels": (
        ("F9",),
        "the database is at no revision: the common beginning went too, and with it the table and the other branch",
        "name the revision where it branched off, `downgrade search@001`: at `002_billing (head)`",
    ),
    "several_bases": (
        ("F9",),
        "`upgrade head`: `Multiple head revisions are present`; with `heads` the database is at `001 "
        "(head)` and `001_reports (head)` for ever",
        "name what it follows: `002_reports (head)`",
    ),
}
CODES = {"F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "G5", "S10", "S11"}


@pytest.mark.parametrize("experiment", history.EXPERIMENTS, ids=lambda experiment: experiment.__name__)
def test_experiment_finds_what_the_lesson_tells(experiment):
    line = experiment()

    assert (line.codes, line.happened, line.works) == LINES[experiment.__name__]


def test_every_experiment_of_the_lesson_is_in_the_table():
    names = [experiment.__name__ for experiment in history.EXPERIMENTS]

    assert sorted(names) == sorted(LINES)


def test_the_table_runs_every_row_of_the_catalogue_that_the_lesson_promises():
    found = {code for codes, _, _ in LINES.values() for code in codes}

    assert found >= CODES
