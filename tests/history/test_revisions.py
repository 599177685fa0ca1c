"""Every revision goes up, down and up again with rows in place, on SQLite and on PostgreSQL."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.util import CommandError

import lab_app.models  # noqa: F401  registers every table
from lab_app.db import AnalyticsBase, Base
from migration_lab.values import rows, schema
from tests.history.stand import Stand, before, revisions, sync_url, write_revision

EVERY_REVISION = [(section, one.revision) for section in ("alembic", "analytics") for one in revisions(section)]
DRAFT = 'revision --autogenerate -m "what changes" --rev-id 007_what_changes'
Make = Callable[[str], Stand]


@pytest.mark.parametrize(("section", "revision"), EVERY_REVISION)
def test_a_revision_goes_down_to_what_was_and_up_to_what_it_made(stand: Make, section: str, revision: str) -> None:
    database = stand(section)
    parent = before(section, revision)
    if parent == "base":
        command.stamp(database.config(), "base")
    else:
        database.upgrade(parent)
        database.seed()
    before_rows, before_schema = database.rows, database.schema

    database.upgrade(revision)
    made_rows, made_schema = database.rows, database.schema
    database.downgrade(parent)
    left = schema.diff(before_schema, database.schema)

    assert not left, not_undone(revision, left)
    assert before_rows == database.rows, not_undone(revision, rows.diff(before_rows, database.rows))

    database.upgrade(revision)

    assert not schema.diff(made_schema, database.schema), str(schema.diff(made_schema, database.schema))
    assert without_new_ids(made_rows, database) == without_new_ids(database.rows, database)


@pytest.mark.parametrize("section", ["alembic", "analytics"])
def test_rows_travel_through_the_whole_history_and_back(stand: Make, section: str) -> None:
    database = stand(section)
    database.upgrade(revisions(section)[0].revision)
    database.seed()
    first_rows, first_schema = database.rows, database.schema

    database.upgrade("head")
    database.downgrade(revisions(section)[0].revision)

    assert not schema.diff(first_schema, database.schema), str(schema.diff(first_schema, database.schema))
    assert first_rows == database.rows, str(rows.diff(first_rows, database.rows))


@pytest.mark.parametrize("section", ["alembic", "analytics"])
def test_downgrade_base_leaves_no_table(stand: Make, section: str) -> None:
    database = stand(section)
    database.upgrade("head")

    database.downgrade("base")

    assert database.schema.table_names == ()
    assert database.current() == ""


@pytest.mark.parametrize("section", ["alembic", "analytics"])
def test_the_models_equal_the_migrated_schema(stand: Make, section: str) -> None:
    database = stand(section)

    database.upgrade("head")

    try:
        command.check(database.config())
    except CommandError as difference:
        pytest.fail(f"{difference}\nA model has no migration. Write it: `alembic -n {section} {DRAFT}`.", pytrace=False)


@pytest.mark.parametrize("section", ["alembic", "analytics"])
def test_the_models_make_the_same_schema_as_the_history(stand: Make, section: str) -> None:
    """`alembic check` is blind for CHECK constraints, the WHERE of an index, and more; this comparison is not."""
    database = stand(section)
    bases = {"alembic": Base, "analytics": AnalyticsBase}
    engine = sa.create_engine(sync_url(database.url), poolclass=sa.NullPool)
    bases[section].metadata.create_all(engine)
    from_models = database.schema
    bases[section].metadata.drop_all(engine)

    database.upgrade("head")

    assert not schema.diff(from_models, database.schema), str(schema.diff(from_models, database.schema))


def test_check_sees_a_model_without_a_migration(primary: Stand) -> None:
    primary.upgrade("005_add_endpoint_active")
    command.stamp(primary.config(), "head")

    with pytest.raises(CommandError) as failure:
        command.check(primary.config())

    assert "add_index" in str(failure.value)
    assert "add_constraint" in str(failure.value)


def test_the_comparison_sees_a_downgrade_that_forgets_an_index(primary: Stand) -> None:
    write_revision(
        primary,
        "007_forgets_its_index",
        up='op.create_index("ix_users_email", "users", ["email"])',
        down="pass",
    )
    primary.upgrade("006_index_endpoint_lookup")
    before_schema = primary.schema

    primary.upgrade("head")
    primary.downgrade("-1")

    assert str(schema.diff(before_schema, primary.schema)) == "+ added index users.ix_users_email: (email)"


def not_undone(revision: str, difference: object) -> str:
    return (
        f"After its downgrade `{revision}` leaves behind:\n{difference}\n"
        "`downgrade()` must undo every step of `upgrade()`, last one first."
    )


def without_new_ids(state: rows.Rows, database: Stand) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows; on PostgreSQL a profile that is written again gets the next number of the sequence."""
    hidden = () if database.is_sqlite else ("user_profiles",)
    return {one.name: [row[1:] if one.name in hidden else row for row in one.values or ()] for one in state}
