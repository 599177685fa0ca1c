"""What a lesson's databases went through last: by which command, or since which one."""

from dataclasses import dataclass, field, replace

from migration_lab.grid import Grid, Shown, cell
from migration_lab.values import snapshot
from migration_lab.values.snapshot import Snapshot
from migration_lab.values.strip import Changes

NONE_YET = Grid(("last change",), (("none yet: it stands here after the next %alembic upgrade or downgrade",),))


@dataclass(frozen=True, repr=False)
class LastChange(Shown):
    """The changes of the last `%alembic` that changed something, or what has changed since without one.

    Args:
        databases: How the databases were after the command, or when they were first looked at.
        changes: What changed.
        command: The command line, with how it ended if it did not end well; empty: there was none.
        since: Since when something else changed this; empty: it was the command.
    """

    databases: Snapshot = field(default_factory=Snapshot)
    changes: Changes = field(default_factory=Changes)
    command: str = ""
    since: str = ""

    def until(self, now: Snapshot) -> "LastChange":
        """Give what changed after the command up to now; if nothing did, it is the command's own change."""
        later = snapshot.changes(self.databases, now)
        start = cell(self.command) or "the inspector first looked"
        return replace(self, changes=later, since=f"not by %alembic, since {start}") if later else self

    @property
    def grid(self) -> Grid:
        """Show what changed, under who did it."""
        if not self.changes:
            return NONE_YET
        rows = tuple(_plain(row) for row in self.changes.grid.rows)
        return replace(self.changes.grid, rows=rows, caption=f"Last change ({self.since or cell(self.command)})")


def _plain(row: tuple[str, ...]) -> tuple[str, ...]:
    """A problem's own words are marked for Markdown; a table shows them as they are."""
    return (*row[:-1], row[-1].replace("`", "")) if row[1] == "!" else row
