"""The closing table of lesson 01: small slips in a set-up, what each costs, and the way that works."""

from migration_lab.experiments import setup_database, setup_env, setup_scripts

EXPERIMENTS = (
    setup_scripts.models_not_imported,
    setup_scripts.plain_revision,
    setup_scripts.missing_template,
    setup_scripts.relative_script_location,
    setup_scripts.old_path_separator,
    setup_scripts.pyproject_without_ini,
    setup_scripts.package_in_the_way,
    setup_scripts.custom_type,
    setup_scripts.file_names,
    setup_scripts.post_write_hook,
    setup_env.percent_in_url,
    setup_env.sync_url_in_async_env,
    setup_env.async_url_in_sync_env,
    setup_env.greenlet_missing,
    setup_env.running_loop,
    setup_env.bare_file_config,
    setup_env.no_file_config,
    setup_env.ignored_x_argument,
    setup_database.adopt_by_upgrade,
    setup_database.stamp_does_not_look,
    setup_database.mistyped_path,
    setup_database.doubled_name,
)
