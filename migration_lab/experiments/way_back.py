"""Is a downgrade the inverse of its upgrade? Tried on a copy: there and back, schema and rows compared."""

from migration_lab.crashing.reasons import reason
from migration_lab.errors import LabError
from migration_lab.grid import Grid, cell
from migration_lab.lessons.workspace import Workspace
from migration_lab.predicting.copied import copied
from migration_lab.running.runner import Run
from migration_lab.values import rows, schema
from migration_lab.values.snapshot import DatabaseState, Snapshot

HEADERS = ("step", "how it ended", "schema", "rows")
SHOWN = 3  # differences in one cell
Line = tuple[str, str, str, str]


def round_trip(lab: Workspace, *, follow: str = "") -> Grid:
    """Try the way back of the newest revision on a copy: its own database is only read.

    From the newest revision it goes down and up again; from an older one up, down and up again. Each time the
    database is where it was before, schema and rows are compared with what they were.

    Args:
        lab: The lesson's workspace.
        follow: Where to go down to; empty: one revision.
    """
    with copied(lab) as copy:
        now = _state(copy)
        behind = _behind(copy, now)
        back = ("downgrade", follow or ((*now.revisions, "base")[0] if behind else "-1"))
        typed = [("upgrade", "head"), back, ("upgrade", "head")] if behind else [back, ("upgrade", "head")]
        known = {now.revisions: now}
        lines: list[Line] = []
        for words in typed:
            before, run = _state(copy), copy.alembic(*words)
            lines.append(_line(run, known, _state(copy)) if run.ok else _stopped(run, before, _state(copy)))
            if not run.ok:
                break
    complete = len(lines) == len(typed)
    return Grid(HEADERS, tuple(lines), f"There and back on a copy: {_verdict(lines, complete=complete)}")


def _behind(lab: Workspace, now: DatabaseState) -> bool:
    """Tell whether a revision waits.

    Raises:
        LabError: The files cannot be read; told in Alembic's own words.
    """
    try:
        return bool(lab.history().pending(now.revisions))
    except LabError:
        run = lab.alembic("current")
        if run.ok:
            raise
        raise LabError(
            f"There is no way to try: `{run.command}` fails by itself: {reason(run)}.",
            "`%alembic current` shows all of it. Repair that first.",
        ) from None


def _verdict(lines: list[Line], *, complete: bool) -> str:
    unequal = any(set(line[2:]) - {"", "equal"} for line in lines)
    if complete:
        return "the downgrade is NOT the inverse" if unequal else "the downgrade is the inverse"
    if "downgrade" not in lines[-1][0]:
        return "the upgrade stops"
    return "the downgrade stops half-way" if unequal else "the downgrade refuses, and nothing is lost"


def _state(lab: Workspace) -> DatabaseState:
    return Snapshot.read({"primary": lab.databases["primary"]})["primary"]


def _line(run: Run, known: dict[tuple[str, ...], DatabaseState], now: DatabaseState) -> Line:
    """Compare with the last time the database was at this revision; the first time there is nothing to compare."""
    before = known.setdefault(now.revisions, now)
    if before is now:
        return run.command, f"at {now.stand}", "", ""
    return run.command, f"at {now.stand}", *_compared(before, now)


def _stopped(run: Run, before: DatabaseState, now: DatabaseState) -> Line:
    """Compare with what was there before the step that stopped."""
    return run.command, reason(run), *_compared(before, now)


def _compared(before: DatabaseState, now: DatabaseState) -> tuple[str, str]:
    shapes = [str(change) for change in schema.diff(before.schema, now.schema) if change.kind != "column order"]
    moved = [str(one).splitlines()[0] for one in rows.diff(before.rows, now.rows)]
    return _told(shapes), _told(moved)


def _told(found: list[str]) -> str:
    more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return cell("; ".join(found[:SHOWN]) + more) if found else "equal"
