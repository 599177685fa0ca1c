"""Each line of lesson 01's closing table: what really happens, and that the way that works does."""

import pytest

from migration_lab.experiments import setup

LINES = {
    "models_not_imported": ("upgrade() holds `pass`, exit 0", "import the models as well: `op.create_table('users'`"),
    "plain_revision": ("upgrade() holds `pass`", "with `--autogenerate` it begins `op.create_table('users'`"),
    "missing_template": (
        "`FileNotFoundError: [Errno 2] No such file or directory: 'alembic/script.py.mako'`",
        "start with `alembic init`, which lays it: exit 0",
    ),
    "relative_script_location": (
        "`FAILED: Path doesn't exist: alembic.  Please use the 'init' command to create a new scripts folder.`",
        "`%(here)s/alembic`: `001 (head)`",
    ),
    "old_path_separator": ("2 deprecation warning(s)", "`path_separator = os`: 0"),
    "pyproject_without_ini": (
        "`heads`: exit 0; `current`: `FileNotFoundError: alembic.ini doesn't exist`",
        "keep both: pyproject.toml says where scripts are, alembic.ini has URL and logging",
    ),
    "package_in_the_way": ("`python -m alembic heads`: `No module named alembic.__main__`", "delete it: `001 (head)`"),
    "custom_type": ("`NameError: name 'types_of_ours' is not defined`", "import its module in script.py.mako: exit 0"),
    "file_names": (
        "a2c4_second.py, e1f0_first.py",
        "ids that begin with a number, `file_template = %%(rev)s`: 001_first.py, 002_second.py",
    ),
    "post_write_hook": (
        'the next file begins `"""first"""`',
        "a post_write_hook wrote it into the file: `# reviewed by:`",
    ),
    "percent_in_url": ("`ValueError: invalid interpolation syntax`", "double each `%`: the URL comes back unchanged"),
    "sync_url_in_async_env": (
        "`InvalidRequestError: The asyncio extension requires an async driver to be used`",
        "`sqlite+aiosqlite:///…`: exit 0",
    ),
    "async_url_in_sync_env": (
        "`MissingGreenlet: greenlet_spawn has not been called; can't call await_() here`",
        "`sqlite:///…`: exit 0",
    ),
    "greenlet_missing": (
        "`ImportError: The SQLAlchemy asyncio module requires that the Python 'greenlet' library is installed`",
        "`sqlalchemy[asyncio]`: connected",
    ),
    "running_loop": (
        "`RuntimeError: asyncio.run() cannot be called from a running event loop`",
        "hand the connection over in `config.attributes`: started",
    ),
    "bare_file_config": ("shop.orders is silent", "`disable_existing_loggers=False`: shop.orders is awake"),
    "no_file_config": ("it says 0 characters", "call `fileConfig`: `Running upgrade  -> 001, first`"),
    "ignored_x_argument": ("app.db was migrated", "ask for it with `context.get_x_argument`: copy.db"),
    "adopt_by_upgrade": (
        "`table users already exists`",
        "`stamp head`: exit 0, then `check`: `No new upgrade operations detected.`",
    ),
    "stamp_does_not_look": (
        "exit 0; `current` says `001 (head)`, and there is no table",
        "`check` after each stamp: `FAILED: New upgrade operations detected: …`",
    ),
    "mistyped_path": (
        "exit 0, no word, and a new empty file ap.db",
        "`current --check-heads`: `FAILED: Database is not on all head revisions`",
    ),
    "doubled_name": ("ck_users_ck_users_age; and without any name: InvalidRequestError", "name it `age`: ck_users_age"),
}


@pytest.mark.parametrize("experiment", setup.EXPERIMENTS, ids=lambda experiment: experiment.__name__)
def test_experiment_finds_what_the_lesson_tells(experiment):
    line = experiment()

    assert (line.happened, line.works) == LINES[experiment.__name__]


def test_every_experiment_of_the_lesson_is_in_the_table():
    names = [experiment.__name__ for experiment in setup.EXPERIMENTS]

    assert sorted(names) == sorted(LINES)
