"""What the schema browser reads of PostgreSQL, which keeps no text of its tables."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL, NullPool, create_engine

from migration_lab import programs
from migration_lab.reading import bounded_counts, first_rows, stored_text
from migration_lab.reading.source import reading
from migration_lab.values.parts import Column
from migration_lab.values.schema import Schema
from tests.history.server import running

pytestmark = pytest.mark.postgres

SHOP = """
CREATE TABLE users (id int PRIMARY KEY, email varchar(50) NOT NULL DEFAULT 'x', UNIQUE (email), CHECK (id > 0));
CREATE TABLE "100% ""odd"" " (id int PRIMARY KEY, user_id int REFERENCES users (id) ON DELETE CASCADE);
CREATE UNIQUE INDEX ix_two ON users (email, id) WHERE id > 5;
CREATE VIEW mails AS SELECT email FROM users;
INSERT INTO users VALUES (2, 'b'), (1, 'a');
"""


@pytest.fixture(scope="module")
def url() -> Iterator[URL]:
    folder = programs.postgres()
    assert folder, "There is no PostgreSQL here. Install it, or leave its tests out: `pytest -m 'not postgres'`"
    with running(folder) as found:
        engine = create_engine(found, poolclass=NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql(SHOP.replace("%", "%%"))
        yield found


def test_the_text_of_a_table_is_written_from_its_facts(url: URL) -> None:
    with reading(url) as connection:
        schema = Schema.read(connection)
        text = stored_text.of(connection, schema["users"])
        view = stored_text.of(connection, schema.views[0])

    assert text == (
        'CREATE TABLE "users" (\n'
        '  "id" integer NOT NULL,\n'
        "  \"email\" character varying(50) NOT NULL DEFAULT 'x'::character varying,\n"
        "  PRIMARY KEY (id),\n"
        "  UNIQUE (email),\n"
        "  CHECK (id > 0)\n"
        ");\n\n"
        'CREATE UNIQUE INDEX "ix_two" ON "users" (email, id) WHERE (id > 5);'
    )
    assert view.startswith('CREATE VIEW "mails" AS\nSELECT ')  # one server writes `email`, another `users.email`


def test_rows_are_counted_and_the_first_ones_read(url: URL) -> None:
    with reading(url) as connection:
        assert bounded_counts.of(connection, ['100% "odd" ', "users"]) == {'100% "odd" ': 0, "users": 2}
        assert first_rows.read(connection, "users", ("id",)).values == ((1, "a"), (2, "b"))
        assert first_rows.read(connection, '100% "odd" ', ("id",)).columns == ("id", "user_id")
        assert first_rows.view_columns(connection, "mails") == (Column("email", ""),)
