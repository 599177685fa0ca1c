"""What a batch on SQLite does to all that stands on a table: built, rebuilt, compared, and kept the second time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from migration_lab.experiments.drafts import database, failure, run
from migration_lab.experiments.rebuild_parts import PARTS, REBUILD, Part
from migration_lab.grid import Grid, cell

HEADERS = ("on the table", "what is asked", "before", "after the rebuild", "how to keep it")
NOTHING_TO_DO = "nothing to do"


@dataclass(frozen=True)
class Fate:
    """What became of one part of a table.

    Args:
        part: The part.
        before: What the database said about it at first.
        after: What it said after the rebuild, or "stops: …" with the error.
        kept: What it said after a rebuild with the part's remedy.
        leftovers: The tables that the rebuild left behind.
    """

    part: Part
    before: str
    after: str
    kept: str
    leftovers: tuple[str, ...] = ()

    @property
    def survives(self) -> bool:
        """Tell whether the part came through a plain batch."""
        return self.before == self.after

    @property
    def helped(self) -> bool:
        """Tell whether the remedy keeps what a plain batch does not."""
        return not self.survives and self.kept == self.before

    @property
    def line(self) -> tuple[str, ...]:
        """Put it into one line of the table."""
        after = "the same" if self.survives else self.after
        return (self.part.name, self.part.asked, self.before, after, self.part.how or NOTHING_TO_DO)


def fate(part: Part) -> Fate:
    """Rebuild a table that has the part, once plainly and once with its remedy."""
    with database() as connection:
        before = _build(connection, part)
        error = failure(connection, REBUILD)
        after = f"stops: {error}" if error else _ask(connection, part)
        left = tuple(str(name) for (name,) in connection.exec_driver_sql(LEFT))
    with database() as connection:
        _build(connection, part)
        run(connection, part.remedy or REBUILD)
        kept = _ask(connection, part)
    return Fate(part, before, after, kept, left)


def fates(parts: Sequence[Part] = PARTS) -> tuple[Fate, ...]:
    """Look at each part: what stops the batch first, then what is lost, then what is kept."""
    found = [fate(part) for part in parts]
    return tuple(sorted(found, key=lambda one: (one.survives, not one.after.startswith("stops"))))


def kept_and_lost() -> Grid:
    """Line up what a rebuild does to each part of a table."""
    found = fates()
    stopped = sum(one.after.startswith("stops") for one in found)
    kept = sum(one.survives for one in found)
    lost = len(found) - kept - stopped
    words = f"{len(found)} things that can stand on a table: {stopped} stop a batch, {lost} are lost, {kept} are kept"
    words += f"; {sum(one.helped for one in found)} of {stopped + lost} ways to keep it were seen to do so"
    return Grid(HEADERS, tuple(tuple(map(cell, one.line)) for one in found), words)


LEFT = "SELECT name FROM sqlite_master WHERE name LIKE '\\_alembic\\_tmp\\_%' ESCAPE '\\'"


def _build(connection: Connection, part: Part) -> str:
    for statement in part.made:
        connection.exec_driver_sql(statement)
    connection.commit()
    return _ask(connection, part)


def _ask(connection: Connection, part: Part) -> str:
    """Ask the part's question, and undo what the question itself did."""
    for statement in part.first:
        connection.exec_driver_sql(statement)
    answer = connection.exec_driver_sql(part.question).scalar()
    connection.rollback()
    return "none" if answer is None else str(answer)
