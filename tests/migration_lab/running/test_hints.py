import pytest

from migration_lab.running import hints


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("(sqlite3.OperationalError) table users already exists", "what this revision makes is there already."),
        (
            "(sqlite3.OperationalError) index ix_users_email already exists",
            "what this revision makes is there already.",
        ),
        ('relation "users" already exists', "what this revision makes is there already."),
        ("table _alembic_tmp_users already exists", "an earlier batch operation failed and left this table behind"),
        ("(sqlite3.OperationalError) duplicate column name: nick", "the column is there already: an earlier try may"),
        ("(sqlite3.OperationalError) database or disk is full", "make room: on the disk, or in the limit"),
        ("FAILED: downgrade with --sql requires <fromrev>:<torev>", "with `--sql` no database is asked where it"),
        ("Can't load plugin: sqlalchemy.dialects:driver", "`sqlalchemy.url` in `alembic.ini` is still the template's"),
        ("(sqlite3.OperationalError) database is locked", "another connection is in the middle of a write."),
        ("Relative revision -99 didn't produce 99 migrations", "there are not that many revisions on that way."),
        ("Can't find Python file alembic/env.py", 'a part of `alembic/` is missing. Bring it back: `lab.bring("'),
        ("Target database is not up to date.", "bring the database to the newest revision first"),
        ("New upgrade operations detected: [('add_table', …)]", "the models say more than the history"),
        ("Multiple head revisions are present for given argument 'head'", "two revisions follow the same one."),
        ("Multiple heads are present; please specify the head revision", "two revisions follow the same one."),
        ("No 'script_location' key found in configuration.", "Alembic found no `alembic.ini`"),
        ("Path doesn't exist: alembic.", "a part of `alembic/` is missing."),
        ("EOFError: EOF when reading a line", "nobody can type into a migration"),
        ("MemoryError", "the command asked for more memory or threads"),
        ("alembic: error: too few arguments", "see what the command takes"),
        ("configparser.InterpolationSyntaxError: '%' must be followed", "a percent sign in `alembic.ini`"),
        (
            "Revision 002 is not a head revision; please specify --splice",
            "see the newest revision with `%alembic heads`",
        ),
        ("Ambiguous walk", "name the revision you mean"),
        ("Database is not on all head revisions", "`%alembic history -r current:heads` lists what is pending"),
    ],
)
def test_the_next_step_fits_the_words(words: str, step: str) -> None:
    assert (hints.known(words, "02_autogenerate") or "").startswith(step)


@pytest.mark.parametrize(
    "words", ["NameError: name 'x' is not defined", "Can't load plugin: sqlalchemy.dialects:mysq", ""]
)
def test_unknown_words_get_no_step(words: str) -> None:
    assert hints.known(words, "02_autogenerate") is None


@pytest.mark.parametrize(
    ("project", "code"),
    [("02_autogenerate", 'lab = open_lesson("02_autogenerate")'), ("02_1_rename", 'exercise("02.1").reset()')],
)
@pytest.mark.parametrize(
    "words",
    [
        "No 'script_location' key found in configuration.",
        "Can't find Python file alembic/env.py",
        "Path doesn't exist: a",
    ],
)
def test_a_step_back_to_the_start_names_the_project_in_which_one_works(words: str, project: str, code: str) -> None:
    step = hints.known(words, project) or ""

    assert f"`{code}`" in step
    assert ("lesson" in step) == ("lesson" in code)
