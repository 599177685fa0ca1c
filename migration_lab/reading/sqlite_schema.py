"""Read every fact of a SQLite schema: from its pragmas, and from the stored text where pragmas are silent."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from sqlite3 import sqlite_version_info
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from migration_lab.reading import sqlite_table
from migration_lab.reading.sqlite_table import Names, Row, Stored
from migration_lab.reading.tokens import Token, Words, fold, tidy, tokens
from migration_lab.values.parts import Table, Trigger, View

_MASTER = """SELECT type, name, tbl_name, coalesce(sql, '') FROM main.sqlite_master
             WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name <> 'alembic_version' ORDER BY name"""
_COLUMNS = """SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
              FROM main.sqlite_master m JOIN pragma_table_xinfo(m.name, 'main') c
              WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY m.name, c.cid"""
_INDEXES = """SELECT m.name, i.name, i."unique", x.cid, x.name, x."desc", x.coll
              FROM main.sqlite_master m JOIN pragma_index_list(m.name, 'main') i
              JOIN pragma_index_xinfo(i.name, 'main') x
              WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND i.origin = 'c' AND x.key
              ORDER BY m.name, i.name, x.seqno"""
_VIRTUAL = """SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?, 'main')
              WHERE hidden = 0 ORDER BY cid"""
_KNOWS_SHADOWS = (3, 37)  # an older SQLite cannot tell them from other tables
_SHADOWS = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"


def read(connection: Connection) -> tuple[tuple[Table, ...], tuple[View, ...]]:
    """Read tables and views of the main database behind `connection`.

    Alembic's own table and the shadow tables of a virtual table are left out.
    """
    shadows = {name for (name,) in _rows(connection, _SHADOWS)} if sqlite_version_info >= _KNOWS_SHADOWS else set()
    master = [row for row in _rows(connection, _MASTER) if row[2] not in shadows]
    columns = _grouped(_rows(connection, _COLUMNS))
    for kind, name, _, sql in master:
        if kind == "table" and sqlite_table.is_virtual(sql):
            columns[name] = _virtual_columns(connection, name)
    names = Names.of([row[1] for row in master], columns)
    indexes = _indexes(_grouped(_rows(connection, _INDEXES)), master)
    triggers = _triggers(master, names)
    tables = [
        Stored(name, sql, columns[name], indexes[name], triggers[fold(name)])
        for kind, name, _, sql in master
        if kind == "table"
    ]
    views = [
        View(name, _after_name(sql, names), triggers[fold(name)]) for kind, name, _, sql in master if kind == "view"
    ]
    return tuple(sqlite_table.build(table, names) for table in tables), tuple(views)


def _rows(connection: Connection, sql: str, *parameters: Any) -> list[Row]:
    return [tuple(row) for row in connection.exec_driver_sql(sql, parameters)]


def _grouped(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for first, *rest in rows:
        groups[first].append(tuple(rest))
    return groups


def _virtual_columns(connection: Connection, name: str) -> list[Row]:
    """Read the columns of a virtual table; none where this SQLite lacks the module behind it."""
    try:
        return _rows(connection, _VIRTUAL, name)
    except DBAPIError:
        return []


def _indexes(rows: dict[str, list[Row]], master: Sequence[Row]) -> defaultdict[str, list[tuple[str, str, list[Row]]]]:
    """Give the indexes of each table: name, text, and the rows of `index_xinfo`."""
    texts = {name: sql for kind, name, _, sql in master if kind == "index"}
    found: defaultdict[str, list[tuple[str, str, list[Row]]]] = defaultdict(list)
    for table, terms in rows.items():
        for name, parts in sorted(_grouped(terms).items()):
            if name in texts:
                found[table].append((name, texts[name], parts))
    return found


def _triggers(master: Sequence[Row], names: Names) -> defaultdict[str, tuple[Trigger, ...]]:
    found: defaultdict[str, tuple[Trigger, ...]] = defaultdict(tuple)
    for kind, name, table, sql in master:
        if kind == "trigger":
            found[fold(table)] += (Trigger(name, _after_name(sql, names)),)
    return found


def _after_name(sql: str, names: Names) -> str:
    """Give the text of a view or trigger behind `CREATE … name`."""
    words = Words(tokens(sql))
    while words.peek().keyword not in {"VIEW", "TRIGGER", ""}:
        next(words)
    next(words, None)
    words.take("IF", "NOT", "EXISTS")
    next(words, None)
    if words.peek() == Token("mark", "."):
        words.at += 2
    return tidy(words, names.known)
