"""The closing tables of lesson 07: several databases, several histories, many copies of one."""

from migration_lab.experiments import databases_copies, databases_histories, databases_loop, databases_template

SLIPS = (  # with what the lesson has shown
    databases_loop.as_printed,
    databases_loop.both_metadata,
    databases_loop.one_script,
    databases_loop.second_fails,
    databases_loop.ignored_choice,
    databases_histories.mistyped_name,
    databases_histories.key_into_the_other,
    databases_histories.history_for_each,
    databases_copies.silent_sqlite,
    databases_copies.number_for_a_boolean,
)
FURTHER = (  # other ways to have several databases, or several histories
    databases_template.template_one_metadata,
    databases_template.template_second_fails,
    databases_template.two_phase,
    databases_histories.one_version_table,
    databases_histories.several_bases,
    databases_histories.somebody_elses_table,
    databases_copies.tenants,
)
EXPERIMENTS = (*SLIPS, *FURTHER)
