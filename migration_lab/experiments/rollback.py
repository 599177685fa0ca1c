"""The closing table of lesson 06: ways back that are none, commands of an incident, backups that do not restore."""

from migration_lab.experiments import rollback_backups, rollback_commands, rollback_ways

EXPERIMENTS = (
    rollback_ways.empty_downgrade,
    rollback_ways.rows_written_since,
    rollback_ways.old_code,
    rollback_ways.pretended_downgrade,
    rollback_commands.minus_one_at_base,
    rollback_commands.minus_one_at_a_merge,
    rollback_commands.unknown_target,
    rollback_commands.preview_from_current,
    rollback_commands.base_is_not_empty,
    rollback_backups.copied_wal_file,
    rollback_backups.created_as_select,
    rollback_backups.information_schema,
    rollback_backups.journal_deleted,
    rollback_backups.verified_but_empty,
)
