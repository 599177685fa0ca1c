"""What came out when the learner's migrations ran on a copy of the start: all that the criteria of an exercise see.

Everything here is a frozen value; nothing opens a file or a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from migration_lab.exercises.exercise import Exercise
from migration_lab.running.guard import Refused
from migration_lab.running.runner import Run
from migration_lab.values.history import Broken, History, Revision
from migration_lab.values.rows import Row, Rows
from migration_lab.values.schema import Schema
from migration_lab.values.snapshot import DatabaseState, Snapshot

PRIMARY = "primary"
UPGRADE, DOWNGRADE, AGAIN = STEPS = ("upgrade", "downgrade", "upgrade again")
AT_THE_START = " at the start"  # behind a further command: it runs on databases that were never upgraded
LEFT_BY_BATCH = "_alembic_tmp_"


@dataclass(frozen=True)
class Orphans:
    """Rows of one table that point to a row of another which is not there (`PRAGMA foreign_key_check`).

    Args:
        database: Its name.
        table: The table with these rows.
        parent: The table they point to.
        count: How many they are.
        first: The `rowid` of the first one, None in a table without.
    """

    database: str
    table: str
    parent: str
    count: int
    first: int | None


@dataclass(frozen=True)
class State:
    """The databases at one moment."""

    databases: Snapshot
    orphans: tuple[Orphans, ...] = ()

    def __getitem__(self, database: str) -> DatabaseState:
        """Give the state of one database: whether it exists, and a problem if it could not be read."""
        return self.databases[database]

    @property
    def names(self) -> tuple[str, ...]:
        """Name the databases."""
        return tuple(name for name, _ in self.databases.databases)

    @property
    def problems(self) -> dict[str, str]:
        """Give, for each database that could not be read, why."""
        return {name: one.problem for name, one in self.databases.databases if one.problem}

    @property
    def leftovers(self) -> tuple[str, ...]:
        """Name the tables that a batch operation left behind, in all databases."""
        tables = (table for name in self.names for table in self.schema(name).table_names)
        return tuple(table for table in tables if table.startswith(LEFT_BY_BATCH))

    def schema(self, database: str = PRIMARY) -> Schema:
        """Give the tables, columns, constraints and indexes; none of a file that is missing or cannot be read."""
        return self.databases[database].schema

    def rows(self, database: str = PRIMARY) -> Rows:
        """Give the row counts and the rows."""
        return self.databases[database].rows

    def revisions(self, database: str = PRIMARY) -> tuple[str, ...]:
        """Tell at which revisions a database stands."""
        return self.databases[database].revisions

    def count(self, table: str, *, database: str = PRIMARY) -> int | None:
        """Tell how many rows a table has; None if there is no such table."""
        return self.rows(database).counts.get(table)

    def row(self, table: str, key: object, *, database: str = PRIMARY) -> Row | None:
        """Give one row by its primary key; None if there is no such row, no such table, or too many rows to know."""
        wanted = key if isinstance(key, tuple) else (key,)
        return self.by_key(table, database=database).get(wanted)

    def by_key(self, table: str, *, database: str = PRIMARY) -> dict[tuple[object, ...], Row]:
        """Give all rows of a table by their primary keys; nothing for a table that is not there or has no key."""
        if table not in self.rows(database):
            return {}
        found = self.rows(database)[table]
        places = [found.columns.index(name) for name in found.key]
        named = [(tuple(row[place] for place in places), row) for row in (found.values or ()) if places]
        return {key: Row(table, key, found.columns, row) for key, row in named}


@dataclass(frozen=True)
class Step:
    """One step of a replay: the commands it took and what they left behind.

    Args:
        name: "upgrade", "downgrade" or "upgrade again".
        runs: The commands, one for each database; the last one is the one that failed, if one did.
        state: The databases after it.
        targets: The revisions where each database should stand now.
    """

    name: str
    runs: tuple[Run, ...] = field(repr=False)
    state: State = field(repr=False)
    targets: Mapping[str, tuple[str, ...]]

    @property
    def run(self) -> Run:
        """Give the command that failed, else the last one."""
        return self.runs[-1]

    @property
    def ok(self) -> bool:
        """Tell whether all commands did what they were asked to do: a migration can end the program with code 0."""
        return all(run.ok for run in self.runs) and self.arrived

    @property
    def refused(self) -> bool:
        """Tell whether the lab stopped a command that reached for a database outside the copy."""
        return self.run.error.startswith(f"{Refused.__module__}.{Refused.__name__}")

    @property
    def arrived(self) -> bool:
        """Tell whether each database stands where it should, whatever the commands said."""
        return all(set(self.state.revisions(name)) == set(wanted) for name, wanted in self.targets.items())


class NotReached(Exception):  # noqa: N818  it says where the replay stopped, it is no mistake of the caller's
    """A criterion asked for the state after a step that was not run, because an earlier one failed."""

    def __init__(self, wanted: str, stopped: Step | None) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.stopped = stopped


@dataclass(frozen=True)
class Replay:
    """The learner's work, and what came out when it ran on a copy of the start.

    Args:
        exercise: What was asked, from the lab's own files.
        start: The databases before the first step, with the named rows in them; no learner's.
        own: The learner's own databases as they are, only read.
        accident: They, as the learner got them, where something had happened to the start's; None: nothing had.
        histories: The revisions of each database, from the learner's files.
        files: The learner's new and changed files with their text; empty text for a file that is no text.
        new: Files that the start does not have, by their path in the project.
        changed: Files that say something else than at the start.
        gone: Files of the start that are not there any more.
        outdated: Whether the lab was updated since the workspace was started, and its start is another one now.
        steps: What was run, in order; it ends with the first step that failed. Empty: nothing was run yet.
    """

    exercise: Exercise
    start: State = field(repr=False)
    own: State = field(repr=False)
    histories: Mapping[str, History] = field(repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    outdated: bool = False
    steps: tuple[Step, ...] = ()
    accident: State | None = field(default=None, repr=False)

    @property
    def history(self) -> History:
        """Give the revisions of the primary database."""
        return self.histories[PRIMARY]

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Give all that is wrong with the learner's revision files, in words."""
        return tuple(one for history in self.histories.values() for one in history.broken)

    @property
    def untouched(self) -> bool:
        """Tell whether no file differs from the start."""
        return not (self.new or self.changed or self.gone)

    @property
    def failed(self) -> Step | None:
        """Give the step that stopped the replay, if one did."""
        return next((step for step in self.steps if not step.ok), None)

    def step(self, name: str) -> Step:
        """Give a step by its name.

        Raises:
            NotReached: An earlier step failed, so this one was not run.
        """
        for step in self.steps:
            if step.name == name:
                return step
        raise NotReached(name, self.steps[-1] if self.steps else None)

    def after(self, step: str) -> State:
        """Give the state after "upgrade", "downgrade" or "upgrade again".

        What a step left behind that failed is no state to judge: `failed.state` has it.

        Raises:
            NotReached: The step failed, or was not run because an earlier one failed.
        """
        found = self.step(step)
        if not found.ok:
            raise NotReached(step, found)
        return found.state

    def mine(self, database: str = PRIMARY) -> tuple[Revision, ...]:
        """Give the revisions that the learner wrote after the start, in the order of an upgrade."""
        history, names = self.histories[database], {path.rpartition("/")[2] for path in (*self.new, *self.changed)}
        begun = [one for one in self.start.revisions(database) if one in history]
        return tuple(one for one in history.pending(begun) if one.file in names)
