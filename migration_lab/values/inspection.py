"""What is to be seen of a lesson's databases at one moment: where they stand, the last change, schemas, histories."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.grid import Grid, ShownInParts, cell
from migration_lab.values.history import History
from migration_lab.values.last_change import LastChange
from migration_lab.values.revision_graph import RevisionGraph
from migration_lab.values.snapshot import DatabaseState, Snapshot


@dataclass(frozen=True, repr=False)
class Inspection(ShownInParts):
    """All databases of a lesson.

    Args:
        databases: Their states.
        graphs: Their histories, by the database's name.
        change: What changed last.
        lesson: Whose databases they are.
    """

    databases: Snapshot = field(default_factory=Snapshot)
    graphs: tuple[tuple[str, RevisionGraph], ...] = ()
    change: LastChange = field(default_factory=LastChange)
    lesson: str = ""

    @classmethod
    def read(cls, databases: Mapping[str, Path], histories: Mapping[str, Path]) -> "Inspection":
        """Read the database files and the folders with their revision files; what is missing is empty."""
        states = Snapshot.read(databases)
        graphs = tuple((name, _graph(name, state, histories)) for name, state in states.databases)
        return cls(states, graphs)

    def told(self, lesson: str, change: LastChange) -> "Inspection":
        """Give this moment with the name of the lesson, and with the last change known, or what changed since."""
        return replace(self, lesson=lesson, change=change.until(self.databases))

    @property
    def sentence(self) -> str:
        """Say in one line where the databases stand."""
        stands = "; ".join(self._stand(name, state) for name, state in self.databases.databases)
        return f"{cell(self.lesson)}: {stands}" if self.lesson else stands

    @property
    def stands(self) -> Grid:
        """Show where each database stands, what it lacks, and how much is in it."""
        whose = f" of {cell(self.lesson)}" if self.lesson else ""
        rows = tuple(
            (cell(name), _plain(state), self._pending(name), _count(state.schema.tables), _rows(state))
            for name, state in self.databases.databases
        )
        return Grid(("database", "revision", "pending", "tables", "rows"), rows, f"Where the databases{whose} stand")

    @property
    def last(self) -> Grid:
        """Show what changed last."""
        return self.change.grid

    def schema(self, name: str) -> Grid:
        """Show the tables of a database."""
        shown = self.databases[name].schema.grid
        return replace(shown, caption=f"{cell(name)}: {shown.caption}")

    def history(self, name: str) -> Grid:
        """Show the revisions of a database."""
        shown = dict(self.graphs)[name].grid
        return replace(shown, caption=f"{cell(name)}: {shown.caption or 'revisions, the first one on top'}")

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Show everything, one table after the other."""
        names = [name for name, _ in self.graphs]
        return (self.stands, self.last, *map(self.schema, names), *map(self.history, names))

    def _stand(self, name: str, state: DatabaseState) -> str:
        if state.problem or not state.exists:
            return f"{cell(name)}: {_plain(state)}"
        nothing = "" if state.revisions else ", nothing has run"
        return f"{cell(name)} at {state.stand}{nothing}, {self._pending(name)} pending"

    def _pending(self, name: str) -> str:
        """Count what the database lacks; unknown where a file on the way to it is missing or cannot be read."""
        state, graph = self.databases[name], dict(self.graphs)[name]
        try:
            unknown = state.problem or graph.doubt(name)
            return "?" if unknown else str(len(graph.history.pending(state.revisions)))
        except LabError:
            return "?"


def _graph(name: str, state: DatabaseState, histories: Mapping[str, Path]) -> RevisionGraph:
    found = _history(histories[name], _stamp(histories[name]))
    return RevisionGraph.of(found, {} if state.problem or not state.exists else {name: state.revisions})


@lru_cache(maxsize=8)
def _history(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> History:
    """Read the files only if one of them is another one than last time."""
    return History.read(folder) if folder.is_dir() else History()


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    files = [entry for entry in os.scandir(folder) if entry.name.endswith(".py")] if folder.is_dir() else []
    return tuple(sorted((one.name, one.stat().st_size, one.stat().st_mtime_ns) for one in files))


def _plain(state: DatabaseState) -> str:
    """A problem's own words are marked for Markdown; here they are shown as they are."""
    return state.stand.replace("`", "") if state.problem else state.stand


def _count(things: tuple[object, ...]) -> str:
    return f"{len(things):,}"


def _rows(state: DatabaseState) -> str:
    return f"{sum(state.rows.counts.values()):,}"
