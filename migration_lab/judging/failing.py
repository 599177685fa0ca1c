"""Tell why a step of the replay failed: the learner's file and line, the error's own words, what was left behind."""

import re
from collections.abc import Sequence
from dataclasses import replace

from migration_lab.grid import cell
from migration_lab.judging import pointing, telling
from migration_lab.judging.criteria import Outcome
from migration_lab.judging.expecting.spot import number
from migration_lab.judging.message import Line
from migration_lab.judging.miss import Mistake
from migration_lab.judging.replay import DOWNGRADE, UPGRADE, Replay, Step
from migration_lab.judging.verdict import Verdict
from migration_lab.running import frames, hints
from migration_lab.running.runner import Run

DRIVER = re.compile(r"\((?:sqlite3|aiosqlite|psycopg\w*|asyncpg)[\w.]*\.(?:\w*Error)\) (.+)")
FAILED = re.compile(r"^(?:FAILED: |alembic(?: \w+)?: error: )(.+)", re.MULTILINE)
LEFT_WHY = (
    "batch mode builds a second table; when the copy fails, SQLite may leave that table behind. "
    "The next run fails on the leftover, not on the first error"
)
ENDINGS = {
    "time limit": "it did not end within its time limit, so it was stopped",
    "crash": "the Python process crashed, so something ended it from inside",
}


def tell(replay: Replay, outcomes: Sequence[Outcome], mistake: Mistake | None) -> Verdict:
    """Tell the step that failed.

    Args:
        replay: What came out; one of its steps failed.
        outcomes: What the criteria say of what can be judged nevertheless.
        mistake: The known mistake that the replay shows, if any: its words replace Why and Next.
    """
    step = next(one for one in replay.steps if not one.ok)
    run, place = step.run, pointing.line(step.run.traceback)
    broken = replay.broken[0] if replay.broken and step.name == UPGRADE else None
    where = f"{place.file}, line {place.line}, in {place.function}: {place.code}".rstrip(": ") if place else ""
    if broken and not (place and place.file.endswith(broken.file) and place.line == broken.line):
        where = f"{_path(replay, broken.file)}, line {broken.line}: {broken.words}"
    lines = [
        telling.did(replay, step),
        Line("Expected", f"the {step.name} ends without an error") if step.name != UPGRADE else Line("Expected", ""),
        Line("Found", _found(replay, step)),
        Line("Where", where or pointing.place(replay, "downgrade()" if step.name == DOWNGRADE else "upgrade()")),
        Line("Why", mistake.why if mistake else LEFT_WHY * bool(_left(replay, step))),
        Line("Next", mistake.next if mistake else _next(replay, run)),
    ]
    verdict = telling.raised(replay, outcomes, lines)
    trace = tuple(
        f"{one.file}, line {one.line}: {one.code or one.function}" for one in frames.read(run.traceback).places
    )
    return replace(verdict, trace=trace, output=run.output)


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


def _found(replay: Replay, step: Step) -> str:
    words = ENDINGS.get(step.run.ending, "") or said(step.run)
    if step.run.ok:
        stands = ", ".join(f"`{name}` is at {step.state[name].stand}" for name in step.targets)
        words = f"Alembic ended without an error, but {stands}"
    elif not words or words.startswith("SystemExit"):
        words = f"the program was ended from inside with exit code {step.run.exit_code}, before Alembic was done"
    left = ", ".join(f"{cell(name)} ({number(rows, 'row')})" for name, rows in _left(replay, step))
    return f"{words}; and a leftover table {left}" if left else words


def _left(replay: Replay, step: Step) -> list[tuple[str, int]]:
    """List the tables that a batch operation left behind in this step, with their rows."""
    names = [name for name in step.state.leftovers if name not in replay.start.leftovers]
    counts = {name: count for one in step.state.names for name, count in step.state.rows(one).counts.items()}
    return [(name, counts.get(name, 0)) for name in names]


def _path(replay: Replay, file: str) -> str:
    return next((path for path in (*replay.new, *replay.changed) if path.rpartition("/")[2] == file), file)


def _next(replay: Replay, run: Run) -> str:
    known = hints.known(run.error or said(run))
    if known:
        return known.replace("%alembic", "alembic")
    again = f'exercise("{replay.exercise.id}").check()'
    if run.ending == "time limit":
        return f"look for a loop that never ends, then {again}"
    return f"correct that line, then {again}"
