"""A lesson's own project folder: the learner's commands, files and databases behind one name, `lab`."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from migration_lab import called, places
from migration_lab.errors import LabError
from migration_lab.grid import Grid
from migration_lab.lessons import attempts, excerpt, ledger, meant, opened, originals, past, project
from migration_lab.lessons.attempts import Attempts
from migration_lab.lessons.excerpt import Excerpt
from migration_lab.reading import query
from migration_lab.running.runner import Run, Runner
from migration_lab.values import rows
from migration_lab.values.history import History
from migration_lab.values.rows import Row, Rows
from migration_lab.values.schema import Schema
from migration_lab.values.timeline import Timeline

_last: list["Workspace"] = []  # what this process opened last
_names: set[str] = set()  # of all it opened


@dataclass(frozen=True)
class Workspace:
    """The project of one lesson.

    Args:
        name: The lesson's name.
        path: The project's folder.
        token: The word of the opening this value belongs to; empty: not watched.
    """

    name: str
    path: Path
    token: str = field(default="", repr=False, compare=False)

    def __repr__(self) -> str:
        return f'Workspace("{self.name}")\n`lab.attempts` lists what was put aside when it was opened again.'

    @property
    def databases(self) -> dict[str, Path]:
        """The database files by their names; they need not exist."""
        return {database: self.path / file for database, file in ledger.DATABASES.items()}

    @property
    def attempts(self) -> Attempts:
        """What a fresh start of this lesson put aside."""
        return attempts.read(self.name)

    def alembic(self, *arguments: str) -> Run:
        """Run `alembic` with these arguments in the workspace."""
        return self._runner().alembic(*arguments)

    def python(self, module: str, *arguments: str) -> Run:
        """Run `python -m module` with these arguments in the workspace."""
        return self._runner().python(module, *arguments)

    def schema(self, database: str = "primary") -> Schema:
        """Read the tables, columns, constraints and indexes of a database."""
        return Schema.read(self.file_of(database))

    def rows(self, database: str = "primary") -> Rows:
        """Read the row counts, and the rows as far as they are few."""
        return Rows.read(self.file_of(database))

    def row(self, table: str, key: object, *, database: str = "primary") -> Row:
        """Read one row by its primary key.

        Raises:
            LabError: There is no such table or row.
        """
        found = rows.find(self.file_of(database), table, key)
        if found is None:
            raise LabError(
                f"`{table}` has no row with the key {key!r}.",
                f'lab.sql("select * from {table} limit 5") shows rows that are there.',
            )
        return found

    def history(self, database: str = "primary") -> History:
        """Read the revisions of a database from their files."""
        self._file(database)
        return History.read(self.path / project.HISTORIES[database])

    def timeline(self, database: str = "primary") -> Timeline:
        """Replay the history on a copy, and give the database as it was after each revision.

        It is remembered: the second time is instant, as long as no file of the project has changed.
        """
        self._file(database)
        return past.replayed(past.of_lesson(self.name, self.path, database), database)

    def sql(self, statement: str, parameters: query.Parameters = (), *, database: str = "primary") -> Grid:
        """Run one reading SQL statement and return its rows."""
        return query.ask(self._file(database), statement, parameters)

    def source(self, path: str, first: int | None = None, last: int | None = None) -> Excerpt:
        """Show a file, or its lines from `first` to `last`, with line numbers."""
        self.examine()
        return excerpt.read(self.path, path, first, last)

    def bring(self, *paths: str) -> None:
        """Copy files of the project as it really is over the learner's; what stood there goes to `attempts/` first.

        Args:
            paths: Relative to the project: "alembic/env.py".

        Raises:
            LabError: The project has no such file.
        """
        self.examine()
        originals.bring(self.name, self.path, paths)

    def examine(self) -> None:
        """Do nothing if the workspace is there, complete, and still the one that was opened.

        Raises:
            LabError: It is not.
        """
        ours = next((one.token for one in _last if one.name == self.name), self.token)  # this notebook opened it again
        opened.examine(self.name, self.path, ours)

    def file_of(self, database: str = "primary") -> Path:
        """Return the file of a database, which is there.

        Raises:
            LabError: There is no such database, or no file yet.
        """
        file = self._file(database)
        if not file.is_file():
            raise LabError(*query.absent(file))
        return file

    def _runner(self) -> Runner:
        self.examine()
        return Runner(self.path)

    def _file(self, database: str) -> Path:
        self.examine()
        if database not in self.databases:
            known = " and ".join(f'"{name}"' for name in self.databases)
            raise LabError(f"There is no database called {database!r} in {self.name}.", f"Its databases are {known}.")
        return self.databases[database]


def current() -> Workspace:
    """Return the workspace opened last in this process, else the one the current directory lies in.

    Raises:
        LabError: There is neither.
    """
    return _last[-1] if _last else _around(_directory())


def enter(workspace: Workspace) -> None:
    """Make a workspace the current one and its folder the current directory."""
    os.chdir(workspace.path)
    _last[:] = [workspace]
    _names.add(workspace.name)


def is_open() -> bool:
    """Tell whether this process opened a lesson."""
    return bool(_last)


def leave() -> None:
    """Forget which workspace is the current one."""
    _last.clear()
    _names.clear()


def named(workspace: Workspace) -> str:
    """Return the name of a workspace where one could take it for another: of an exercise's, and of one of several."""
    return workspace.name if called.identity(workspace.name) or _names - {workspace.name} else ""


def _directory() -> Path:
    try:
        return Path.cwd().resolve()
    except OSError:  # it was deleted while we stood in it
        return Path(os.sep)


def _around(folder: Path) -> Workspace:
    home = places.home()
    for place in (folder, *folder.parents):
        if place.parent == home and (places.backstage(place.name) / "opened.json").exists():
            return Workspace(place.name, place, opened.token(place.name))
    raise LabError(
        "No lesson is open here, so there is no workspace to work on.",
        meant.again(),
    )
