"""The widgets by the names of what they show: `see.schema(lab)`, `see.history(lab)`, …

Each function loads its widget when it is called: ipywidgets is heavy, and only notebooks need it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from migration_lab.lessons.workspace import Workspace
    from migration_lab.reading.source import Source
    from migration_lab.running.replay_copy import Project
    from migration_lab.values.moment import Given
    from migration_lab.values.strip import Changes
    from migration_lab.values.unchanged import Unchanged
    from migration_lab.widgets.changes_view import ChangesView
    from migration_lab.widgets.crash_lab import CrashLab
    from migration_lab.widgets.data_peek import DataPeek
    from migration_lab.widgets.inspector import Inspector
    from migration_lab.widgets.race import Race
    from migration_lab.widgets.revision_graph import RevisionGraph
    from migration_lab.widgets.schema_browser import SchemaBrowser
    from migration_lab.widgets.time_travel import TimeTravel


def history(place: Workspace | Path, database: str = "primary", *, source: Source | None = None) -> RevisionGraph:
    """Show the revision graph: click a revision for its file, its operations and its SQL.

    Args:
        place: A lesson's workspace, or a folder with revision files.
        database: Which database of the workspace; for a folder, what to call the database.
        source: The database of a folder, to see where it stands.
    """
    from migration_lab.widgets.history_source import HistorySource
    from migration_lab.widgets.revision_graph import RevisionGraph

    return RevisionGraph(HistorySource(place, database, source))


def changes(found: Changes | Unchanged) -> ChangesView:
    """Show what a command changed: side by side, by rows, as a diagram, and its SQL.

    Args:
        found: After each `%alembic`, `_changes` in the notebook.
    """
    from migration_lab.widgets.changes_view import ChangesView

    return ChangesView(found)


def rows(
    before: Given, after: Given, table: str = "", *, keys: Sequence[object] = (), columns: Sequence[str] = ()
) -> DataPeek:
    """Show what became of rows: keep `before = lab.rows()`, run a command, then `see.rows(before, lab, "users")`.

    Args:
        before: `Rows` kept earlier, a snapshot, a workspace, a file, a URL, an engine.
        after: Likewise.
        table: The table; empty: the first one whose rows differ.
        keys: Primary keys of rows; none: the rows that differ.
        columns: Columns; none: those in which something differs.
    """
    from migration_lab.values.peek import Choice
    from migration_lab.values.rows import SHOWN
    from migration_lab.widgets.data_peek import DataPeek

    choice = Choice(tuple(keys), tuple(columns), most=max(SHOWN, len(keys)))
    return DataPeek(before, after, table, choice)


def schema(source: Workspace | Source, database: str = "primary") -> SchemaBrowser:
    """Show the tables and views of a database: search, columns, rules, neighbours, first rows, SQL.

    Args:
        source: A lesson's workspace, the path of a SQLite file, a URL, an engine or a connection.
        database: Which database of the workspace.
    """
    from migration_lab.widgets.schema_browser import SchemaBrowser

    return SchemaBrowser(source, database)


def timeline(
    place: Workspace | Project, database: str = "primary", *, follow: tuple[str, object] | None = ("users", 17)
) -> TimeTravel:
    """Travel through the history: at each revision the schema, what changed, the rows, and one row followed through.

    Args:
        place: A lesson's workspace, or a project to replay; its own database is never opened.
        database: Which database of the workspace.
        follow: Table and primary key of the row to follow; None: none. The named row is in the primary database.
    """
    from migration_lab.widgets import time_travel

    return time_travel.of(place, database, follow)


def inspector(lab: Workspace) -> Inspector:
    """Show where the lesson's databases stand, what changed last, tables and revisions; it follows every command.

    Args:
        lab: The lesson's workspace.
    """
    from migration_lab.widgets.inspector import Inspector

    return Inspector(lab)


def crash_lab(lab: Workspace) -> CrashLab:
    """End `upgrade head` after a statement of your choice, each time on a copy, and see what is left.

    Args:
        lab: The lesson's workspace; something must be there to upgrade.
    """
    from migration_lab.widgets.crash_lab import CrashLab

    return CrashLab(lab)


def race(lab: Workspace) -> Race:
    """Run five styles of one backfill beside raw `sqlite3`, short at once, with a million users on request.

    Args:
        lab: The lesson's workspace; its databases are not touched.
    """
    from migration_lab.widgets.race import Race

    return Race(lab)
