"""Closing table of lesson 03, first part: columns and indexes, on SQLite."""

import sqlalchemy as sa

from migration_lab.experiments.changes import named
from migration_lab.experiments.drafts import built, failure, run
from migration_lab.experiments.experiment import Experiment

ADA = "INSERT INTO people (id, name) VALUES (17, 'Ada Byron')"
INDEX = "CREATE INDEX ix_people_name ON people (name)"
REQUIRED = 'op.add_column("people", sa.Column("email", sa.String(255), nullable=False))'
SINCE = """op.add_column("people", sa.Column("since", sa.DateTime, server_default=sa.func.now(), nullable=False))"""
SINCE_BATCH = """with op.batch_alter_table("people") as batch:
        batch.add_column(sa.Column("since", sa.DateTime, server_default=sa.func.now(), nullable=False))"""
DROP = 'op.drop_column("people", "name")'
RENAME_BATCH = """with op.batch_alter_table("people") as batch:
        batch.alter_column("name", new_column_name="full_name", existing_type=sa.String(50))"""
RENAME = 'op.alter_column("people", "name", new_column_name="full_name")'
BADGES = 'op.create_table("badges", sa.Column("id", sa.Integer, primary_key=True), sa.Column("color", sa.String(20)){})'
IF_NEW = BADGES.format(", if_not_exists=True")
COLUMN_IF_NEW = 'op.add_column("people", sa.Column("email", sa.String(255)), if_not_exists=True)'


def required_column() -> Experiment:
    """Add a NOT NULL column without a default (C1)."""
    with built(named(), ADA) as connection:
        with_rows = failure(connection, REQUIRED)
    with built(named()) as connection:
        empty = failure(connection, REQUIRED) or "it runs"
    with built(named(), ADA) as connection:
        run(connection, REQUIRED.replace("nullable=False", 'nullable=False, server_default=""'))
        email = connection.exec_driver_sql("SELECT email FROM people WHERE id = 17").scalar()
    return Experiment(
        codes=("C1",),
        done="add_column with nullable=False and no default",
        expected="what passes in the test pipeline passes in production",
        happened=f"on the empty table of a pipeline {empty}; with Ada in it: {with_rows}",
        works=f"a server_default (Ada has {email!r} then), or nullable, fill, NOT NULL, as in the lesson",
    )


def default_that_is_no_constant() -> Experiment:
    """Add a column whose default is the time of day (C3)."""
    with built(named(), ADA) as connection:
        error = failure(connection, SINCE)
    with built(named()) as connection:
        empty = failure(connection, SINCE) or "it runs"
    with built(named(), ADA) as connection:
        run(connection, SINCE_BATCH)
        found = connection.exec_driver_sql("SELECT count(since) FROM people").scalar()
    return Experiment(
        codes=("C3",),
        done="add_column with server_default=sa.func.now()",
        expected="each row that exists gets the time",
        happened=f"on an empty table {empty}; with Ada in it: {error}",
        works=f"in a batch: {found} of 1 row has a time (the time of the batch, for all of them)",
    )


def index_before_column() -> Experiment:
    """Drop a column that an index is on (C4)."""
    with built(named(), INDEX, ADA) as connection:
        error = failure(connection, DROP)
        works = failure(connection, f'op.drop_index("ix_people_name", "people")\n    {DROP}') or "both are gone"
    return Experiment(
        codes=("C4",),
        done="drop_column of a column that has an index",
        expected="the index goes with its column, as on PostgreSQL",
        happened=f"stops: {error}",
        works=f"drop_index first, drop_column then: {works}",
    )


def renamed_in_a_batch() -> Experiment:
    """Rename a column in a batch that an index is on (C5)."""
    with built(named(), INDEX, ADA) as connection:
        plain = failure(connection, RENAME_BATCH) or "a plain index follows"
    partial = f"{INDEX} WHERE name <> ''"
    with built(named(), partial, ADA) as connection:
        error = failure(connection, RENAME_BATCH)
    with built(named(), partial, ADA) as connection:
        run(connection, RENAME)
        index = str(connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'index'").scalar())
    return Experiment(
        codes=("C5",),
        done="renamed a column in a batch; an index names it in its WHERE",
        expected="the index follows its column",
        happened=f"{plain}, this one stops the batch: {error}",
        works=f"op.alter_column outside a batch: {index.partition(' ON ')[2].replace(chr(34), '')}",
    )


def if_not_exists() -> Experiment:
    """Let create_table look away when there is a table of that name (C7, P1)."""
    with built(named(), "CREATE TABLE badges (id INTEGER PRIMARY KEY)") as connection:
        ended = failure(connection, IF_NEW) or "exit 0"
        columns = ", ".join(column["name"] for column in sa.inspect(connection).get_columns("badges"))
        honest = failure(connection, BADGES.format(""))
        column = failure(connection, COLUMN_IF_NEW)
    return Experiment(
        codes=("C7", "P1"),
        done="create_table(…, if_not_exists=True), so that the revision can be run again; an older table was there",
        expected="after it the table is as the revision says",
        happened=f"{ended}, and the table has only {columns}; for a column SQLite has no such thing: {column}",
        works=f"leave it out, it is for repairs: {honest}",
    )
