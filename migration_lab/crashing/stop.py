"""What is left of a migration that was stopped: version table, schema and rows in one picture."""

from dataclasses import dataclass, field

from migration_lab.crashing.steps import one_line
from migration_lab.grid import Grid, Shown
from migration_lab.values.snapshot import Changes, DatabaseChanges
from migration_lab.values.statement import Statement

JOURNAL = "app.db-journal lies beside it: whoever opens app.db next takes the open transaction back with it"
NOTHING = "as before"


@dataclass(frozen=True, repr=False)
class Stop(Shown):
    """A migration that was ended between two statements.

    Args:
        after: After which statement, counted from 1.
        steps: How many statements the migration has.
        death: How it was ended.
        statement: That statement.
        stands: Where the version table says that the database stands.
        changes: What the databases have that they did not have before, or have no more.
        again: How the same command ends when it is typed again.
        journal: Whether the process left a journal beside the database.
    """

    after: int
    steps: int
    death: str
    statement: Statement
    stands: str
    changes: Changes = field(repr=False)
    again: str
    journal: bool

    @property
    def schema(self) -> str:
        """Say what is in the schema that was not there before, or no more."""
        return "; ".join(self._lines("schema")) or NOTHING

    @property
    def rows(self) -> str:
        """Say which rows changed."""
        return "; ".join(self._lines("rows")) or NOTHING

    @property
    def clean(self) -> bool:
        """Tell whether nothing is left of it."""
        return not self.changes

    @property
    def grid(self) -> Grid:
        """Show what each of the three places says, and what the next command would say."""
        rows = (
            ("last statement", one_line(self.statement.text)),
            ("version table", self.stands),
            ("schema", self.schema),
            ("rows", self.rows),
            *((("beside the file", JOURNAL),) if self.journal else ()),
            ("the same command again", self.again),
        )
        return Grid(
            ("place", "what it says"), rows, f"Stopped after statement {self.after} of {self.steps} ({self.death})"
        )

    def _lines(self, kind: str) -> list[str]:
        return [line for one in self.changes for line in _said(one, kind)]


def _said(one: DatabaseChanges, kind: str) -> list[str]:
    shapes = len(one.schema)
    lines = [f"{sign} {words}" for sign, words in one.lines]
    return lines[:shapes] if kind == "schema" else lines[shapes:]
