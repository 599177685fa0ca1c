"""The expectation that models and schema agree: `alembic check` in the learner's project, on the copy."""

from migration_lab.judging.expecting.spot import number
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import AT_THE_START, PRIMARY, UPGRADE, Replay
from migration_lab.running import operations
from migration_lab.values import schema
from migration_lab.values.schema import Schema

NEW = "New upgrade operations detected: "
SEEN = ("table", "column")  # what a comparison sees whatever env.py says, unless it hides things
SHOW = "take out of env.py what hides differences (`include_object` and its like), and let it find every model"


def models_agree(replay: Replay, *, database: str = PRIMARY) -> Miss | None:
    """Expect that `alembic check` finds nothing, and that it would find what the upgrade made."""
    command = "alembic check" if database == PRIMARY else f"alembic -n {database} check"
    run = replay.step(command).run
    if run.ok:
        return _not_blind(replay, database, command)
    _, mark, listed = run.output.rpartition(NEW)  # Alembic says it twice: to the log, and as its last words
    found = sorted(map(str, operations.read(listed))) if mark else []
    if not found:
        last = next((line.strip() for line in reversed(run.words.splitlines()) if line.strip()), "(no output)")
        return Miss(f"`{command}` stops: {last}")
    return Miss(f"`{command}` finds {number(len(found), 'difference')}; first: {found[0]}", "models and revision")


def _not_blind(replay: Replay, database: str, command: str) -> Miss | None:
    """Expect differences where the tables and columns of the upgrade are not there yet."""
    before = Schema("sqlite") if replay.exercise.beginning.unversioned else replay.start.schema(database)
    made = schema.diff(before, replay.after(UPGRADE).schema(database))
    if not any(change.kind in SEEN for change in made) or not replay.step(command + AT_THE_START).run.ok:
        return None
    return Miss(
        f"`{command}` finds nothing, and it finds nothing on a database without your revision either",
        "alembic/env.py",
        next=SHOW,
    )
