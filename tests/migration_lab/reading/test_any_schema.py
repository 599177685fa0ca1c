"""Other databases through SQLAlchemy's inspector: tried on SQLite, which every machine has."""

from sqlalchemy import create_engine

from migration_lab.reading import any_schema
from migration_lab.values.parts import Check, Column, ForeignKey, Index, IndexTerm, PrimaryKey, Table, Unique, View

SCRIPT = (
    """CREATE TABLE users (id INTEGER NOT NULL, name VARCHAR(50) DEFAULT 'x',
         twice INTEGER GENERATED ALWAYS AS (id * 2) STORED,
         boss INT, CONSTRAINT pk PRIMARY KEY (id), CONSTRAINT uq UNIQUE (name), CONSTRAINT ck CHECK (id > 0),
         CONSTRAINT fk FOREIGN KEY (boss) REFERENCES users (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)""",
    "CREATE UNIQUE INDEX ix ON users (name, boss) WHERE id > 3",
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
    "CREATE VIEW names AS SELECT name FROM users",
)


def test_tables_and_views_are_read() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        for statement in SCRIPT:
            connection.exec_driver_sql(statement)

        tables, views = any_schema.read(connection)

    engine.dispose()
    assert views == (View("names", "CREATE VIEW names AS SELECT name FROM users"),)
    assert tables == (
        Table(
            "users",
            (
                Column("id", "INTEGER", False),
                Column("name", "VARCHAR(50)", True, "'x'"),
                Column("twice", "INTEGER", generated="GENERATED ALWAYS AS (id * 2) STORED"),
                Column("boss", "INTEGER"),
            ),
            PrimaryKey(("id",), "pk"),
            (
                ForeignKey(
                    ("boss",), "users", ("id",), "fk", on_delete="CASCADE", extra="DEFERRABLE INITIALLY DEFERRED"
                ),
            ),
            (Unique(("name",), "uq"),),
            (Check("CHECK (id > 0)", "ck"),),
            (Index("ix", (IndexTerm("name"), IndexTerm("boss")), True, "id > 3"),),
        ),
    )
