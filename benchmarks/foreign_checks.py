"""What is tried on each foreign history; a check says what it found in a few words, or raises."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from foreign_projects import Foreign
from sqlalchemy import MetaData, create_engine

from migration_lab import see
from migration_lab.drawing import er_diagram, revision_graph
from migration_lab.lessons import past
from migration_lab.running import offline_sql
from migration_lab.running.offline_project import OfflineProject
from migration_lab.running.offline_sql import Dialect
from migration_lab.running.replay_copy import Project
from migration_lab.running.runner import Runner
from migration_lab.values import history
from migration_lab.values.history import History
from migration_lab.values.operations import Operations
from migration_lab.values.revision_graph import RevisionGraph
from migration_lab.values.schema import Schema

DIALECTS: tuple[Dialect, ...] = ("sqlite", "postgresql")

# What Alembic itself says of a history, asked inside the package's own environment
SCRIPTS = """
import json, os, sys
from alembic.config import Config
from alembic.script import ScriptDirectory
os.chdir(sys.argv[1])
scripts = ScriptDirectory.from_config(Config("alembic.ini"))
order = [one.revision for one in scripts.walk_revisions()][::-1]
parents = {one.revision: one.down_revision for one in scripts.walk_revisions()}
print(json.dumps([sorted(scripts.get_heads()), sorted(scripts.get_bases()), order, parents]))
"""


@dataclass
class Found:
    """One history under examination, and what the checks leave for each other."""

    foreign: Foreign
    root: Path
    ask: Callable[[str], str]

    @property
    def database(self) -> Path:
        """The database that its own env.py upgraded."""
        return self.root / "app.db"

    @property
    def history(self) -> History:
        """Its revisions as the lab reads them."""
        return History.read(self.root / "alembic")


def history_read(found: Found) -> str:
    heads, bases, order, parents = json.loads(found.ask(SCRIPTS))
    ours = found.history
    same(ours.broken, ())
    same(sorted(ours.heads), heads)
    same(sorted(ours.bases), bases)
    same({one.id for one in ours.revisions}, set(order))
    same(
        {one.id: listed(parents[one.id]) for one in ours.revisions},
        {one.id: one.down_revisions for one in ours.revisions},
    )
    if len(heads) == len(bases) == 1 and not any(isinstance(one, list) for one in parents.values()):
        same([one.id for one in ours.revisions], order)
    return f"{len(order)} revisions, heads {', '.join(heads)}, as Alembic says"


def upgrade(found: Found) -> str:
    run = Runner(found.root).alembic("upgrade", "heads")
    if not found.foreign.faulty:
        same(run.ok, True, run.words[-2000:])
        return "to head with its own env.py"
    same(run.ok, False, "its faulty revision ran: take it from the list")
    return f"stops at {found.foreign.faulty}, whose own code is faulty: {run.traceback.strip().splitlines()[-1]}"


def current(found: Found) -> str:
    stands = history.current(found.database)
    wanted = found.history.heads
    if found.foreign.faulty:
        wanted = found.history[found.foreign.faulty].down_revisions
    same(stands, wanted)
    return ", ".join(stands)


def schema(found: Found) -> str:
    ours, theirs = Schema.read(found.database), MetaData()
    theirs.reflect(create_engine(f"sqlite:///{found.database}"))
    tables = {name: table for name, table in theirs.tables.items() if name != "alembic_version"}
    same(set(ours.table_names), set(tables))
    for name, table in tables.items():
        one = ours[name]
        same([(c.name, c.nullable) for c in one.columns], [(c.name, c.nullable) for c in table.columns], name)
        same(one.primary_key.columns, tuple(c.name for c in table.primary_key.columns), name)
        keys = {
            (tuple(k.column_keys), tuple(e.target_fullname for e in k.elements)) for k in table.foreign_key_constraints
        }
        same({(k.columns, tuple(f"{k.target}.{c}" for c in k.target_columns)) for k in one.foreign_keys}, keys, name)
        same({i.name for i in one.indexes}, {i.name for i in table.indexes}, name)
    return f"{len(tables)} tables, {sum(len(t.columns) for t in ours.tables)} columns, as SQLAlchemy reflects them"


def er_drawn(found: Found) -> str:
    tables = Schema.read(found.database).tables
    drawings = [er_diagram.draw((table,), title=table.name) for table in tables]
    whole = er_diagram.draw(tables, title=found.foreign.name)
    return f"{len(drawings)} tables, all together {len(whole.source)} characters"


def graph_drawn(found: Found) -> str:
    graph = RevisionGraph.of(found.history, {"app": history.current(found.database)})
    drawing = revision_graph.draw(graph, next(iter(found.history.heads)), title=found.foreign.name)
    return f"{len(drawing.source)} characters"


def operations(found: Found) -> str:
    read = [Operations.read(found.root / "alembic" / "versions" / one.file) for one in found.history.revisions]
    counts = (sum(len(one.of(way)) for one in read) for way in ("upgrade", "downgrade"))
    return "{} of upgrades, {} of downgrades".format(*counts)


def offline_sql_sampled(found: Found) -> str:
    """Render a few revisions only: each starts a process that loads the whole package."""
    ids = [one.id for one in found.history.revisions]
    words = []
    for dialect in DIALECTS:
        known = [offline_sql.render(OfflineProject(found.root), one, dialect) for one in ids[:: len(ids) // 3]]
        same([one for one in known if not (one.upgrade.sql or one.upgrade.problem)], [])
        words.append(f"{dialect} {sum(not one.upgrade.problem for one in known)} of {len(known)}")
    return ", ".join(words) + " (what needs rows or a real table cannot be rendered, and says so)"


def timeline(found: Found) -> str:
    stops = past.replayed(Project(found.root), found.foreign.name).stops
    failed = [stop.revision for stop in stops if stop.error]
    same(failed[:1], [found.foreign.faulty] if found.foreign.faulty else [])
    same(len(stops), len(found.history.revisions))
    if not failed:
        same(Schema.read(stops[-1].file), Schema.read(found.database))
    return f"{len(stops) - len(failed)} of {len(stops)} stops" + (f", stuck at {failed[0]}" if failed else "")


def widgets(found: Found) -> str:
    shown = [
        see.schema(found.database),
        see.history(found.root / "alembic", "app", source=found.database),
        see.rows(found.database, found.database),
    ]
    for one in shown:
        same(one.told.error, None)
        str(one), one.face._repr_html_(), one.face._repr_markdown_()
    return f"{len(shown)} opened, their words are {sum(len(str(one)) for one in shown)} characters"


def click_revisions(found: Found) -> str:
    seen = see.history(found.root / "alembic", "app", source=found.database)
    for one in found.history.revisions:
        seen.choose(one.id)
        same(seen.told.error, None, one.id)
    return f"{len(found.history.revisions)} clicks"


def click_tables(found: Found) -> str:
    seen, names = see.rows(found.database, found.database), Schema.read(found.database).table_names
    for name in names:
        seen._table.value = name
        same(seen.told.error, None, name)
    return f"{len(names)} clicks"


def foreign_keys(found: Found) -> str:
    """Nothing of ours: a history whose rows are broken would explain surprises."""
    with closing(sqlite3.connect(found.database)) as connection:
        return f"{len(connection.execute('PRAGMA foreign_key_check').fetchall())} orphans"


def listed(value: object) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]


def same(ours: object, wanted: object, where: str = "") -> None:
    if ours != wanted:
        raise AssertionError(f"{where}: {ours!r} is not {wanted!r}")


CHECKS = (
    history_read,
    upgrade,
    current,
    schema,
    foreign_keys,
    er_drawn,
    graph_drawn,
    operations,
    offline_sql_sampled,
    timeline,
    widgets,
    click_revisions,
    click_tables,
)
