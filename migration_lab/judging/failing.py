"""Tell why a step of the replay failed: the learner's file and line, the error's own words, what was left behind."""

import re
from collections.abc import Sequence
from dataclasses import replace

from migration_lab import called
from migration_lab.grid import cell
from migration_lab.judging import pointing, telling
from migration_lab.judging.criteria import Outcome
from migration_lab.judging.expecting.spot import number
from migration_lab.judging.message import Line
from migration_lab.judging.miss import Mistake
from migration_lab.judging.replay import DOWNGRADE, UPGRADE, Replay, Step
from migration_lab.judging.verdict import Verdict
from migration_lab.running import failure, hints, missing_revision
from migration_lab.running.runner import Run

DRIVER = re.compile(r"\((?:sqlite3|aiosqlite|psycopg\w*|asyncpg)[\w.]*\.(?:\w*Error)\) (.+)")
FAILED = re.compile(r"^(?:FAILED: |alembic(?: \w+)?: error: )(.+)", re.MULTILINE)
LEFT_WHY = (
    "batch mode builds a second table; when the copy fails, SQLite may leave that table behind. "
    "The next run fails on the leftover, not on the first error"
)
OUTSIDE = (
    "your revision is replayed on a copy, so it may touch only the database that Alembic gives it: `op.get_bind()`, "
    "and in `alembic/env.py` the address of the settings"
)


def tell(replay: Replay, outcomes: Sequence[Outcome], mistake: Mistake | None) -> Verdict:
    """Tell the step that failed.

    Args:
        replay: What came out; one of its steps failed.
        outcomes: What the criteria say of what can be judged nevertheless.
        mistake: The known mistake that the replay shows, if any: its words replace Why and Next.
    """
    step = next(one for one in replay.steps if not one.ok)
    reached = Line("Expected", f"the {step.name} ends without an error" if step.name != UPGRADE else "")
    found, next_step = _found(replay, step)
    left = _left(replay, step)
    lines = [
        telling.did(replay, step),
        reached,
        Line("Found", f"{found}; and a leftover table {', '.join(left)}" if left else found),
        Line("Where", _where(replay, step)),
        Line("Why", mistake.why if mistake else LEFT_WHY * bool(left)),
        Line("Next", mistake.next if mistake else next_step),
    ]
    return replace(
        telling.raised(replay, outcomes, lines), trace=pointing.trace(step.run.traceback), output=step.run.output
    )


def said(run: Run) -> str:
    """Return the error in one line: the database's own words, else Python's, else Alembic's."""
    text = run.error or run.words
    driver = DRIVER.search(text)
    if driver:
        return driver[1]
    if run.error:
        lines = [line.strip() for line in run.error.strip().splitlines() if line.strip()]
        return lines[-1] if lines and lines[0].startswith("File ") else (lines or [""])[0]
    failed = FAILED.findall(run.words)
    return failed[-1] if failed else ""


def _found(replay: Replay, step: Step) -> tuple[str, str]:
    """Say what happened, and what to do next."""
    run, again = step.run, f'exercise("{replay.exercise.id}").check()'
    if run.ok:
        stands = ", ".join(f"`{name}` is at {step.state[name].stand}" for name in step.targets)
        return (
            f"Alembic ended without an error, but {stands}",
            f"look for what ends the program early, or leads env.py to another database, then {again}",
        )
    if step.refused:
        return failure.explain(run)[0], OUTSIDE
    if run.ending == "time limit":
        return (
            "it did not end within its time limit, so it was stopped",
            f"look for a loop that never ends, then {again}",
        )
    if run.ending == "crash":
        return "the Python process crashed: something ended it from inside", f"correct that line, then {again}"
    words = said(run)
    if gone := missing_revision.explain(run, run.error or words):
        return gone[0], gone[1].replace("%alembic", "alembic")
    if not words or words.startswith("SystemExit"):
        words = f"the program was ended from inside with exit code {run.exit_code}, before Alembic was done"
    known = hints.known(run.error or words, replay.exercise.name) or f"correct that line, then {again}"
    back = called.beginning(replay.exercise.name) in known
    return words, telling.put_back(replay.exercise) if back else known.replace("%alembic", "alembic")


def _where(replay: Replay, step: Step) -> str:
    """Name the learner's line; for a file that Alembic cannot place in the history, what is wrong with it."""
    place = pointing.line(step.run.traceback)
    inner = place is not None and not place.file.endswith("env.py")
    if replay.broken and step.name == UPGRADE and not inner:
        return pointing.broken(replay, replay.broken[0])
    if place is None:
        return pointing.place(replay, "downgrade()" if step.name == DOWNGRADE else "upgrade()")
    function = f", in {place.function}" if place.function else ""
    return f"{place.file}, line {place.line}{function}" + (f": {place.code}" if place.code else "")


def _left(replay: Replay, step: Step) -> list[str]:
    """List the tables that a batch operation left behind in this step, with their rows."""
    names = [name for name in step.state.leftovers if name not in replay.start.leftovers]
    counts = {name: count for one in step.state.names for name, count in step.state.rows(one).counts.items()}
    return [f"{cell(name)} ({number(counts.get(name, 0), 'row')})" for name in names]
