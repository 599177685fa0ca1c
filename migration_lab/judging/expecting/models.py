"""The expectation that models and schema agree: `alembic check` in the learner's project, on the copy."""

from migration_lab.judging.expecting.spot import number
from migration_lab.judging.miss import Miss
from migration_lab.judging.replay import PRIMARY, Replay
from migration_lab.running import operations

NEW = "New upgrade operations detected: "


def models_agree(replay: Replay, *, database: str = PRIMARY) -> Miss | None:
    """Expect that `alembic check` finds nothing: the models say what the migrated database has."""
    command = "alembic check" if database == PRIMARY else f"alembic -n {database} check"
    run = replay.step(command).run
    if run.ok:
        return None
    _, mark, listed = run.output.rpartition(NEW)  # Alembic says it twice: to the log, and as its last words
    found = sorted(map(str, operations.read(listed))) if mark else []
    if not found:
        last = next((line.strip() for line in reversed(run.words.splitlines()) if line.strip()), "(no output)")
        return Miss(f"`{command}` stops: {last}")
    return Miss(f"`{command}` finds {number(len(found), 'difference')}; first: {found[0]}", "models and revision")
