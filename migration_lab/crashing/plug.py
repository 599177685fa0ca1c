"""Pull the plug on a migration: list its statements, end it after one of them, or after each in turn."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migration_lab.crashing.deaths import DEATHS, SIGKILL
from migration_lab.crashing.reasons import reason
from migration_lab.crashing.steps import grid, is_step, one_line
from migration_lab.crashing.stop import Stop
from migration_lab.errors import LabError
from migration_lab.grid import Grid, cell
from migration_lab.lessons.project import ENVIRONMENT
from migration_lab.lessons.workspace import Workspace
from migration_lab.predicting.copied import copied
from migration_lab.values.snapshot import Snapshot, changes
from migration_lab.values.statement import Statement

UPGRADE = ("upgrade", "head")
HEADERS = (
    "stopped after",
    "statement",
    "version table",
    "left in the schema",
    "left in the rows",
    "the same command again",
)


def dry_run(lab: Workspace, *command: str) -> Grid:
    """List the statements of a migration, numbered; it is run on a copy of the project.

    Args:
        lab: The lesson's workspace.
        command: What stands behind `alembic`; nothing: `upgrade head`.
    """
    return grid(sent(lab, *command), caption(*command))


def pull_the_plug(lab: Workspace, *command: str, after: int, by: str = SIGKILL) -> Stop:
    """Run a migration on the lesson's OWN database and end it after a statement; tell what is left.

    Args:
        lab: The lesson's workspace.
        command: What stands behind `alembic`; nothing: `upgrade head`.
        after: After which statement, as `dry_run` numbers them.
        by: "exception", "SIGKILL" or "power cut".

    Raises:
        LabError: There is no such statement or no such end, or the command fails by itself.
    """
    typed = command or UPGRADE
    steps = _steps(lab, typed)
    return _stopped(lab, typed, steps=steps, after=after, by=by)


def every_stop(lab: Workspace, *command: str, by: str = SIGKILL) -> Grid:
    """End a migration after each of its statements in turn, each time on a new copy; tell what is left.

    Args:
        lab: The lesson's workspace.
        command: What stands behind `alembic`; nothing: `upgrade head`.
        by: "exception", "SIGKILL" or "power cut".
    """
    typed = command or UPGRADE
    steps = _steps(lab, typed)
    found = []
    for number in range(1, len(steps) + 1):
        with copied(lab) as copy:
            found.append(_stopped(copy, typed, steps=steps, after=number, by=by))
    rows = tuple(
        (str(one.after), one_line(one.statement.text), one.stands, one.schema, one.rows, one.again) for one in found
    )
    return Grid(HEADERS, tuple(tuple(map(cell, row)) for row in rows), f"Ended by {by} after each statement in turn")


def on_a_copy(lab: Workspace, *command: str, after: int, by: str = SIGKILL, env: Path | None = None) -> Stop:
    """Pull the plug on a copy of the project, which may get another `env.py`; the lesson's own is only read.

    Raises:
        LabError: As `pull_the_plug`.
    """
    with _copied_with(lab, env) as copy:
        return pull_the_plug(copy, *command, after=after, by=by)


def sent(lab: Workspace, *command: str, env: Path | None = None) -> tuple[Statement, ...]:
    """Give the statements of a migration, the transactions around them included; it is run on a copy.

    Args:
        lab: The lesson's workspace.
        command: What stands behind `alembic`; nothing: `upgrade head`.
        env: The `env.py` that the copy gets instead of the lesson's.

    Raises:
        LabError: It fails by itself, or sends none.
    """
    typed = command or UPGRADE
    with _copied_with(lab, env) as copy:
        run = copy.alembic(*typed)
    if not run.ok:
        raise LabError(
            f"`{run.command}` fails by itself, before anybody pulls a plug: {reason(run)}.",
            "Repair the database or the revision first, then try again.",
        )
    if not any(is_step(one.text) for one in run.statements):
        raise LabError(
            f"`{run.command}` sends nothing to stop after: there is nothing to migrate.",
            "Go one revision back first: `%alembic downgrade -1`.",
        )
    return run.statements


@contextmanager
def _copied_with(lab: Workspace, env: Path | None) -> Iterator[Workspace]:
    with copied(lab) as copy:
        if env is not None:
            shutil.copyfile(env, copy.path / ENVIRONMENT)
        yield copy


def caption(*command: str) -> str:
    """Say whose statements are listed."""
    return f"“alembic {' '.join(command or UPGRADE)}” sends"


def _stopped(lab: Workspace, typed: tuple[str, ...], *, steps: list[Statement], after: int, by: str) -> Stop:
    _examine(steps, after, by)
    before = Snapshot.read(lab.databases)
    lab.python("migration_lab.crashing.dying", by, str(after), *typed)
    journal = _journal(lab.databases["primary"])
    left = Snapshot.read(lab.databases)
    with copied(lab) as copy:
        again = copy.alembic(*typed)
    return Stop(
        after,
        len(steps),
        by,
        steps[after - 1],
        stands=left["primary"].stand,
        changes=changes(before, left),
        again="it runs to its end" if again.ok else reason(again),
        journal=journal,
    )


def _examine(steps: list[Statement], after: int, by: str) -> None:
    if by not in DEATHS:
        raise LabError(f"The crash lab knows no end called {by!r}.", f"Choose one of {', '.join(map(repr, DEATHS))}.")
    if not 1 <= after <= len(steps):
        raise LabError(
            f"There is no statement {after} to stop after: this command sends {len(steps)}.",
            "`see.crash_lab(lab)` lists them with their numbers.",
        )


def _steps(lab: Workspace, typed: tuple[str, ...]) -> list[Statement]:
    return [one for one in sent(lab, *typed) if is_step(one.text)]


def _journal(database: Path) -> bool:
    file = database.with_name(f"{database.name}-journal")
    return file.exists() and file.stat().st_size > 0
