"""The closing table of lesson 03: small experiments on revisions that are written by hand."""

from migration_lab.experiments.by_hand_batch import (
    constraint_called_none,
    inline_references,
    nameless_key,
    no_cascade,
    pragma_in_a_transaction,
    what_this_sqlite_can,
)
from migration_lab.experiments.by_hand_columns import (
    default_that_is_no_constant,
    if_not_exists,
    index_before_column,
    renamed_in_a_batch,
    required_column,
)
from migration_lab.experiments.by_hand_postgresql import (
    batch_without_a_table,
    enum_left_behind,
    enum_member_used_at_once,
    type_changed,
)

EXPERIMENTS = (
    required_column,
    default_that_is_no_constant,
    index_before_column,
    renamed_in_a_batch,
    if_not_exists,
    constraint_called_none,
    nameless_key,
    inline_references,
    no_cascade,
    pragma_in_a_transaction,
    batch_without_a_table,
    what_this_sqlite_can,
    type_changed,
    enum_left_behind,
    enum_member_used_at_once,
)
