"""The revision graph as values: revisions, heads, where a database stands. Files are parsed, never imported."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from migration_lab.errors import LabError
from migration_lab.grid import Grid, Shown, cell
from migration_lab.reading.source import Source, file_of, reading
from migration_lab.reading.sqlite_file import is_there
from migration_lab.values import graph, revision_file
from migration_lab.values.revision_file import Broken, Revision

__all__ = ["Broken", "History", "Revision", "current"]

_VERSION, _COLUMN = "alembic_version", "version_num"


@dataclass(frozen=True, repr=False)
class History(Shown):
    """The revisions of one database in order, base first, and what is wrong with their files."""

    revisions: tuple[Revision, ...] = ()
    broken: tuple[Broken, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> "History":
        """Read the revision files in `folder`: a versions folder, or the `alembic` folder around it.

        Raises:
            LabError: There is no such folder.
        """
        place = folder / "versions" if (folder / "versions").is_dir() else folder
        if not place.is_dir():
            raise LabError(
                f"There is no folder `{folder.name}` with revision files.",
                "Make it with `alembic init alembic`, or check the path.",
            )
        read = [revision_file.read(path) for path in sorted(place.glob("*.py")) if _is_revision(path)]
        found = [one for one in read if isinstance(one, Revision)]
        unread = [one for one in read if isinstance(one, Broken)]
        return cls(graph.ordered(found), (*unread, *graph.problems(found)))

    def __contains__(self, identity: object) -> bool:
        return any(revision.id == identity for revision in self.revisions)

    def __getitem__(self, identity: str) -> Revision:
        """Give the revision called `identity`.

        Raises:
            LabError: No file has this revision.
        """
        for revision in self.revisions:
            if revision.id == identity:
                return revision
        names = ", ".join(f"`{revision.id}`" for revision in self.revisions)
        raise LabError(
            f"There is no revision `{identity}` in these files.",
            f"Choose one of {names}." if names else 'Make the first one: alembic revision -m "initial schema".',
        )

    @property
    def heads(self) -> tuple[str, ...]:
        """Name the revisions that nothing follows."""
        followed = {parent for revision in self.revisions for parent in revision.down_revisions}
        return tuple(revision.id for revision in self.revisions if revision.id not in followed)

    @property
    def bases(self) -> tuple[str, ...]:
        """Name the revisions that follow nothing."""
        return tuple(revision.id for revision in self.revisions if not revision.down_revisions)

    def pending(self, current_ids: Iterable[str]) -> tuple[Revision, ...]:
        """Give the revisions that a database at `current_ids` still lacks, in the order of an upgrade.

        Raises:
            LabError: The database stands at a revision that has no file.
        """
        names = graph.names_of(self.revisions)
        applied: set[str] = set()
        waiting = [self[identity] for identity in current_ids]
        while waiting:
            revision = waiting.pop()
            if revision.id not in applied:
                applied.add(revision.id)
                parents = (*revision.down_revisions, *revision.depends_on)
                waiting += [self[names[parent]] for parent in parents if parent in names]
        return tuple(revision for revision in self.revisions if revision.id not in applied)

    @property
    def grid(self) -> Grid:
        """Show one line for each revision, then what is wrong."""
        rows = [
            (revision.id, ", ".join(revision.down_revisions) or "(base)", revision.message, self._mark(revision))
            for revision in self.revisions
        ]
        rows += [(broken.file, f"line {broken.line}", broken.words, "broken") for broken in self.broken]
        shown = tuple(tuple(map(cell, row)) for row in rows)
        return Grid(("revision", "follows", "message", "mark"), shown, "" if shown else "no revisions yet")

    def _mark(self, revision: Revision) -> str:
        return "head" if revision.id in self.heads else ""


def current(source: Source) -> tuple[str, ...]:
    """Tell at which revisions a database stands; none for an empty database or a file that does not exist yet.

    A project may give Alembic's table a name of its own (`version_table` in env.py): where there is no
    `alembic_version`, tables of the same form count whose name begins like that.
    """
    file = file_of(source)
    if file is not None and not is_there(file):
        return ()
    with reading(source) as connection:
        versions = [table(name, column(_COLUMN)) for name in _version_tables(connection)]
        found = {str(identity) for one in versions for (identity,) in connection.execute(select(one.c[_COLUMN]))}
        return tuple(sorted(found))


def _version_tables(connection: Connection) -> list[str]:
    look = inspect(connection)
    if look.has_table(_VERSION):
        return [_VERSION]
    named = [name for name in look.get_table_names() if name.startswith(f"{_VERSION}_")]
    return [name for name in named if [one["name"] for one in look.get_columns(name)] == [_COLUMN]]


def _is_revision(path: Path) -> bool:
    """Choose as Alembic does: every Python file but `__init__.py` and the lock files of an editor."""
    return path.is_file() and not path.name.startswith((".#", "__init__"))
