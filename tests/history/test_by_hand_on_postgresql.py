"""What lesson 03 says of PostgreSQL and renders without a server, run on a server."""

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import make_url

from migration_lab.experiments.by_hand_postgresql import (
    BATCH,
    GUEST,
    NEW_COLUMN,
    NO_ROLE,
    NO_STAFF,
    OWN,
    STAFF,
    USED,
    WIDEN,
    sent,
)

pytestmark = pytest.mark.postgres
FILE = "SELECT pg_relation_filenode('events')"
KEY = 'op.create_foreign_key("fk_users_team_id_teams", "users", "teams", ["team_id"], ["id"])'


class Server:
    """A database to which scripts are sent: whole, as one transaction, or statement by statement, as psql does."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(make_url(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)

    def run(self, script: str) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(script)

    def run_one_by_one(self, script: str) -> None:
        with self.engine.connect() as connection:
            for statement in script.split("; "):
                connection.exec_driver_sql(statement)

    def ask(self, query: str) -> object:
        with self.engine.connect() as connection:
            return connection.scalar(sa.text(query))

    def refusal(self, script: str) -> str:
        with pytest.raises(sa.exc.DBAPIError) as caught:
            self.run(script)
        assert isinstance(caught.value.orig, psycopg.Error)
        return str(caught.value.orig).splitlines()[0]


@pytest.fixture
def server(fresh_url: str) -> Server:
    return Server(fresh_url)


def test_a_larger_type_writes_the_table_anew_and_a_new_column_does_not(server: Server) -> None:
    server.run("CREATE TABLE events (id INTEGER PRIMARY KEY); INSERT INTO events VALUES (1)")
    first = server.ask(FILE)

    server.run(sent(NEW_COLUMN))
    second = server.ask(FILE)
    server.run(sent(WIDEN))

    assert first == second != server.ask(FILE)


def test_the_type_of_an_enum_outlives_its_table(server: Server) -> None:
    server.run(sent(STAFF))
    server.run(sent(NO_STAFF))

    assert server.refusal(sent(STAFF)) == 'type "role" already exists'


def test_a_downgrade_that_drops_the_type_lets_the_upgrade_run_again(server: Server) -> None:
    server.run(sent(STAFF))
    server.run(sent(f"{NO_STAFF}\n    {NO_ROLE}"))
    server.run(sent(STAFF))

    assert server.ask("SELECT count(*) FROM pg_type WHERE typname = 'role'") == 1


def test_a_new_member_cannot_be_used_in_its_own_transaction(server: Server) -> None:
    server.run(sent(STAFF))
    server.run("INSERT INTO staff VALUES ('reader')")

    assert server.refusal(sent(f"{GUEST}\n    {USED}")) == 'unsafe use of new value "guest" of enum type role'


def test_a_new_member_that_was_committed_can_be_used(server: Server) -> None:
    server.run(sent(STAFF))
    server.run("INSERT INTO staff VALUES ('reader')")

    server.run_one_by_one(sent(f"{OWN}\n    {USED}"))

    assert server.ask("SELECT role FROM staff") == "guest"


def test_a_foreign_key_and_a_batch_are_plain_statements_that_run(server: Server) -> None:
    server.run("CREATE TABLE teams (id INTEGER PRIMARY KEY)")
    server.run("CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50), team_id INTEGER)")

    server.run(sent(KEY))
    server.run(sent(BATCH))

    assert server.ask("SELECT count(*) FROM pg_constraint WHERE conname = 'fk_users_team_id_teams'") == 1
    assert "_alembic_tmp_" not in sent(BATCH)
