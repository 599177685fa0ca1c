"""The closing table of lesson 02: small experiments on what autogenerate does."""

from migration_lab.experiments.autogenerate_compare import (
    check_constraint,
    descending_index,
    enum_member,
    live_database,
    python_default,
    server_default_noise,
    server_default_unseen,
    types_compared,
)
from migration_lab.experiments.autogenerate_reference import (
    ellipsis_engine,
    models_not_imported,
    no_changes,
    plain_with,
    required_column_first,
)
from migration_lab.experiments.autogenerate_scope import (
    default_of_one_dialect,
    foreign_table,
    mutual_keys,
    nameless_constraint,
    table_made_elsewhere,
    tables_made_by_create_all,
    without_batch,
)

EXPERIMENTS = (
    live_database,
    models_not_imported,
    tables_made_by_create_all,
    no_changes,
    foreign_table,
    table_made_elsewhere,
    required_column_first,
    python_default,
    server_default_unseen,
    server_default_noise,
    default_of_one_dialect,
    types_compared,
    check_constraint,
    enum_member,
    descending_index,
    nameless_constraint,
    mutual_keys,
    without_batch,
    ellipsis_engine,
    plain_with,
)
