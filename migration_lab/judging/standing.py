"""Whether there is anything to judge, and whether the learner's desk is in a state that is nobody's fault."""

from collections.abc import Iterable

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.grid import cell
from migration_lab.judging.replay import PRIMARY, Replay, State, Step
from migration_lab.lessons import disk
from migration_lab.lessons.ledger import CLOCKS
from migration_lab.lessons.project import HISTORIES
from migration_lab.lessons.start import FULL_WORDS
from migration_lab.values.history import History
from migration_lab.values.rows import TableRows
from migration_lab.values.schema import Schema

CLOSE = "let the other program finish, or close it, and check again"
INI = "alembic.ini"
RENAMED = (
    "bring that file back; or, if you gave that revision another id, tell the database the new one, "
    "`alembic stamp --purge` with that id"
)
STRAY = (
    "a command of the other history made this file: delete the file if nothing is in it that you need, correct "
    "`alembic/env.py`, and upgrade again"
)


def is_untouched(replay: Replay) -> bool:
    """Tell whether files and databases are as they were at the start."""
    given = replay.accident or replay.start
    return replay.untouched and all(_same(given, replay.own, name) for name in given.names)


def off(replay: Replay) -> tuple[str, str]:
    """Say what is off with the learner's own databases, and what to do; two empty texts if nothing is."""
    for name in replay.own.names:
        if problem := replay.own[name].problem:
            short = problem.replace(f"`{replay.exercise.name}/", "`")  # whatever the current directory is
            return short, CLOSE if "is locked" in problem else ""
        if replay.start[name].exists and not replay.own[name].exists:
            return f"the database file of `{name}` is not there any more", ""
        if not replay.broken and not replay.exercise.beginning.unversioned:
            found = _elsewhere(replay, name)
            if any(found):
                return found
    return "", ""


def expect_all_there(replay: Replay, step: Step) -> None:
    """Do nothing for a step that failed by what the learner wrote.

    Raises:
        LabError: The lab's helper was ended, the disk is full, a file of the start is gone, or Alembic reads revisions
            that the lab does not find.
    """
    run = step.run
    _expect_known(replay, step)
    if run.ending == "lost":
        raise LabError(
            f"the lab's helper process was ended from outside during the {step.name}, so nothing was judged",
            f'exercise("{replay.exercise.id}").check() does it again',
        )
    if any(words in run.output for words in FULL_WORDS):
        raise disk.full(places.backstage())
    for path in replay.gone:
        stem = path.removesuffix(".py")
        named = (path, stem.rpartition("/")[2], stem.replace("/", "."))
        if path == INI or any(word in run.output for word in named):
            reset = f'exercise("{replay.exercise.id}").reset()'
            raise LabError(
                f"`{path}`, a file of the start, is not there any more, and the {step.name} needs it",
                f"bring it back with that name, or {reset}; your files are kept in `attempts/{replay.exercise.name}`",
            )


def _expect_known(replay: Replay, step: Step) -> None:
    """Expect a file for where Alembic went: other folders and computed ids are right, and more than the lab reads."""
    for name in step.targets:
        known, stands = replay.histories[name], step.state.revisions(name)
        unknown = [one for one in stands if one not in known]
        if unknown and all(run.ok for run in step.runs):
            broken = f" ({known.broken[0]})" if known.broken else ""
            raise LabError(
                f"Alembic went to {cell(unknown[0])}, and the lab finds no file with that revision{broken}",
                f'keep your revision files in `{HISTORIES[name]}`, each with `revision = "…"` as a plain value, then '
                f'exercise("{replay.exercise.id}").check()',
            )


def _elsewhere(replay: Replay, name: str) -> tuple[str, str]:
    """Compare where a database stands with the revisions that have a file, and with the start."""
    history, stands = replay.histories[name], replay.own.revisions(name)
    whose = "the database" if name == PRIMARY else f"the database `{name}`"
    unknown = [one for one in stands if one not in history]
    if unknown:
        other = next((one for one, its in replay.histories.items() if unknown[0] in its), "")
        if other and not replay.start[name].exists:
            return f"{whose} is at {cell(unknown[0])}, a revision of the history of `{other}`", STRAY
        return f"{whose} is at {cell(unknown[0])}, and no file has that revision any more", RENAMED
    wanted = replay.start.revisions(name)
    if replay.accident or set(wanted) <= _applied(history, stands):  # after an accident, where it stands is the task
        return "", ""
    at = replay.own[name].stand
    starts = ", ".join(map(cell, wanted))
    section = "" if name == PRIMARY else f"-n {name} "
    return f"{whose} is at {at}, this exercise starts at {starts}", f"alembic {section}upgrade {starts}"


def _applied(history: History, stands: Iterable[str]) -> set[str]:
    return {one.id for one in history.revisions} - {one.id for one in history.pending(stands)}


def _same(start: State, own: State, name: str) -> bool:
    if (start[name].exists, start.revisions(name)) != (own[name].exists, own.revisions(name)) or own[name].problem:
        return False
    schema = start.schema(name)
    return schema == own.schema(name) and _values(start, schema, name) == _values(own, schema, name)


def _values(state: State, schema: Schema, name: str) -> list[object]:
    return [_steady(rows, schema) for rows in state.rows(name)]


def _steady(rows: TableRows, schema: Schema) -> object:
    """Give the rows without what a clock wrote: a start that is built again has other times."""
    shape = schema[rows.name]
    steady = [at for at, one in enumerate(rows.columns) if not any(word in shape[one].type.upper() for word in CLOCKS)]
    values = None if rows.values is None else [tuple(row[at] for at in steady) for row in rows.values]
    return rows.name, rows.count, values
