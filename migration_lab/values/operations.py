"""What a revision file does, in words: the steps of its `upgrade()` and `downgrade()`, read from its text."""

import ast
from dataclasses import dataclass
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.grid import Grid, Shown, cell
from migration_lab.values import operation_walk, revision_file

DIRECTIONS = ("upgrade", "downgrade")


@dataclass(frozen=True)
class Operation:
    """One step.

    Args:
        direction: `upgrade` or `downgrade`.
        line: Where it stands in the file.
        words: What it does.
        inside: The conditions, loops and functions it stands in, the outermost first.
    """

    direction: str
    line: int
    words: str
    inside: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ": ".join((*self.inside, self.words))


@dataclass(frozen=True, repr=False)
class Operations(Shown):
    """The steps of a revision, in the order of its file."""

    steps: tuple[Operation, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "Operations":
        """Read the file of a revision; it is parsed, never imported.

        Raises:
            LabError: The file cannot be opened, or is no Python.
        """
        tree = _parsed(path)
        return cls(
            tuple(
                Operation(direction, *step)
                for direction in DIRECTIONS
                for step in operation_walk.steps(tree, direction)
            )
        )

    def of(self, direction: str) -> tuple[Operation, ...]:
        """Give the steps of one direction."""
        return tuple(step for step in self.steps if step.direction == direction)

    @property
    def grid(self) -> Grid:
        """Show one line for each step; a direction without steps says so."""
        rows = [row for direction in DIRECTIONS for row in self._rows(direction)]
        return Grid(("direction", "line", "operation"), tuple(rows))

    def _rows(self, direction: str) -> list[tuple[str, str, str]]:
        steps = [(direction, str(step.line), cell(step, 500)) for step in self.of(direction)]
        return steps or [(direction, "", "does nothing")]


def _parsed(path: Path) -> ast.Module:
    try:
        return revision_file.parsed(path.read_bytes(), path.name)
    except OSError as error:
        raise LabError(
            f"The file `{path.name}` cannot be opened: {error.strerror}.",
            "Look whether it was renamed or deleted: `alembic history` names the revisions that have a file.",
        ) from error
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise LabError(
            f"Python cannot read `{path.name}`: {getattr(error, 'msg', error)}.",
            f"Correct the file at line {getattr(error, 'lineno', None) or 1}.",
        ) from error
