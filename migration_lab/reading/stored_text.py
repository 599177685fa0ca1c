"""The SQL that makes a table or view again: the database's own text where it keeps one, else written from its facts."""

from collections.abc import Iterator

from sqlalchemy import Connection

from migration_lab.reading.names import quoted
from migration_lab.values.parts import Table, View

_TEXTS = """SELECT sql FROM main.sqlite_master WHERE tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL
            ORDER BY type NOT IN ('table', 'view'), type, name"""


def of(connection: Connection, part: Table | View) -> str:
    """Give the statements for a table or view with its indexes and triggers."""
    if connection.dialect.name == "sqlite":
        texts = [text for (text,) in connection.exec_driver_sql(_TEXTS, (part.name,))]
    else:
        texts = list(_written(connection, part))
    return "\n\n".join(f"{text.rstrip().rstrip(';')};" for text in texts)


def _written(connection: Connection, part: Table | View) -> Iterator[str]:
    name = quoted(connection.dialect, part.name)
    if isinstance(part, View):
        kind = "MATERIALIZED VIEW" if part.text.startswith("MATERIALIZED ") else "VIEW"
        yield f"CREATE {kind} {name} AS\n{part.text.removeprefix('MATERIALIZED ')}"
    else:
        lines = [f"{quoted(connection.dialect, column.name)} {column.words}" for column in part.columns]
        lines += [part.primary_key.words] if part.primary_key else []
        for rules in (part.uniques, part.checks, part.foreign_keys):
            lines += [rule.words for rule in rules]
        yield f"CREATE TABLE {name} (\n  " + ",\n  ".join(lines) + "\n)"
        for index in part.indexes:
            unique, words = ("UNIQUE ", index.words.removeprefix("UNIQUE ")) if index.unique else ("", index.words)
            yield f"CREATE {unique}INDEX {quoted(connection.dialect, index.name)} ON {name} {words}"
    for trigger in part.triggers:
        yield trigger.text
