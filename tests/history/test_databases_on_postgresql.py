"""What lesson 07 and the handbook say of PostgreSQL beside SQLite, and of schemas for tenants, asked of a server."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from migration_lab.experiments.by_hand_postgresql import sent
from migration_lab.experiments.databases_copies import ON, RIGHT, SHORT

pytestmark = pytest.mark.postgres


@pytest.fixture
def connection(fresh_url: str) -> Iterator[sa.Connection]:
    with sa.create_engine(fresh_url, poolclass=sa.NullPool).connect() as opened:
        yield opened


def refusal(connection: sa.Connection, statement: str) -> str:
    with pytest.raises(sa.exc.DBAPIError) as caught:
        connection.exec_driver_sql(statement)
    connection.rollback()
    return str(caught.value.orig).splitlines()[0]


def test_a_word_too_long_and_a_word_for_a_number_are_refused(connection: sa.Connection) -> None:
    connection.exec_driver_sql(sent(SHORT))

    assert refusal(connection, "INSERT INTO tags (word) VALUES ('migrations')") == (
        "value too long for type character varying(5)"
    )
    assert refusal(connection, "INSERT INTO tags (uses) VALUES ('many')") == (
        'invalid input syntax for type integer: "many"'
    )


def test_a_number_is_no_default_of_a_boolean(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE users (id INTEGER)")
    connection.commit()

    assert (
        refusal(connection, _inside(ON))
        == 'column "is_on" is of type boolean but default expression is of type integer'
    )
    connection.exec_driver_sql(_inside(RIGHT))


def test_a_search_path_is_gone_with_the_transaction_that_set_it(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE SCHEMA blue")
    connection.commit()

    found = []
    for end in (connection.rollback, connection.commit):
        connection.exec_driver_sql("SET search_path TO blue")
        end()
        connection.exec_driver_sql(f"CREATE TABLE notes_{len(found)} (id INTEGER)")
        connection.commit()
        found.append(
            connection.scalar(sa.text(f"SELECT schemaname FROM pg_tables WHERE tablename = 'notes_{len(found)}'"))
        )

    assert found == ["public", "blue"]


def test_a_server_as_it_comes_has_no_two_phase_commit_either(connection: sa.Connection) -> None:
    assert refusal(connection, "PREPARE TRANSACTION 'release'") == "prepared transactions are disabled"


def _inside(body: str) -> str:
    return sent(body).removeprefix("BEGIN; ").removesuffix(" COMMIT;")
