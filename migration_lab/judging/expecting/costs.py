"""What a right answer costs: which tables it rebuilt, how many rows were copied, and what waits meanwhile."""

import re
from collections.abc import Iterator

from migration_lab.judging.expecting.anew import anew
from migration_lab.judging.expecting.spot import START, named, number, state
from migration_lab.judging.replay import PRIMARY, UPGRADE, Replay
from migration_lab.lessons import ledger
from migration_lab.values import schema
from migration_lab.values.parts import Table
from migration_lab.values.schema_diff import Diff

# What SQLite can only do by making the table anew and copying every row.
ONLY_BY_REBUILD = {"type", "nullability", "default", "collation", "column order", "foreign key", "unique", "check"}
ONLY_BY_REBUILD |= {"primary key", "option"}
RENAMED = re.compile(r'CREATE TABLE "', re.IGNORECASE)  # how SQLite stores a table that was renamed into its place
LOCK = "the write lock is held from the first row to the last: readers may go on, every other writer waits"


def cost(replay: Replay, *, more: str = "", database: str = PRIMARY) -> str:
    """Tell which tables the upgrade rebuilt, how many rows that copied and what lock it takes; empty if it did not.

    Args:
        replay: What came out.
        more: A sentence to add, such as what a large table would mean.
        database: Which one.
    """
    said = [f"{named(name)} ({number(rows, 'row')} copied)" for name, rows in rebuilt(replay, database=database)]
    if not said:
        return ""
    tables = "table" if len(said) == 1 else "tables"
    return f"your change rebuilds the {tables} {', '.join(said)}; {LOCK}" + (f". {more}" if more else "")


def rebuilt(replay: Replay, *, database: str = PRIMARY) -> tuple[tuple[str, int], ...]:
    """Name the tables that the upgrade made anew, each with the number of rows that were copied.

    The SQL that was sent tells it; what was sent past SQLAlchemy, or in a very long upgrade, is seen by what changed.
    """
    before, after = state(replay, START), state(replay, UPGRADE)
    old, new = before.schema(database), after.schema(database)
    found = {*_sent(replay, old, database=database), *_rebuilt(old, new)}
    names = [name for name in old.table_names if name in found and name in new]
    return tuple((name, before.count(name, database=database) or 0) for name in names)


def _sent(replay: Replay, before: schema.Schema, *, database: str) -> set[str]:
    sent = (one for run in replay.step(UPGRADE).runs for one in run.statements)
    return anew((one for one in sent if one.database == ledger.DATABASES[database]), before.table_names)


def _rebuilt(before: schema.Schema, after: schema.Schema) -> Iterator[str]:
    changes = schema.diff(before, after)
    for old in before.tables:
        if old.name in after and (_needs_rebuild(changes, old.name) or _was_renamed(old, after[old.name])):
            yield old.name


def _needs_rebuild(changes: Diff, table: str) -> bool:
    return any(one.table == table and one.kind in ONLY_BY_REBUILD for one in changes)


def _was_renamed(old: Table, new: Table) -> bool:
    """Tell by the stored text: a batch operation renames its new table, and SQLite then writes the name in quotes."""
    return bool(RENAMED.match(new.ddl)) and not RENAMED.match(old.ddl)
