"""Accidents in the middle of a statement: a trigger that refuses or swallows a row, on SQLite and on PostgreSQL."""

from tests.history.stand import Stand

BODIES = {
    "sqlite": "CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {when} BEGIN SELECT RAISE({sqlite}); END",
    "postgresql": (
        "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF {when} THEN {postgresql}; END IF; RETURN NEW; END $$; "
        "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    ),
}


def refuse(database: Stand, table: str, when: str) -> None:
    """Let the statement fail that inserts such a row: "power cut"."""
    _create(database, "accident", table, when=when, sqlite="ABORT, 'power cut'", postgresql="RAISE 'power cut'")


def swallow(database: Stand, table: str, when: str) -> None:
    """Let such a row vanish without an error."""
    _create(database, "accident", table, when=when, sqlite="IGNORE", postgresql="RETURN NULL")


def remove(database: Stand, table: str) -> None:
    """Let no more accidents happen."""
    database.execute("DROP TRIGGER accident" + ("" if database.is_sqlite else f" ON {table}"))


def _create(database: Stand, name: str, table: str, **words: str) -> None:
    body = BODIES["sqlite" if database.is_sqlite else "postgresql"]
    database.execute(body.format(name=name, table=table, **words))
