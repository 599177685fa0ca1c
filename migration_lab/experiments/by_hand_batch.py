"""Closing table of lesson 03, second part: the batch on SQLite, names, and what a version of SQLite can do."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing

import sqlalchemy as sa

from migration_lab.experiments.changes import named, teams
from migration_lab.experiments.drafts import built, database, failure, run
from migration_lab.experiments.experiment import Experiment

CONVENTION = '{"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}'
NAMELESS = "CREATE TABLE people (id INTEGER PRIMARY KEY, team_id INTEGER, FOREIGN KEY (team_id) REFERENCES teams (id))"
DROP = """with op.batch_alter_table("people"{}) as batch:
        batch.drop_constraint("fk_people_team_id_teams", type_="foreignkey")"""
UNIQUE = """with op.batch_alter_table("people") as batch:
        batch.create_unique_constraint({}, ["name"])"""
TEAMS = "CREATE TABLE teams (id INTEGER PRIMARY KEY, name VARCHAR(20))"
MEMBERS = "CREATE TABLE members (team_id INTEGER REFERENCES teams (id){})"
ROWS = ("INSERT INTO teams VALUES (1, 'blue')", "INSERT INTO members VALUES (1)")
WIDEN = """with op.batch_alter_table("teams") as batch:
        batch.alter_column("name", existing_type=sa.String(20), type_=sa.String(80))"""
CASCADE = " ON DELETE CASCADE"
ADD_KEY = (
    'op.add_column("people", sa.Column("team_id", sa.Integer, '
    'sa.ForeignKey("teams.id", name="fk_people_team_id_teams")), inline_references=True)'
)
ADD_KEY_BATCH = """with op.batch_alter_table("people") as batch:
        batch.add_column(sa.Column("team_id", sa.Integer))
        batch.create_foreign_key("fk_people_team_id_teams", "teams", ["team_id"], ["id"])"""
OFF = "PRAGMA foreign_keys=OFF"
Features = Mapping[str, tuple[tuple[int, int], str]]
FEATURES: Features = {  # what it is called, since when, and SQL that needs it
    "RENAME COLUMN": ((3, 25), "ALTER TABLE t RENAME COLUMN a TO b"),
    "DROP COLUMN": ((3, 35), "ALTER TABLE t DROP COLUMN c"),
    "concat()": ((3, 44), "SELECT concat('a', 'b')"),
    "SET NOT NULL": ((3, 53), "ALTER TABLE t ALTER COLUMN d SET NOT NULL"),
}
OLDEST = (3, 40)  # the oldest one the lab runs on


def no_cascade() -> Experiment:
    """Rebuild a parent table whose children do not cascade, with foreign keys on (D3)."""
    with database("ON") as connection:
        error = _members(connection, "", WIDEN)[0]
    with database("ON") as connection:
        empty = _members(connection, "", WIDEN, rows=())[0] or "it passes"
    with database("OFF") as connection:
        left = _members(connection, "", WIDEN)[1]
    return Experiment(
        codes=("D3",),
        done="a batch on a parent with foreign keys on; its children have no ON DELETE",
        expected="no child is deleted, so nothing happens",
        happened=f"stops: {error}; on the empty database of a test pipeline {empty}",
        works=f"foreign keys off while migrations run: {left} of 1 child left, and a foreign_key_check after it",
    )


def pragma_in_a_transaction() -> Experiment:
    """Switch foreign keys off inside the revision (D11)."""
    inside = f'op.execute("UPDATE teams SET name = name")\n    op.execute("{OFF}")\n    {WIDEN}'
    with database("ON") as connection:
        left = _members(connection, CASCADE, inside)[1]
    with database("OFF") as connection:
        right = _members(connection, CASCADE, WIDEN)[1]
    return Experiment(
        codes=("D11",),
        done=f'op.execute("{OFF}") in the revision, after its first UPDATE',
        expected="the batch that follows deletes no child",
        happened=f"{left} of 1 child left: inside a transaction this PRAGMA does nothing and says nothing",
        works=f"switch them off when the connection is made, as this project's engine does: {right} of 1 child left",
    )


def nameless_key() -> Experiment:
    """Drop a foreign key that nobody gave a name (D7, S5)."""
    with database() as connection:
        for statement in (TEAMS, NAMELESS):
            connection.exec_driver_sql(statement)
        error = failure(connection, DROP.format(""))
        run(connection, DROP.format(f", naming_convention={CONVENTION}"))
        keys = len(sa.inspect(connection).get_foreign_keys("people"))
    return Experiment(
        codes=("D7", "S5"),
        done="dropped a foreign key that create_table made without a name",
        expected="the name that the convention would give finds it",
        happened=f"stops: {error}",
        works=f"batch_alter_table(…, naming_convention=…) names what it reads: {keys} foreign keys left",
    )


def constraint_called_none() -> Experiment:
    """Create a constraint with the name None in a batch (D8)."""
    with built(named()) as connection:
        error = failure(connection, UNIQUE.format("None"))
        run(connection, UNIQUE.format('"uq_people_name"'))
        (rule,) = sa.inspect(connection).get_unique_constraints("people")
    return Experiment(
        codes=("D8",),
        done="create_unique_constraint(None, …) in a batch",
        expected="the database finds a name",
        happened=f"stops: {error}",
        works=f"give it one, or give the metadata a naming convention: {rule['name']}",
    )


def inline_references() -> Experiment:
    """Add a foreign key with its column, without a rebuild (C11)."""
    with built(teams()) as connection:
        connection.exec_driver_sql("ALTER TABLE people DROP COLUMN team_id")
        run(connection, ADD_KEY)
        error = failure(connection, DROP.format(""))
    with built(teams()) as connection:
        connection.exec_driver_sql("ALTER TABLE people DROP COLUMN team_id")
        run(connection, ADD_KEY_BATCH)
        works = failure(connection, DROP.format("")) or "it can be dropped by its name"
    return Experiment(
        codes=("C11",),
        done="add_column(…, ForeignKey(…, name=…), inline_references=True): no rebuild",
        expected="the key has the name that was given",
        happened=f"the name is not sent; when it is to be dropped: {error}",
        works=f"add_column and create_foreign_key in a batch: {works}",
    )


def what_this_sqlite_can(features: Features = FEATURES) -> Experiment:
    """Try what came with different versions of SQLite, against the version that says so (D13)."""
    version = sqlite3.sqlite_version_info[:2]
    right = sum(_runs(sql) == (version >= since) for since, sql in features.values())
    sure = [name for name, (since, _) in features.items() if since <= OLDEST]
    newer = [f"{name} ({'.'.join(map(str, since))})" for name, (since, _) in features.items() if since > OLDEST]
    return Experiment(
        codes=("D13",),
        done=f"tried {', '.join(features)} on the SQLite of this Python",
        expected="what runs here runs everywhere",
        happened=f"{' and '.join(sure)} run on every SQLite of this lab; {' and '.join(newer)} from that version on",
        works=f"read sqlite3.sqlite_version, never assume: {right} of {len(features)} did what the version says",
    )


def _members(connection: sa.Connection, on_delete: str, body: str, *, rows: tuple[str, ...] = ROWS) -> tuple[str, int]:
    """Make a team with a member, run a body on it, and give its error and the members left."""
    for statement in (TEAMS, MEMBERS.format(on_delete), *rows):
        connection.exec_driver_sql(statement)
    connection.commit()
    error = failure(connection, body)
    return error, int(connection.exec_driver_sql("SELECT count(*) FROM members").scalar() or 0)


def _runs(sql: str) -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a, c, d)")
        try:
            connection.execute(sql)
        except sqlite3.OperationalError:
            return False
    return True
