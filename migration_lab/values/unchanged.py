"""The quiet line under a command that changed no database: where each of them stands."""

from dataclasses import dataclass, field
from html import escape

from migration_lab.grid import Grid, Shown, cell
from migration_lab.values.snapshot import DatabaseState, Snapshot
from migration_lab.values.statement import Statement


@dataclass(frozen=True, repr=False)
class Unchanged(Shown):
    """What a command left as it was.

    Args:
        snapshot: The databases.
        statements: The SQL that was sent all the same: it was rolled back, or hit no row.
        project: Which project it was; empty where there can be no doubt.
    """

    snapshot: Snapshot
    statements: tuple[Statement, ...] = field(default=(), compare=False)
    project: str = field(default="", compare=False)

    @property
    def grid(self) -> Grid:
        """Show where each database stands."""
        return self.snapshot.grid

    def __str__(self) -> str:
        return " ".join(filter(None, ("no database changed", self._where))) + self._rest

    def _repr_markdown_(self) -> str:
        where, rest = (Grid((), (), part)._repr_markdown_().split("\n")[0] for part in (self._where, self._rest))
        line = f"no database changed{f' **{where}**' if self._where else ''}{rest}"
        return f"{line}\n\n{self.grid._repr_markdown_()}"

    def _repr_html_(self) -> str:
        where = f" <strong>{escape(self._where)}</strong>" if self._where else ""
        summary = f"<summary>no database changed{where}{escape(self._rest)}</summary>"
        return f'<details class="migration-lab-quiet">{summary}{self.grid._repr_html_()}</details>'

    @property
    def _where(self) -> str:
        return f"in {cell(self.project)}" if self.project else ""

    @property
    def _rest(self) -> str:
        stands = ", ".join(_stand(name, state) for name, state in self.snapshot.databases if state.exists)
        taken_back = any(one.text.upper().startswith("ROLLBACK") for one in self.statements)
        return f"{', all was rolled back' * taken_back}: {stands or 'there is none yet'}"


def _stand(name: str, state: DatabaseState) -> str:
    return f"{cell(name)} could not be read" if state.problem else f"{cell(name)} at {state.stand}"
