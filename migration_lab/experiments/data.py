"""The closing table of lesson 04: revisions that move rows, and what they meet on the second day."""

from migration_lab.experiments import data_guides, data_revisions, data_rows, data_writers

EXPERIMENTS = (
    data_revisions.model_imported,
    data_revisions.commit_inside,
    data_revisions.quotes_in_values,
    data_revisions.colon_in_text,
    data_revisions.file_of_a_laptop,
    data_guides.words_of_one_database,
    data_rows.empty_range,
    data_rows.equal_totals,
    data_rows.first_of_two,
    data_rows.downgrade_deletes_all,
    data_guides.cascade_the_other_way,
    data_guides.no_downgrade,
    data_rows.all_rows_in_memory,
    data_writers.lock_for_all_of_it,
    data_writers.two_runners,
)
