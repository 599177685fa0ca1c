import pytest

from migration_lab.experiments.changes import CHANGES, Change, named, people
from migration_lab.experiments.seen import HEADERS, look, seen_and_missed

SAME = "the same"
# change → what the draft says, what the database is after it, what it says with both options
SIGHTS = {
    "table added": ("create_table", "as the model says", SAME),
    "table removed": ("drop_table", "as the model says", SAME),
    "table renamed": ("create_table, drop_table", "as the model says; Ada Byron is gone", SAME),
    "view added to the database by hand": ("nothing", "differs: view", SAME),
    "column added": ("add_column", "as the model says", SAME),
    "column added, NOT NULL": ("add_column", "stops: Cannot add a NOT NULL column with default value NULL", SAME),
    "column removed": ("drop_column", "as the model says", SAME),
    "column renamed": ("add_column, drop_column", "as the model says; Ada Byron is gone", SAME),
    "NULL no longer allowed": ("alter_column", "as the model says", SAME),
    "columns in another order": ("nothing", "differs: column order", SAME),
    "primary key over one column more": ("nothing", "differs: primary key", SAME),
    "longer text: String(20) to String(80)": ("alter_column", "as the model says", SAME),
    "another type: Integer to Text": ("alter_column", "as the model says", SAME),
    "more digits: Numeric(10, 2) to Numeric(12, 4)": ("alter_column", "as the model says", SAME),
    "DateTime to DateTime(timezone=True)": ("nothing", "no difference in the database", SAME),
    "text compared without case (COLLATE NOCASE)": ("nothing", "differs: collation", SAME),
    "Enum: a member added": ("nothing", "differs: check", SAME),
    "Enum: a longer member added": ("alter_column", "as the model says", SAME),
    "computed column: another expression": ("nothing", "differs: generated", SAME),
    "server_default added": ("nothing", "differs: default", "alter_column"),
    "server_default changed": ("nothing", "differs: default", "alter_column"),
    "server_default removed": ("nothing", "differs: default", "alter_column"),
    "default= (Python) added": ("nothing", "no difference in the database", SAME),
    "CHECK added, with a name": ("nothing", "differs: check", "create_check_constraint"),
    "CHECK changed under the same name": ("nothing", "differs: check", SAME),
    "UNIQUE added, with a name": ("create_unique_constraint", "as the model says", SAME),
    "UNIQUE added, without a name": ("create_unique_constraint", "stops: Constraint must have a name", SAME),
    "UNIQUE without a name removed": ("nothing", "differs: unique", SAME),
    "foreign key added, with a name": ("create_foreign_key", "as the model says", SAME),
    "foreign key: ON DELETE CASCADE added": ("drop_constraint, create_foreign_key", "as the model says", SAME),
    "index added": ("create_index", "as the model says", SAME),
    "index over one column more": ("drop_index, create_index", "as the model says", SAME),
    "index made descending": ("nothing", "differs: index", SAME),
    "partial index: another WHERE": ("nothing", "differs: index", SAME),
    "index over an expression added": ("nothing", "differs: index", SAME),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_change_is_seen_as_the_table_says(change):
    draft, outcome, told = SIGHTS[change.name]

    sight = look(change)

    assert (str(sight.draft), sight.outcome) == (draft, outcome)
    assert str(sight.told) == (draft if told == SAME else told)
    assert sight.seen is (draft != "nothing")


def test_table_shows_what_was_seen_before_what_was_missed():
    grid = seen_and_missed()

    drafts = [row[1] for row in grid.rows]
    assert grid.headers == HEADERS
    assert grid.caption == "35 changes of a model: a draft for 18, nothing for 17"
    assert {row[0]: row[1:] for row in grid.rows} == SIGHTS
    assert "nothing" not in drafts[:18]
    assert set(drafts[18:]) == {"nothing"}


def test_change_that_changes_nothing_is_no_difference():
    sight = look(Change("nothing", named, named))

    assert not sight.seen
    assert sight.outcome == "no difference in the database"


def test_lost_value_is_said():
    sight = look(Change("name forgotten", named, people))

    assert str(sight.draft) == "drop_column"
    assert sight.outcome == "as the model says; Ada Byron is gone"
