"""All that `check.py` imports: what it says (`Miss`, `Mistake`), and ready-made expectations, in Alembic's words.

An expectation gets the replay and a place ("users", "users.email", "analytics:daily_usage.day"), looks at the state
after the upgrade unless told otherwise (`after="downgrade"`, "upgrade again", "start", "own"), and returns None if it
holds, else the miss that says what is there instead.

In `check.py` each public function belongs to one goal of `exercise.toml` (`rows_kept` to "rename.rows-kept"), is a
known mistake (`mistake_…`) or the `note`; the name of any other function begins with `_`.
"""

from migration_lab.judging.expecting.bounds import nothing_else
from migration_lab.judging.expecting.costs import cost, rebuilt
from migration_lab.judging.expecting.counting import count_is, count_kept, invariant, no_duplicates, no_nulls
from migration_lab.judging.expecting.histories import at_head, ids_fit, new_revision, one_head, version
from migration_lab.judging.expecting.indexes import index, index_gone, index_named, unique_index
from migration_lab.judging.expecting.keeping import children_kept, row_is, rows_kept, values_changed, values_moved
from migration_lab.judging.expecting.models import models_agree
from migration_lab.judging.expecting.owning import own_rows_kept
from migration_lab.judging.expecting.refusing import values_refused, values_taken
from migration_lab.judging.expecting.rules import (
    all_named,
    constraint,
    constraint_gone,
    constraint_named,
    foreign_key,
    trigger_kept,
)
from migration_lab.judging.expecting.shapes import (
    column_default,
    column_exists,
    column_gone,
    column_type,
    not_nullable,
    nullable,
    table_exists,
    table_gone,
)
from migration_lab.judging.expecting.ways import (
    downgrade_refuses,
    downgrade_restores,
    downgrade_runs,
    no_leftovers,
    no_orphans,
    other_untouched,
    own_is_replayed,
    own_tables,
    upgrade_again_equal,
    upgrade_runs,
)
from migration_lab.judging.miss import Miss, Mistake
from migration_lab.judging.replay import Replay

__all__ = [
    "Miss",
    "Mistake",
    "Replay",
    "all_named",
    "at_head",
    "children_kept",
    "column_default",
    "column_exists",
    "column_gone",
    "column_type",
    "constraint",
    "constraint_gone",
    "constraint_named",
    "cost",
    "count_is",
    "count_kept",
    "downgrade_refuses",
    "downgrade_restores",
    "downgrade_runs",
    "foreign_key",
    "ids_fit",
    "index",
    "index_gone",
    "index_named",
    "invariant",
    "models_agree",
    "new_revision",
    "no_duplicates",
    "no_leftovers",
    "no_nulls",
    "no_orphans",
    "not_nullable",
    "nothing_else",
    "nullable",
    "one_head",
    "other_untouched",
    "own_is_replayed",
    "own_rows_kept",
    "own_tables",
    "rebuilt",
    "row_is",
    "rows_kept",
    "table_exists",
    "table_gone",
    "trigger_kept",
    "unique_index",
    "upgrade_again_equal",
    "upgrade_runs",
    "values_changed",
    "values_moved",
    "values_refused",
    "values_taken",
    "version",
]
