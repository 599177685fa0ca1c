import pytest
import sqlalchemy as sa

from migration_lab.experiments.changes import named, people
from migration_lab.experiments.drafts import Draft, built, database, failure, run, words, write_draft


def test_draft_of_equal_schemas_is_false_and_says_nothing():
    with built(named()) as connection:
        draft = write_draft(connection, named())

    assert not draft
    assert str(draft) == "nothing"
    assert draft.operations == ()


def test_draft_names_its_operations_in_order():
    with built(named()) as connection:
        draft = write_draft(connection, people(sa.Column("label", sa.String(50)), sa.Index("ix_people_label", "label")))

    assert draft.operations == ("add_column", "create_index", "drop_column")
    assert str(draft) == "add_column, create_index, drop_column"


def test_draft_that_ran_leaves_no_difference():
    models = named(sa.Column("age", sa.Integer))

    with built(named()) as connection:
        run(connection, write_draft(connection, models).upgrade)
        again = write_draft(connection, models)

    assert not again


def test_draft_goes_back():
    with built(named()) as connection:
        draft = write_draft(connection, named(sa.Column("age", sa.Integer)))
        run(connection, draft.upgrade)
        run(connection, draft.downgrade)
        columns = [column["name"] for column in sa.inspect(connection).get_columns("people")]

    assert columns == ["id", "name"]


def test_draft_without_batch_has_plain_operations():
    with built(named()) as connection:
        models = named(sa.Column("age", sa.Integer))
        plain = write_draft(connection, models, render_as_batch=False)
        batch = write_draft(connection, models)

    assert "    op.add_column('people', sa.Column('age', sa.Integer(), nullable=True))" in plain.upgrade
    assert "batch_op.add_column(sa.Column('age', sa.Integer(), nullable=True))" in batch.upgrade


def test_draft_keeps_the_warnings():
    with built(named()) as connection:
        draft = write_draft(connection, named(sa.Index("ix_lower", sa.text("lower(name)"))))

    assert len(draft.warnings) == 1
    assert draft.warnings[0].startswith(
        "autogenerate skipping metadata-specified expression-based index 'ix_lower'; dialect 'sqlite'"
    )


def test_failure_of_a_body_that_works_is_empty():
    with built(named()) as connection:
        assert failure(connection, "op.drop_table('people')") == ""


def test_failure_returns_the_first_line_of_the_error():
    with built(named()) as connection:
        assert failure(connection, "op.drop_table('nobody')") == "no such table: nobody"


def test_words_cut_the_class_and_the_lines_after_the_first():
    assert words(ValueError("(sqlite3.OperationalError) no such table: t\n[SQL: …]")) == "no such table: t"


@pytest.mark.parametrize(("pragma", "left"), [("OFF", 1), ("ON", 0)])
def test_database_enforces_foreign_keys_only_when_told(pragma, left):
    with database(pragma) as connection:
        connection.exec_driver_sql("CREATE TABLE parents (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE children (parent_id INTEGER REFERENCES parents ON DELETE CASCADE)")
        connection.exec_driver_sql("INSERT INTO parents VALUES (1)")
        connection.exec_driver_sql("INSERT INTO children VALUES (1)")
        connection.exec_driver_sql("DELETE FROM parents")

        assert connection.exec_driver_sql("SELECT count(*) FROM children").scalar() == left


def test_truth_of_a_draft_is_its_operations():
    assert Draft("op.add_column('t', c)", "pass")
    assert not Draft("# nothing\n    pass", "op.drop_column('t', 'c')")
