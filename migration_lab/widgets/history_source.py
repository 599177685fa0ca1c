"""Where the revision graph gets its facts: a lesson's workspace, or a folder of revision files anywhere."""

from dataclasses import dataclass
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.lessons.project import HISTORIES
from migration_lab.lessons.workspace import Workspace
from migration_lab.reading.source import Source
from migration_lab.running import offline_project
from migration_lab.running.offline_project import OfflineProject
from migration_lab.values import history
from migration_lab.values.history import History
from migration_lab.values.revision_graph import RevisionGraph

_SECTIONS = {"primary": "alembic", "analytics": "analytics"}


@dataclass(frozen=True)
class HistorySource:
    """One history and its databases; it is read anew each time it is asked.

    Args:
        place: The workspace, or the folder with the revision files.
        database: The name of the workspace's database, or what a database of a folder is called.
        database_source: The database of a folder, if there is one to look at.
    """

    place: Workspace | Path
    database: str = "primary"
    database_source: Source | None = None

    def read(self) -> tuple[RevisionGraph, LabError | None]:
        """Read files and database; of a database that cannot be read the error, and the graph without it.

        Raises:
            LabError: There are no such files.
        """
        found = self._history()
        try:
            return RevisionGraph.of(found, self._stands()), None
        except LabError as error:
            return RevisionGraph(found), error

    def file(self, name: str) -> Path:
        """Give the path of a revision file."""
        return self._versions() / name

    @property
    def project(self) -> OfflineProject | None:
        """The project that can render these revisions."""
        if isinstance(self.place, Workspace):
            return OfflineProject(self.place.path, section=_SECTIONS[self.database])
        return offline_project.around(self.place)

    def _history(self) -> History:
        if isinstance(self.place, Workspace):
            return self.place.history(self.database)
        return History.read(self.place)

    def _stands(self) -> dict[str, tuple[str, ...]]:
        if isinstance(self.place, Workspace):
            return {self.database: history.current(self.place.databases[self.database])}
        return {} if self.database_source is None else {self.database: history.current(self.database_source)}

    def _versions(self) -> Path:
        if isinstance(self.place, Workspace):
            return self.place.path / HISTORIES[self.database]
        inner = self.place / "versions"
        return inner if inner.is_dir() else self.place
