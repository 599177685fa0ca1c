import pytest

from migration_lab import hints


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
        ("Can't load plugin: sqlalchemy.dialects:driver", "`sqlalchemy.url` in `alembic.ini` is still the template's"),
        ("(sqlite3.OperationalError) database is locked", "another connection is in the middle of a write."),
    ],
)
def test_the_next_step_fits_the_words(words: str, step: str) -> None:
    assert (hints.known(words) or "").startswith(step)


@pytest.mark.parametrize(
    "words", ["NameError: name 'x' is not defined", "Can't load plugin: sqlalchemy.dialects:mysq", ""]
)
def test_unknown_words_get_no_step(words: str) -> None:
    assert hints.known(words) is None
