"""What a command would send, seen on a copy before it runs; and a batch against the steps of SQLite's manual."""

import re
from collections.abc import Sequence

from migration_lab.experiments.project import last_line
from migration_lab.grid import LONGEST, Grid, cell
from migration_lab.lessons.workspace import Workspace
from migration_lab.predicting.copied import copied
from migration_lab.running.runner import Run
from migration_lab.values.statement import Statement

# https://www.sqlite.org/lang_altertable.html#otheralter, in our words, and what would show that a step was taken
TWELVE = (
    ("switch foreign keys off", r"PRAGMA foreign_keys\s*=\s*OFF"),
    ("begin a transaction", r"BEGIN"),
    ("remember the table's indexes, triggers and views", r"SELECT .*sqlite_master"),
    ("create the new table under another name", r"CREATE TABLE _alembic_tmp_"),
    ("copy the rows", r"INSERT INTO _alembic_tmp_"),
    ("drop the old table", r"DROP TABLE (?!_alembic_tmp_)"),
    ("give the new table the old name", r"ALTER TABLE _alembic_tmp_\w+ RENAME TO"),
    ("create indexes and triggers again", r"CREATE (UNIQUE )?(INDEX|TRIGGER)"),
    ("create views again that the change touches", r"CREATE VIEW"),
    ("look for rows that point to nothing", r"PRAGMA foreign_key_check"),
    ("commit", r"COMMIT"),
    ("switch foreign keys on again", r"PRAGMA foreign_keys\s*=\s*ON"),
)
HEADERS = ("", "what SQLite asks for", "what was sent")
NOT_SENT = "nothing"
SHORT = 60  # characters of a statement in the table


def sql_before(lab: Workspace, *arguments: str) -> Grid:
    """Run `alembic` on a copy of the project, and show what it sent; the project is only read.

    Args:
        lab: The lesson's workspace.
        arguments: The command: "upgrade", "head".
    """
    run = _run(lab, arguments)
    rows = tuple((str(number), _line(one), one.note) for number, one in enumerate(run.statements, 1))
    return Grid(("", "SQL", "with"), rows, _ending(run) or ("" if rows else "nothing that changes anything was sent"))


def twelve_steps(lab: Workspace, *arguments: str) -> Grid:
    """Run `alembic` on a copy of the project, and put what it sent beside the twelve steps of SQLite's manual."""
    run = _run(lab, arguments)
    sent = [_line(one) for one in run.statements]
    found = [_first(sent, pattern) for _, pattern in TWELVE]
    taken = sum(one is not None for one in found)
    rows = tuple((str(number), words, _told(sent, found, number)) for number, (words, _) in enumerate(TWELVE, 1))
    return Grid(HEADERS, rows, f"{taken} of {len(TWELVE)} steps{f'; {_ending(run)}' if not run.ok else ''}")


def _run(lab: Workspace, arguments: Sequence[str]) -> Run:
    with copied(lab) as copy:
        return copy.alembic(*arguments)


def _line(one: Statement) -> str:
    return re.sub(r"\s+", " ", " ".join(one.lines)).replace("( ", "(").replace(" )", ")")


def _ending(run: Run) -> str:
    """Say why the command stopped; nothing if it did not."""
    if run.ok:
        return ""
    told = (run.error or last_line(run.output)).strip().splitlines() or [f"exit code {run.exit_code}"]
    if told[0].startswith("File "):  # of a syntax error: the place comes first, the message last
        told = [f"{told[-1]} ({told[0][5:]})"]
    return f"it stops: {cell(told[0], LONGEST)}"


def _first(sent: Sequence[str], pattern: str) -> int | None:
    """Find the first statement of a step."""
    return next((place for place, one in enumerate(sent) if re.match(pattern, one, re.IGNORECASE)), None)


def _told(sent: Sequence[str], found: Sequence[int | None], number: int) -> str:
    """Say what was sent for a step, and whether a later step had been taken by then."""
    place, later = found[number - 1], enumerate(found[number:], number + 1)
    if place is None:
        return NOT_SENT
    early = [step for step, other in later if other is not None and other < place]
    return cell(sent[place], SHORT) + (f", too late: after step {max(early)}" if early else "")
